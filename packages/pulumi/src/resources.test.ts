import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BareMetalHost,
  type BareMetalHostArgs,
  InstanceImage,
  IpaImage,
  type IronicApi,
  ironicApi,
  ProvisionedMachine,
} from "./index.js";
import { PROVIDER_LINE } from "./resource/providerLine.js";
import { type ResourceMeta, urnOf } from "./resource/resourceMeta.js";
import { sampleHardware } from "./testing/fakeDriver.js";

const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

let registered: Map<string, pulumi.runtime.MockResourceArgs>;
let route: IronicApi;

beforeEach(async () => {
  registered = new Map();
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    registered.set(args.name, args);
    const found = { nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11", hardware: sampleHardware };
    return { id: args.name, state: { ...args.inputs, ...(args.type.endsWith("BareMetalHost") && found) } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "app", "dev", false, "acme");
  route = ironicApi("site-a", {
    endpoint: "https://10.0.20.99:6385",
    ramdisk: IpaImage.iso("https://images.example.org/ipa.iso"),
    password: "endpoint-password",
  });
});

const hostArgs = (more: Partial<BareMetalHostArgs> = {}): BareMetalHostArgs => ({
  route,
  bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "hunter2" },
  bootMACAddress: "00:35:30:2a:ad:48",
  ...more,
});
const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: `sha256:${"a".repeat(64)}` });

/** Waits for an output, as a test may. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
const inputsOf = (name: string): Record<string, unknown> => registered.get(name)?.inputs ?? {};

/** The mocks lift a secret to the input that holds it. */
function openedInputs(name: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputsOf(name)).map(([key, value]) => [key, isSecret(value) ? value.value : value]),
  );
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return JSON.stringify(value)?.includes(SECRET_SIGNATURE) ?? false;
}

describe("a host", () => {
  it("is registered under its own type, with the constant line and what the shim does not tell", async () => {
    const host = new BareMetalHost("node-0", hostArgs());
    expect(await known(host.hardware)).toEqual(sampleHardware);
    expect(urnOf(inputsOf("node-0").ironworks as ResourceMeta)).toBe(await known(host.urn));
    expect(registered.get("node-0")?.type).toBe("pulumi-nodejs:ironworks:BareMetalHost");
    expect(openedInputs("node-0")).toMatchObject({
      __provider: PROVIDER_LINE,
      ironworks: {
        resource: "BareMetalHost",
        version: 1,
        name: "node-0",
        owner: "acme/app/dev",
      },
      route: { kind: "ironic", name: "site-a", endpoint: "https://10.0.20.99:6385" },
    });
    expect(BareMetalHost.isInstance(host)).toBe(true);
    expect(ProvisionedMachine.isInstance(host)).toBe(false);
  });

  it("keeps passwords secret that the program gave as plain text", async () => {
    const host = new BareMetalHost("node-0", hostArgs());
    await known(host.urn);
    expect(openedInputs("node-0")).toMatchObject({
      bmc: { username: "admin", password: "hunter2" },
      route: { password: "endpoint-password" },
    });
    for (const field of ["bmc", "route"]) {
      expect(isSecret(inputsOf("node-0")[field])).toBe(true);
    }
  });

  it("without a password in the program, none is stored", async () => {
    const open = ironicApi("site-b", { endpoint: "https://10.0.20.98:6385" });
    const host = new BareMetalHost("node-0", hostArgs({ route: open }));
    await known(host.urn);
    expect(inputsOf("node-0").route).toEqual({ kind: "ironic", name: "site-b", endpoint: "https://10.0.20.98:6385" });
  });

  it("of arguments that are computed as a whole, everything is secret", async () => {
    const bmc = pulumi.output({ address: "redfish-virtualmedia://10.0.1.2", username: "admin", password: "hunter2" });
    const host = new BareMetalHost("node-0", hostArgs({ bmc }));
    await known(host.urn);
    expect(isSecret(inputsOf("node-0").bmc)).toBe(true);
  });

  it("below a component, progress goes to the URN that it has there", async () => {
    const rack = new pulumi.ComponentResource("acme:index:Rack", "rack-1");
    const host = new BareMetalHost("node-0", hostArgs(), { parent: rack });
    await known(host.urn);
    const meta = inputsOf("node-0").ironworks as ResourceMeta;
    expect(meta).toMatchObject({ parents: "acme:index:Rack$" });
    expect(urnOf(meta)).toBe(await known(host.urn));
  });
});

describe("a machine", () => {
  it("chooses its disk in the program, and keeps user data secret", async () => {
    const host = new BareMetalHost("node-0", hostArgs());
    const machine = new ProvisionedMachine("web-0", {
      host,
      image,
      rootDisk: (disks) => disks.only({ serial: "NVME0002" }),
      userData: "#cloud-config\n",
      metaData: { rack: "7" },
    });
    expect(await known(machine.rootDisk)).toMatchObject({ name: "/dev/nvme1n1", serial: "NVME0002" });
    expect(openedInputs("web-0")).toMatchObject({
      host: { nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11", hostId: "node-0", owner: "acme/app/dev" },
      image: { kind: "instance-image", checksum: { algorithm: "sha256" } },
      route: { name: "site-a" },
    });
    for (const field of ["userData", "metaData"]) {
      expect(isSecret(inputsOf("web-0")[field])).toBe(true);
    }
    expect(ProvisionedMachine.isInstance(machine)).toBe(true);
  });

  it("takes its own hints before those of its host", async () => {
    const host = new BareMetalHost("node-0", hostArgs({ rootDeviceHints: { serialNumber: "NVME0001" } }));
    const inherited = new ProvisionedMachine("web-0", { host, image });
    expect(await known(inherited.rootDisk)).toMatchObject({ serial: "NVME0001" });
    const other = new BareMetalHost(
      "node-1",
      hostArgs({
        bmc: { address: "redfish-virtualmedia://10.0.1.3", username: "admin", password: "hunter2" },
        bootMACAddress: "00:35:30:2a:ad:49",
        rootDeviceHints: { serialNumber: "NVME0001" },
      }),
    );
    const own = new ProvisionedMachine("web-1", { host: other, image, rootDeviceHints: { serialNumber: "SATA0001" } });
    expect(await known(own.rootDisk)).toMatchObject({ serial: "SATA0001" });
  });
});
