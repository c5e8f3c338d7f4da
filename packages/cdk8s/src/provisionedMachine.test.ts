import { checkObject, validateKind } from "@ironworks/metal3";
import { App, Chart, Testing } from "cdk8s";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, OperatorRoute, ProvisionedMachine } from "./index.js";
import { chart, host, image, mistakesOf, synth } from "./testing/sample.js";

const status = "baremetalhost.metal3.io/status";
const paused = "baremetalhost.metal3.io/paused";

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("a machine", () => {
  it("fills its host's object, and has none of its own", () => {
    const hosts = chart();
    const node0 = host(hosts);
    const web = new ProvisionedMachine(hosts, "web-0", {
      host: node0,
      image,
      rootDeviceHints: { wwn: "0x5000c500a1b2c3d4" },
      userData: { name: "web-0-user-data" },
      networkData: { name: "web-0-network-data" },
      metaData: { name: "web-0-meta-data" },
    });
    const objects = synth(hosts);
    expect(objects).toHaveLength(1);
    expect(objects[0]?.spec).toMatchObject({
      image: {
        url: "https://images.example.org/debian-13.qcow2",
        checksum: "a".repeat(64),
        checksumType: "sha256",
        format: "qcow2",
      },
      rootDeviceHints: { wwn: "0x5000c500a1b2c3d4" },
      userData: { name: "web-0-user-data" },
      networkData: { name: "web-0-network-data" },
      metaData: { name: "web-0-meta-data" },
      online: true,
      automatedCleaningMode: "disabled",
    });
    expect(checkObject(objects[0] ?? {}, { release: "v0.13.2" }).problems).toEqual([]);
    expect(ProvisionedMachine.isProvisionedMachine(web)).toBe(true);
    expect(ProvisionedMachine.isProvisionedMachine(node0)).toBe(false);
    expect(web.host).toBe(node0);
  });

  it("takes the host's hints where it has none", () => {
    const hosts = chart();
    new ProvisionedMachine(hosts, "web-0", { host: host(hosts), image });
    expect(synth(hosts)[0]?.spec.rootDeviceHints).toEqual({ serialNumber: "DISK0" });
  });

  it("may be in another chart than its host, before or after it", () => {
    const app = new App();
    const machines = new Chart(app, "machines");
    const hosts = new Chart(app, "hosts");
    new ProvisionedMachine(machines, "web-0", { host: host(hosts), image });
    expect(synth(machines)).toEqual([]);
    expect(synth(hosts)[0]?.spec.image).toMatchObject({ url: image.url });
  });
});

describe("a machine is refused", () => {
  const refusal = (more: object, hostMore: object = {}): string => {
    const hosts = chart();
    new ProvisionedMachine(hosts, "web-0", { host: host(hosts, 0, hostMore), image, ...more });
    return mistakesOf(hosts) ?? "";
  };

  it("on the host of another app", () => {
    const theirs = host(chart());
    expect(() => new ProvisionedMachine(chart(), "web-0", { host: theirs, image })).toThrow(
      "the host `hosts/node-0` belongs to another app, whose files would lack this machine",
    );
  });

  it("on a host that is only known by name", () => {
    const hosts = chart();
    const imported = BareMetalHost.fromName(hosts, "node-9", "node-9");
    // @ts-expect-error A host of another app has no object here that could be filled.
    expect(() => new ProvisionedMachine(hosts, "web-9", { host: imported, image })).toThrow(
      "is not a BareMetalHost of this app",
    );
  });

  it("on a host that was synthesised without it", () => {
    const hosts = chart();
    const node0 = host(hosts);
    expect(mistakesOf(hosts)).toBeUndefined();
    expect(() => new ProvisionedMachine(hosts, "web-0", { host: node0, image })).toThrow("is synthesised already");
  });

  it("but looking at warnings is not a synthesis", () => {
    const hosts = chart();
    const node0 = host(hosts);
    expect(BareMetalHost.warnings(hosts)).toEqual([]);
    new ProvisionedMachine(hosts, "web-0", { host: node0, image });
    expect(synth(hosts)[0]?.spec.image).toBeDefined();
  });

  it("beside another one on the same host, each naming the other", () => {
    const hosts = chart();
    const node0 = host(hosts);
    new ProvisionedMachine(hosts, "web-0", { host: node0, image });
    new ProvisionedMachine(hosts, "web-1", { host: node0, image });
    const said = mistakesOf(hosts) ?? "";
    expect(said).toContain("[hosts/web-0] `host` is the host of `hosts/web-1` too");
    expect(said).toContain("[hosts/web-1] `host` is the host of `hosts/web-0` too");
  });

  it("without hints on either, since Ironic would choose the disk", () => {
    expect(refusal({}, { rootDeviceHints: undefined })).toContain("[hosts/web-0] `rootDeviceHints` are missing");
    expect(refusal({ rootDeviceHints: {} })).toContain("`rootDeviceHints` are missing");
  });

  it.each<[string, object, object, string]>([
    ["with a ramdisk for an image", { image: IpaImage.iso("https://a.example/ipa.iso") }, {}, "is a deploy ramdisk"],
    ["without an image", { image: undefined }, {}, "`image` is missing"],
    [
      "with a weak checksum's shape",
      { image: InstanceImage.url("https://a.example/x.raw", { checksum: "sha256:ab" }) },
      {},
      "`image.checksum`",
    ],
    ["with user data itself", { userData: "#cloud-config" }, {}, "`userData` is not the name of a Secret"],
    [
      "with a Secret of another namespace",
      { userData: { name: "a", namespace: "b" } },
      {},
      "is in the host's namespace",
    ],
    ["on a host that others provision", {}, { externallyProvisioned: true }, "never installs anything"],
  ])("%s", (_what, more, hostMore, message) => {
    const said = refusal(more, hostMore);
    expect(said).toContain(message);
    expect(said).not.toContain("#cloud-config");
  });

  it("with a secret in its messages never", () => {
    expect(refusal({ userData: "#cloud-config\npassword: hunter2" })).not.toContain("hunter2");
  });
});

