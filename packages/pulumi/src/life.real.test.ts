import { type Hardware, INVENTORY_BUDGET_BYTES } from "@ironworks/core";
import { Lab, type LabHost } from "@ironworks/lab";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BareMetalHost } from "./host/bareMetalHost.js";
import type { BareMetalHostArgs } from "./host/bareMetalHostArgs.js";
import { InstanceImage, IpaImage, ironicApi, ProvisionedMachine, type ProvisionedMachineArgs } from "./index.js";
import { ironic } from "./testing/ironicByHand.js";
import { StackUnderTest, textOf } from "./testing/stackUnderTest.js";

const USER_DATA = "#cloud-config\n# sesame-first\n";
const CHANGED_DATA = "#cloud-config\n# sesame-second\n";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 2 });
  stack = await StackUnderTest.create(lab, "life", program());
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

/** What a run may say of each host, beside what is the same in every run. */
interface Wishes {
  readonly host?: Partial<BareMetalHostArgs>;
  readonly machine?: Partial<ProvisionedMachineArgs>;
}

function program(wishes: Readonly<Record<string, Wishes>> = {}): pulumi.automation.PulumiFn {
  return async () => {
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    const [image] = lab.images;
    const outputs: Record<string, pulumi.Output<unknown>> = {};
    for (const { name, bmc, bootMACAddress } of lab.hosts) {
      const host = new BareMetalHost(name, { route, bmc, bootMACAddress, ...wishes[name]?.host });
      const machine = new ProvisionedMachine(`web-${name}`, {
        host,
        image: InstanceImage.url(image.url, { checksum: image.checksum }),
        rootDisk: (disks) => disks.only({ serial: rootSerial(name) }),
        userData: USER_DATA,
        reinstall: { allow: false },
        ...wishes[name]?.machine,
      });
      outputs[name] = pulumi.output({
        hardware: host.hardware,
        rootDisk: machine.rootDisk,
        state: machine.provisionState,
      });
    }
    return outputs;
  };
}

/** Not the first disk, so that a default choice would show. */
function rootDiskOf(host: LabHost) {
  const disk = host.disks[1];
  if (disk === undefined) {
    throw new Error(`${host.name} has one disk`);
  }
  return disk;
}
const rootSerial = (name: string): string => rootDiskOf(lab.host(name)).serial;

const disksWritten = (): string[] =>
  lab.ledger().flatMap(({ host, kind, disk }) => (kind === "write" || kind === "erase" ? [`${host} ${disk}`] : []));
const mutations = (): number => lab.requests().filter(({ by, method }) => by === "client" && method !== "GET").length;

/** The writes that an action led to, each disk once. */
async function writesOf<T>(action: () => Promise<T>): Promise<{ readonly result: T; readonly disks: string[] }> {
  const before = disksWritten().length;
  const result = await action();
  return { result, disks: [...new Set(disksWritten().slice(before))].sort() };
}

const [first, second] = ["node-0", "node-1"];

