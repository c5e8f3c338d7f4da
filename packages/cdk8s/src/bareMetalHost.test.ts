import { checkObject } from "@ironworks/metal3";
import { ApiObject, App, Chart, JsonPatch, Testing } from "cdk8s";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { BareMetalHost, type BareMetalHostProps, OperatorRoute } from "./index.js";
import { chart, host, hostProps, mistakesOf, synth } from "./testing/sample.js";

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("a host", () => {
  it("is one object that the API server and the operator take, without cleaning", () => {
    const hosts = chart();
    host(hosts);
    const [object] = synth(hosts);
    expect(object).toEqual({
      apiVersion: "metal3.io/v1alpha1",
      kind: "BareMetalHost",
      metadata: {
        name: "node-0",
        namespace: "metal3",
        annotations: {
          "argocd.argoproj.io/sync-options": "Delete=false,Prune=false,SkipDryRunOnMissingResource=true",
          "argocd.argoproj.io/sync-wave": "10",
          "kustomize.toolkit.fluxcd.io/prune": "disabled",
        },
      },
      spec: {
        automatedCleaningMode: "disabled",
        bmc: { address: "redfish-virtualmedia://10.0.0.1/redfish/v1/Systems/1", credentialsName: "node-0-bmc" },
        bootMACAddress: "00:35:30:00:00:00",
        online: true,
        rootDeviceHints: { serialNumber: "DISK0" },
      },
    });
    expect(checkObject(object ?? {}, { release: "v0.13.2" }).problems).toEqual([]);
  });

  it("hands every prop to the object", () => {
    const hosts = chart();
    const props: BareMetalHostProps = {
      ...hostProps(),
      route: OperatorRoute.forRelease("v0.14.0-rc.0"),
      bmc: { ...hostProps().bmc, disableCertificateVerification: true },
      bootMode: "UEFISecureBoot",
      architecture: "aarch64",
      online: false,
      automatedCleaningMode: "metadata",
      inspectionMode: "agent",
      description: "rack 3",
      externallyProvisioned: false,
      preprovisioningNetworkData: { name: "ramdisk-network" },
      raid: { hardwareRAIDVolumes: [{ level: "1", controller: "RAID.1" }] },
      disablePowerOff: false,
      networkInterfaces: [{ name: "eno1", switchPort: { switchID: "00:11:22:33:44:55", portID: "1/1" } }],
      paused: true,
      detached: true,
    };
    new BareMetalHost(hosts, "node-0", props);
    const [object] = synth(hosts);
    expect(object?.spec).toEqual({
      architecture: "aarch64",
      automatedCleaningMode: "metadata",
      bmc: { ...props.bmc },
      bootMACAddress: "00:35:30:00:00:00",
      bootMode: "UEFISecureBoot",
      description: "rack 3",
      disablePowerOff: false,
      externallyProvisioned: false,
      inspectionMode: "agent",
      networkInterfaces: [{ name: "eno1", switchPort: { switchID: "00:11:22:33:44:55", portID: "1/1" } }],
      online: false,
      preprovisioningNetworkDataName: "ramdisk-network",
      raid: { hardwareRAIDVolumes: [{ level: "1", controller: "RAID.1" }] },
      rootDeviceHints: { serialNumber: "DISK0" },
    });
    expect(object?.metadata.annotations).toMatchObject({
      "baremetalhost.metal3.io/paused": "true",
      "baremetalhost.metal3.io/detached": "true",
    });
  });

  it.each(["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"])("switches inspection off for %s as it can", (release) => {
    const hosts = chart();
    host(hosts, 0, { route: OperatorRoute.forRelease(release), inspectionMode: "disabled" });
    const [object] = synth(hosts);
    const annotated = object?.metadata.annotations?.["inspect.metal3.io"] === "disabled";
    expect([annotated, object?.spec.inspectionMode]).toEqual(
      release === "v0.1.0" ? [true, undefined] : [false, "disabled"],
    );
  });

  it("loses its protection only when it says `release`, and keeps Argo CD's other options", () => {
    const hosts = chart();
    const annotations = { "argocd.argoproj.io/sync-options": "Prune=true,Validate=false", "example.org/rack": "3" };
    host(hosts, 0, { metadata: { annotations } });
    host(hosts, 1, { onDestroy: "remove" });
    host(hosts, 2, { metadata: { annotations: { "argocd.argoproj.io/sync-options": "Prune=confirm" } } });
    const found = synth(hosts).map(({ metadata }) => metadata.annotations);
    expect(found[0]).toMatchObject({
      "argocd.argoproj.io/sync-options": "Delete=false,Prune=false,SkipDryRunOnMissingResource=true,Validate=false",
      "example.org/rack": "3",
    });
    expect(found[1]).toEqual({
      "argocd.argoproj.io/sync-options": "SkipDryRunOnMissingResource=true",
      "argocd.argoproj.io/sync-wave": "10",
    });
    expect(found[2]?.["argocd.argoproj.io/sync-options"]).toContain("Prune=confirm");
  });

  it("is known among other things, in any copy of the package", () => {
    const hosts = chart();
    expect(BareMetalHost.isBareMetalHost(host(hosts))).toBe(true);
    expect(BareMetalHost.isBareMetalHost(hosts)).toBe(false);
    expect(BareMetalHost.isBareMetalHost(null)).toBe(false);
    expect(BareMetalHost.fromName(hosts, "theirs", "node-9").name).toBe("node-9");
    expect(ApiObject.of(host(hosts, 1)).kind).toBe("BareMetalHost");
  });
});