describe("a machine that is installed already", () => {
  const installed = (release: string, resume?: boolean) => {
    const hosts = chart();
    const node0 = host(hosts, 0, { route: OperatorRoute.forRelease(release) });
    new ProvisionedMachine(hosts, "web-0", { host: node0, image, installed: { resume } });
    const [object] = synth(hosts);
    if (!object) {
      throw new Error("no object");
    }
    return object;
  };

  it.each(["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"])(
    "waits, paused, with the status that %s reads",
    (release) => {
      const object = installed(release);
      expect(object.metadata.annotations?.[paused]).toBe("true");
      const read = JSON.parse(object.metadata.annotations?.[status] ?? "");
      expect(read.provisioning).toEqual({
        ID: "",
        bootMode: "UEFI",
        image: object.spec.image,
        rootDeviceHints: { serialNumber: "DISK0" },
        state: "provisioned",
      });
      expect(checkObject(object, { release: release as "v0.13.2" }).problems).toEqual([]);
      // What the operator writes back: its own types add the counters that it always has.
      const written = { ...object, status: { ...read, provisioningFailCount: 0 } };
      const known = release.startsWith("v0.14") ? written : { ...object, status: read };
      expect(validateKind(known, release as "v0.13.2", { status: true })).toEqual([]);
    },
  );

  it("goes on when it is resumed, with the status still there", () => {
    const { annotations } = installed("v0.13.2", true).metadata;
    expect(annotations?.[paused]).toBeUndefined();
    expect(annotations?.[status]).toContain('"state":"provisioned"');
  });

  const copied = (provisioning: object): string | undefined => {
    const hosts = chart();
    const old = { operationalStatus: "OK", provisioning };
    new ProvisionedMachine(hosts, "web-0", { host: host(hosts), image, installed: { status: old } });
    return mistakesOf(hosts);
  };

  it("takes a copied status, whose keys may come in any order", () => {
    const annotation = (old: object): string | undefined => {
      const hosts = chart();
      new ProvisionedMachine(hosts, "web-0", { host: host(hosts), image, installed: { status: { ...old } } });
      return synth(hosts)[0]?.metadata.annotations?.[status];
    };
    const provisioning = { state: "provisioned", image: { url: image.url } };
    expect(annotation({ poweredOn: true, provisioning })).toBe(annotation({ provisioning, poweredOn: true }));
    expect(copied(provisioning)).toBeUndefined();
  });

  it("is refused with a status that would make the operator write to its disk", () => {
    expect(copied({ state: "available" })).toContain("so the operator would install the image");
    expect(copied({})).toContain("so the operator would install the image");
    expect(copied({ state: "provisioned" })).toContain("so the operator would deprovision the host");
    expect(copied({ state: "provisioned", image: { url: `${image.url}?v=2` } })).toContain(
      "so the operator would deprovision the host",
    );
  });

  it("is refused with a status that the webhook cannot read", () => {
    expect(copied({ state: "provisioned", image: { url: image.url }, colour: "red" })).toContain(
      "has the unknown field `provisioning.colour`",
    );
  });
});

it("hosts and machines keep what a user's annotations say of other things", () => {
  const hosts = new Chart(Testing.app(), "hosts");
  host(hosts, 0, { metadata: { annotations: { [paused]: "metal3.io/capm3" } } });
  expect(synth(hosts)[0]?.metadata.annotations?.[paused]).toBe("metal3.io/capm3");
});