describe("the life of two hosts and their machines, on the real engine and a real Ironic", () => {
  it("a preview touches nothing, and says that the disk is chosen later", async () => {
    const before = mutations();
    const run = await stack.preview();
    expect(run.failed, textOf(run)).toBe(false);
    expect(run.changes).toEqual({
      [first]: "create",
      [second]: "create",
      "web-node-0": "create",
      "web-node-1": "create",
    });
    expect(textOf(run)).toContain("a disk of host `node-0` that is not known until the host is inspected");
    expect(mutations()).toBe(before);
    expect(lab.ledger()).toEqual([]);
  });

  it("up registers, inspects and installs: two writes for two machines, on the disks that were chosen", async () => {
    const { result: run, disks } = await writesOf(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    const chosen = lab.hosts.map((host) => `${host.name} ${rootDiskOf(host).name}`);
    expect(disks).toEqual([...chosen].sort());
    for (const host of lab.hosts) {
      expect(await rootDiskOf(host).startsWith(lab.images[0].file)).toBe(true);
      expect((await lab.readConfigDrive(rootDiskOf(host))).userData).toBe(USER_DATA);
      for (const disk of host.disks) {
        if (disk !== rootDiskOf(host)) {
          expect(await disk.isUntouched()).toBe(true);
        }
      }
    }
    const about = (name: string) => run.progress.filter(({ resource }) => resource === name).map(({ text }) => text);
    // Said before each step begins; what is seen while waiting depends on when somebody looks.
    for (const { name } of lab.hosts) {
      expect(about(name).join("\n")).toMatch(/^inspect \w+\/~\w+ · with the deploy ramdisk$/m);
      expect(about(`web-${name}`).join("\n")).toMatch(/^install on \w+ \w+\/~\w+ · /m);
    }
    // What went well leaves no line behind but the one of the run.
    const left = run.lines.filter(({ severity }) => severity.startsWith("info"));
    expect(left).toEqual([expect.objectContaining({ resource: "", text: "2 registered · 2 installed" })]);
  });

  it("outputs are typed hardware and the disk that was installed", async () => {
    const host = lab.host("node-0");
    const output = await stack.output<{
      hardware: Hardware;
      rootDisk: object;
      state: string;
    }>("node-0");
    expect(output.hardware.storage.map(({ serial }) => serial).sort()).toEqual(
      host.disks.map(({ serial }) => serial).sort(),
    );
    expect(output.hardware.nics.map(({ mac }) => mac)).toContain(host.bootMACAddress);
    expect(output.hardware).toMatchObject({ source: "agent", memoryGiB: host.memoryGiB });
    expect(output.rootDisk).toMatchObject({ serial: rootDiskOf(host).serial, name: rootDiskOf(host).name });
    expect(output.state).toBe("active");
  });

  it("no password and no user data is in the state, and a host's entry is small", async () => {
    const checkpoint = await stack.automation.checkpoint();
    const secrets = [lab.credentials.password, ...lab.hosts.map(({ bmc }) => bmc.password), "sesame", "sesame-first"];
    for (const secret of secrets) {
      expect(checkpoint).not.toContain(secret);
      expect(checkpoint).not.toContain(Buffer.from(secret).toString("base64"));
    }
    for (const { name } of lab.hosts) {
      const entry = await stack.entry(name);
      const size = (data: unknown) => Buffer.byteLength(JSON.stringify(data));
      expect(size(entry)).toBeLessThanOrEqual(6_000);
      // Core keeps twelve disks and four NICs within this.
      expect(size(entry) - size(entry.outputs.hardware) + INVENTORY_BUDGET_BYTES).toBeLessThanOrEqual(6_000);
    }
  });

  it("up again changes nothing and asks for nothing", async () => {
    const before = mutations();
    const { result: run, disks } = await writesOf(() => stack.up());
    expect(run.changes).toEqual({});
    expect(run.failed, textOf(run)).toBe(false);
    expect(disks).toEqual([]);
    expect(mutations()).toBe(before);
  });

  it("a change that only a reinstall applies stops the preview, and names machine, host, field and disk", async () => {
    stack.program = program({ [first]: { machine: { userData: CHANGED_DATA } } });
    const before = mutations();
    const run = await stack.preview();
    expect(run.failed).toBe(true);
    const errors = run.lines.filter(({ severity }) => severity === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.resource).toBe("web-node-0");
    const disk = rootDiskOf(lab.host("node-0"));
    for (const part of [
      "`web-node-0` on host `node-0`",
      "`userData` changed",
      disk.name.slice(5),
      disk.serial,
      "reinstall: { allow: true }",
    ]) {
      expect(errors[0]?.text).toContain(part);
    }
    expect(textOf(run)).not.toContain("sesame");
    expect((await stack.up()).failed).toBe(true);
    expect(mutations()).toBe(before);
  });

  it("allowed for one machine, that one alone is reinstalled; the other's change is shown and waits", async () => {
    stack.program = program({
      [first]: { machine: { userData: CHANGED_DATA, reinstall: { allow: true, triggers: ["userData"] } } },
      [second]: { machine: { userData: CHANGED_DATA, whenInstalled: "pending" } },
    });
    const { result: run, disks } = await writesOf(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    expect(run.changes).toEqual({ "web-node-0": "update" });
    const disk = rootDiskOf(lab.host("node-0"));
    expect(disks).toEqual([`node-0 ${disk.name}`]);
    expect((await lab.readConfigDrive(disk)).userData).toBe(CHANGED_DATA);
    const again = await stack.preview();
    expect(again.changes).toEqual({});
    expect(again.lines).toContainEqual({
      resource: "web-node-1",
      severity: "warning",
      text: expect.stringContaining("`userData` changed and will be applied by the next install"),
    });
    expect(await stack.automation.checkpoint()).not.toContain("sesame");
  });

  it("power is an update of the host alone", async () => {
    const wishes = { [first]: { machine: { userData: CHANGED_DATA } }, [second]: { host: { online: false } } };
    stack.program = program(wishes);
    const { result: run, disks } = await writesOf(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    expect(run.changes).toEqual({ "node-1": "update" });
    expect(disks).toEqual([]);
    expect((await stack.entry("node-1")).outputs).toMatchObject({ powerState: "off" });
  });

  it("refresh finds power that somebody changed, the preview shows it, and up puts it right", async () => {
    await ironic(lab, "PUT", `/v1/nodes/${(await stack.entry("node-1")).id}/states/power`, { target: "power on" });
    await until(
      async () =>
        (await ironic(lab, "GET", `/v1/nodes/${(await stack.entry("node-1")).id}`)).power_state === "power on",
    );
    const refreshed = await stack.refresh();
    expect(refreshed.failed, textOf(refreshed)).toBe(false);
    expect((await stack.entry("node-1")).inputs).toMatchObject({ online: true });
    expect(await stack.automation.checkpoint()).not.toContain(lab.host("node-1").bmc.password);
    const preview = await stack.preview();
    expect(preview.changes).toEqual({ "node-1": "update" });
    expect((await stack.up()).failed).toBe(false);
    expect((await stack.entry("node-1")).outputs).toMatchObject({ powerState: "off" });
  });

  it("destroy detaches: every disk, node and machine stays as it is", async () => {
    const uuids = await Promise.all(lab.hosts.map(async ({ name }) => (await stack.entry(name)).id));
    const { result: run, disks } = await writesOf(() => stack.destroy());
    expect(run.failed, textOf(run)).toBe(false);
    expect(disks).toEqual([]);
    for (const host of lab.hosts) {
      expect(await rootDiskOf(host).startsWith(lab.images[0].file)).toBe(true);
    }
    for (const uuid of uuids) {
      expect(await ironic(lab, "GET", `/v1/nodes/${uuid}`)).toMatchObject({
        provision_state: "active",
        power_state: expect.anything(),
      });
    }
  });

  it("the same code coming back attaches again and writes nothing", async () => {
    const { result: run, disks } = await writesOf(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    expect(disks).toEqual([]);
    expect((await stack.destroy()).failed).toBe(false);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the condition did not come true in 30 s");
}
