import { Lab, type LabHost } from "@ironworks/lab";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, type IronicApi, ironicApi, ProvisionedMachine } from "./index.js";
import { type ResourceMeta, urnOf } from "./resource/resourceMeta.js";
import { StackUnderTest, textOf } from "./testing/stackUnderTest.js";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 4 });
  stack = await StackUnderTest.create(lab, "components", flat);
  const run = await stack.up();
  if (run.failed) {
    throw new Error(textOf(run));
  }
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

/** Hosts and, where there is a system to install, their machines, as a user's component makes them. */
class Rack extends pulumi.ComponentResource {
  readonly machines: readonly ProvisionedMachine[];

  constructor(name: string, servers: readonly LabHost[], route: IronicApi, opts: pulumi.ComponentResourceOptions) {
    super("acme:index:Rack", name, {}, opts);
    const hosts = servers.map(({ name: host, bmc, bootMACAddress }) => {
      const before = [{ parent: pulumi.rootStackResource }];
      return new BareMetalHost(host, { route, bmc, bootMACAddress }, { parent: this, aliases: before });
    });
    this.machines = hosts.map((host, at) => machineOn(servers[at], host, { parent: this }));
    this.registerOutputs({ disks: this.machines.map(({ rootDisk }) => rootDisk) });
  }
}

function machineOn(
  server: LabHost | undefined,
  host: BareMetalHost,
  opts: pulumi.CustomResourceOptions,
): ProvisionedMachine {
  const [image] = lab.images;
  return new ProvisionedMachine(
    `web-${server?.name}`,
    {
      host,
      image: InstanceImage.url(image.url, { checksum: image.checksum }),
      rootDeviceHints: { serialNumber: server?.disks[0]?.serial },
    },
    opts,
  );
}

class NodejsProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("pulumi-nodejs", name);
  }
}

const laboratory = (): IronicApi =>
  ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso), ...lab.credentials });

/** Two hosts that no component holds. */
const flat: pulumi.automation.PulumiFn = async () => {
  const route = laboratory();
  for (const { name, bmc, bootMACAddress } of lab.hosts.slice(0, 2)) {
    new BareMetalHost(name, { route, bmc, bootMACAddress });
  }
};

/** The same hosts and two more in two racks of a room, with what components are given. */
const racks: pulumi.automation.PulumiFn = async () => {
  const route = laboratory();
  const room = new pulumi.ComponentResource("acme:index:Room", "room");
  const first = new Rack("rack-1", lab.hosts.slice(0, 2), route, {
    parent: room,
    transforms: [
      ({ type, props, opts }) =>
        type.endsWith("ProvisionedMachine") ? { props: { ...props, metaData: { rack: "1" } }, opts } : undefined,
    ],
  });
  const second = new Rack("rack-2", lab.hosts.slice(2), route, {
    parent: room,
    dependsOn: first,
    providers: [new NodejsProvider("nodejs")],
  });
  return { disks: [...first.machines, ...second.machines].map(({ rootDisk }) => rootDisk.name) };
};

const names = (hosts: readonly LabHost[]): string[] => hosts.flatMap(({ name }) => [name, `web-${name}`]);

it("hosts of a program move into a component, and several hosts and machines are registered below one", async () => {
  stack.program = racks;
  const moved = lab.hosts.slice(0, 2).map(({ name }) => name);
  const added = names(lab.hosts).filter((name) => !moved.includes(name));
  const expected = Object.fromEntries(added.map((name) => [name, "create"]));
  const preview = await stack.preview();
  expect(preview.failed, textOf(preview)).toBe(false);
  expect(preview.changes).toEqual(expected);
  const run = await stack.up();
  expect(run.failed, textOf(run)).toBe(false);
  expect(run.changes).toEqual(expected);
  expect(await stack.output("disks")).toEqual(lab.hosts.map(({ disks }) => disks[0]?.name));
  for (const { disks } of lab.hosts) {
    expect(await disks[0]?.startsWith(lab.images[0].file)).toBe(true);
  }
});

it("what is stored says where each resource is", async () => {
  for (const name of names(lab.hosts)) {
    const { urn, inputs } = await stack.entry(name);
    expect(urn).toContain("::acme:index:Room$acme:index:Rack$pulumi-nodejs:ironworks:");
    expect(urnOf(inputs.ironworks as ResourceMeta)).toBe(urn);
  }
});

it("what a component is given reaches its resources: transforms, providers, and the order of `dependsOn`", async () => {
  const [first, second] = [lab.hosts.slice(0, 2), lab.hosts.slice(2)];
  const metaData = await Promise.all(
    lab.hosts.map(async ({ disks: [disk] }) => disk && (await lab.readConfigDrive(disk)).metaData),
  );
  expect(metaData.map((data) => Object(data).rack)).toEqual(["1", "1", undefined, undefined]);
  const providers = async (hosts: readonly LabHost[]): Promise<string[]> =>
    Promise.all(names(hosts).map(async (name) => (await stack.entry(name)).provider));
  expect((await providers(first)).every((urn) => urn.includes("::default::"))).toBe(true);
  expect((await providers(second)).every((urn) => urn.includes("::nodejs::"))).toBe(true);
  const isOf = (hosts: readonly LabHost[], host: string): boolean => hosts.some(({ name }) => name === host);
  const ledger = lab.ledger();
  const installed = ledger.findLastIndex(({ host, kind }) => kind === "write" && isOf(first, host));
  expect(installed).toBeGreaterThan(-1);
  expect(installed).toBeLessThan(ledger.findIndex(({ host }) => isOf(second, host)));
});

it("up again changes nothing, refresh and destroy work", async () => {
  expect((await stack.up()).changes).toEqual({});
  const refreshed = await stack.refresh();
  expect(refreshed.failed, textOf(refreshed)).toBe(false);
  const destroyed = await stack.destroy();
  expect(destroyed.failed, textOf(destroyed)).toBe(false);
  expect(Object.keys(destroyed.changes).sort()).toEqual(names(lab.hosts).sort());
});
