import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, type IronicApi, ironicApi, ProvisionedMachine } from "./index.js";
import { sampleHardware } from "./testing/fakeDriver.js";

let registered: Map<string, pulumi.runtime.MockResourceArgs>;
let route: IronicApi;

beforeEach(async () => {
  registered = new Map();
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    registered.set(args.name, args);
    const found = { nodeUuid: `node of ${args.name}`, hardware: sampleHardware };
    return { id: args.name, state: { ...args.inputs, ...(args.type.endsWith("BareMetalHost") && found) } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "app", "dev", false, "acme");
  route = ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" });
});

// What components do after their children are there belongs to the test that made them.
afterEach(() => pulumi.runtime.disconnect());

const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: `sha256:${"a".repeat(64)}` });

/** Hosts and their machines, as a user's component makes them. */
class Rack extends pulumi.ComponentResource {
  readonly hosts: readonly BareMetalHost[];
  readonly machines: readonly ProvisionedMachine[];

  constructor(name: string, number: number, size: number, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Rack", name, {}, opts);
    const parent = { parent: this };
    const units = Array.from({ length: size }, (_, unit) => unit);
    this.hosts = units.map((unit) => new BareMetalHost(`${name}-u${unit}`, hostArgs(number, unit), parent));
    this.machines = this.hosts.map(
      (host, unit) => new ProvisionedMachine(`web-${name}-u${unit}`, machineArgs(host), parent),
    );
    this.registerOutputs({ disks: this.machines.map(({ rootDisk }) => rootDisk) });
  }
}

const hostArgs = (rack: number, unit: number) => ({
  route,
  bmc: { address: `redfish://10.0.${rack}.${unit + 1}`, username: "admin", password: "hunter2" },
  bootMACAddress: `00:35:30:2a:0${rack}:0${unit}`,
});
const machineArgs = (host: BareMetalHost) => ({ host, image, rootDeviceHints: { serialNumber: "NVME0001" } });

/** Waits until all are registered. The mocks' own URNs know one parent only, so what counts is what the inputs say. */
async function expectRegistered(parents: string, resources: readonly pulumi.Resource[]): Promise<void> {
  const names = await Promise.all(resources.map(({ urn }) => new Promise<string>((resolve) => urn.apply(resolve))));
  for (const name of names.map((urn) => urn.slice(urn.lastIndexOf("::") + 2))) {
    expect(registered.get(name)?.inputs.ironworks).toMatchObject({ name, parents });
  }
}

describe("several resources below one component", () => {
  it("are registered, hosts and machines", async () => {
    const rack = new Rack("rack-1", 1, 4);
    await expectRegistered("acme:index:Rack$", [...rack.hosts, ...rack.machines]);
    expect(registered.size).toBe(9);
  });

  it("also below components in components, and in the order that `dependsOn` asks for", async () => {
    const room = new pulumi.ComponentResource("acme:index:Room", "room");
    const first = new Rack("rack-1", 1, 2, { parent: room });
    const second = new Rack("rack-2", 2, 2, { parent: room, dependsOn: first });
    const resources = [first, second].flatMap(({ hosts, machines }) => [...hosts, ...machines]);
    await expectRegistered("acme:index:Room$acme:index:Rack$", resources);
    const order = [...registered.keys()].filter((name) => name.includes("-u"));
    expect(order.slice(0, 4).every((name) => name.includes("rack-1"))).toBe(true);
    expect(order).toHaveLength(8);
  });

  it("with providers, aliases and transformations", async () => {
    const other = new (class extends pulumi.ProviderResource {})("other", "other");
    const rack = new Rack("rack-1", 1, 2, {
      providers: [other],
      aliases: [{ name: "rack-one" }],
      transformations: [
        ({ type, props, opts }) => ({
          props: type.endsWith("BareMetalHost") ? { ...props, online: true } : props,
          opts,
        }),
      ],
    });
    await expectRegistered("acme:index:Rack$", [...rack.hosts, ...rack.machines]);
    expect(registered.get("rack-1-u1")?.inputs).toMatchObject({ online: true });
  });

  it("that makes them later, in `initialize`", async () => {
    class LateRack extends pulumi.ComponentResource<readonly BareMetalHost[]> {
      constructor() {
        super("acme:index:LateRack", "late", {});
        this.registerOutputs(this.getData().then((hosts) => ({ urns: hosts.map(({ urn }) => urn) })));
      }

      hosts(): Promise<readonly BareMetalHost[]> {
        return this.getData();
      }

      protected override async initialize(): Promise<readonly BareMetalHost[]> {
        await new Promise((resolve) => setImmediate(resolve));
        return [0, 1].map((unit) => new BareMetalHost(`late-u${unit}`, hostArgs(1, unit), { parent: this }));
      }
    }
    await expectRegistered("acme:index:LateRack$", await new LateRack().hosts());
  });

  it("machines below their host, and hosts below a component side by side with others", async () => {
    const rack = new Rack("rack-1", 1, 1);
    const hosts = [2, 3].map((unit) => new BareMetalHost(`u${unit}`, hostArgs(1, unit), { parent: rack }));
    const machines = hosts.map(
      (host, at) =>
        new ProvisionedMachine(`web-u${at}`, machineArgs(host), { parent: host, dependsOn: [...rack.machines] }),
    );
    await expectRegistered("acme:index:Rack$", [...hosts, ...rack.machines]);
    await expectRegistered("acme:index:Rack$pulumi-nodejs:ironworks:BareMetalHost$", machines);
  });
});