describe("mistakes", () => {
  const mistake = (more: object): string => {
    const hosts = chart();
    new BareMetalHost(hosts, "node-0", { ...hostProps(), ...more });
    return mistakesOf(hosts) ?? "";
  };

  it.each<[string, object, string]>([
    ["no BMC", { bmc: undefined }, "`bmc` is missing"],
    ["an unknown scheme", { bmc: { address: "redfsh://10.0.0.1", credentialsName: "a" } }, "`bmc.address`"],
    ["no Secret", { bmc: { address: "redfish-virtualmedia://10.0.0.1" } }, "`bmc.credentialsName` is missing"],
    [
      "a password",
      { bmc: { ...hostProps().bmc, password: "hunter2" } },
      "`bmc.password` would be stored in plain text",
    ],
    ["a Secret that is text", { preprovisioningNetworkData: "network" }, "is not the name of a Secret"],
    ["a bad MAC", { bootMACAddress: "00:35:30" }, "`bootMACAddress` is not a MAC address"],
    ["a field of a later release", { networkInterfaces: [] }, "needs v0.14 or later"],
    ["power off against itself", { disablePowerOff: true, online: false }, "disablePowerOff"],
    ["an unreadable hint", { rootDeviceHints: { serial: "A" } }, "did you mean `serialNumber`"],
    ["a name that is none", { metadata: { name: "Node_0" } }, "metadata.name"],
  ])("of %s stop the synthesis", (_what, more, message) => {
    const said = mistake(more);
    expect(said).toContain(message);
    expect(said).toContain("[hosts/node-0]");
    expect(said).not.toContain("hunter2");
  });

  it("between hosts show on each of them, and all at once", () => {
    const hosts = chart();
    host(hosts, 0);
    host(hosts, 1, { bmc: hostProps(0).bmc });
    host(hosts, 2, { bootMACAddress: "00:35:30:00:00:00", bootMode: "uefi" as "UEFI" });
    const said = mistakesOf(hosts) ?? "";
    expect(said.match(/is also the address of the BMC of/g)).toHaveLength(2);
    expect(said.match(/is also the MAC of/g)).toHaveLength(2);
    expect(said).toContain("[hosts/node-2] `bootMode`");
  });

  it("between charts show too: two objects of one name, one server in two namespaces", () => {
    const app = new App();
    const one = new Chart(app, "one", { namespace: "metal3" });
    host(one);
    host(new Chart(app, "two", { namespace: "metal3" }));
    host(new Chart(app, "three", { namespace: "other" }));
    const said = mistakesOf(one) ?? "";
    expect(said.match(/is the name of two objects/g)).toHaveLength(2);
    expect(said.match(/is also the address of the BMC of/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it("that a JSON patch makes are seen", () => {
    const hosts = chart();
    ApiObject.of(host(hosts)).addJsonPatch(JsonPatch.replace("/spec/online", "yes"));
    expect(mistakesOf(hosts)).toContain("`online`");
  });

  it("of a release are those of its route", () => {
    expect(() => OperatorRoute.forRelease("v0.99.0")).toThrow("`v0.99.0` is not a release of baremetal-operator");
    const hosts = chart();
    host(hosts, 0, { route: OperatorRoute.forRelease("v0.14"), networkInterfaces: [] });
    expect(mistakesOf(hosts)).toBeUndefined();
  });

  it("of the route name the right one", () => {
    const hosts = chart();
    const api = { kind: "ironic", name: "site-a", args: { endpoint: "https://10.0.20.99:6385" } } as const;
    // @ts-expect-error A route to an Ironic API does not drive an operator's object.
    new BareMetalHost(hosts, "node-0", { ...hostProps(), route: api });
    new BareMetalHost(hosts, "node-1", { ...hostProps(1), route: undefined as unknown as OperatorRoute });
    new BareMetalHost(hosts, "node-2", { ...hostProps(2), route: "v0.13.2" as unknown as OperatorRoute });
    const said = mistakesOf(hosts) ?? "";
    expect(said).toContain("[hosts/node-0] `route` leads to an Ironic API");
    expect(said).toContain("[hosts/node-1] `route` is missing");
    expect(said).toContain("[hosts/node-2] `route` is not the route of an operator");
  });

  it("that stop nothing are among `warnings`", () => {
    const hosts = chart();
    host(hosts, 0, { rootDeviceHints: { deviceName: "/dev/sda" } });
    expect(mistakesOf(hosts)).toBeUndefined();
    expect(BareMetalHost.warnings(hosts.node.root).join("\n")).toMatch(/^\[hosts\/node-0\] .*kernel name/);
    expect(BareMetalHost.warnings(Testing.chart())).toEqual([]);
  });
});
