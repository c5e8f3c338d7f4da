import { Lab, type LabHost } from "@ironworks/lab";
import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BareMetalHost } from "./host/bareMetalHost.js";
import type { BareMetalHostArgs } from "./host/bareMetalHostArgs.js";
import { InstanceImage, IpaImage, ironicApi, ProvisionedMachine, type ProvisionedMachineArgs } from "./index.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 4 });
  stack = await StackUnderTest.create(lab, "preview", program({}), { "ironworks:maxDestructive": "3" });
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

/** What is wished for a machine beside its image, disk and user data; may use `node-3`, which comes last. */
type Wish = (last: BareMetalHost | undefined) => Partial<ProvisionedMachineArgs>;

interface Program {
  /** By host: who is not named has none. Default: every one of the three. */
  readonly machines?: Readonly<Record<string, Wish>>;
  readonly hosts?: Readonly<Record<string, Partial<BareMetalHostArgs>>>;
  /** With `node-3`. */
  readonly last?: boolean;
}

const nothing: Wish = () => ({});

function program({ machines = {}, hosts = {}, last = false }: Program): pulumi.automation.PulumiFn {
  return async () => {
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    const declare = (at: number): [string, BareMetalHost] => {
      const { name, bmc, bootMACAddress } = labHost(at);
      return [name, new BareMetalHost(name, { route, bmc, bootMACAddress, ...hosts[name] })];
    };
    const fourth = last ? declare(3)[1] : undefined;
    for (const [name, host] of [...[0, 1, 2].map(declare), ...(fourth ? [["node-3", fourth] as const] : [])]) {
      const wish = machines[name];
      if (wish !== undefined) {
        new ProvisionedMachine(`web-${name}`, {
          host,
          image: InstanceImage.url(lab.images[0].url, { checksum: lab.images[0].checksum }),
          rootDisk: (disks) => disks.only({ serial: rootDiskOf(name).serial }),
          userData: "#cloud-config\n# first\n",
          metaData: { rack: "7" },
          ...wish(fourth),
        });
      }
    }
  };
}

function labHost(at: number): LabHost {
  const host = lab.hosts[at];
  if (host === undefined) {
    throw new Error(`the lab has no host ${at}`);
  }
  return host;
}

/** Not the first disk, so that a default choice would show. */
function rootDiskOf(name: string) {
  const disk = lab.host(name).disks.at(-1);
  if (disk === undefined) {
    throw new Error(`${name} has no disk`);
  }
  return disk;
}

/** As a preview names it: `nvme1n1 (serial ..., 447 GiB) of host ...`. */
function diskOf(name: string): RegExp {
  const { name: path, serial } = rootDiskOf(name);
  return new RegExp(
    `${path.slice("/dev/".length)} \\(serial ${serial}, \\d+ GiB\\)( or another disk)? of host \`${name}\``,
  );
}

const said = (run: Run, severity: "warning" | "info") =>
  run.lines.filter((line) => line.resource.startsWith("web-") && line.severity.startsWith(severity));

/** The warnings of machines, one a machine, by the name of its host. */
function warnings(run: Run): Readonly<Record<string, string>> {
  const lines = said(run, "warning");
  const byHost = Object.fromEntries(lines.map(({ resource, text }) => [resource.slice("web-".length), text]));
  expect(Object.keys(byHost), textOf(run)).toHaveLength(lines.length);
  return byHost;
}

/** Every warning names the disk of its own host, and begins and ends as wanted. */
function expectWarnings(run: Run, wanted: Readonly<Record<string, readonly [start: string, end: string]>>): void {
  const found = warnings(run);
  expect(Object.keys(found).sort(), textOf(run)).toEqual(Object.keys(wanted).sort());
  for (const [name, [start, end]] of Object.entries(wanted)) {
    expect(found[name]).toMatch(diskOf(name));
    expect(found[name]?.slice(0, start.length)).toBe(start);
    expect(found[name]?.slice(-end.length)).toBe(end);
  }
  expect(textOf(run)).not.toContain("#cloud-config");
}

const disksWritten = (): string[] =>
  lab.ledger().flatMap(({ host, kind, disk }) => (kind === "write" || kind === "erase" ? [`${host} ${disk}`] : []));

async function writesOf(action: () => Promise<Run>): Promise<{ readonly run: Run; readonly disks: string[] }> {
  const before = disksWritten().length;
  const run = await action();
  return { run, disks: [...new Set(disksWritten().slice(before))].sort() };
}

async function up(hosts: readonly string[]): Promise<Run> {
  const { run, disks } = await writesOf(() => stack.up());
  expect(run.failed, textOf(run)).toBe(false);
  expect(disks).toEqual(hosts.map((name) => `${name} ${rootDiskOf(name).name}`));
  return run;
}

async function preview(): Promise<Run> {
  const { run, disks } = await writesOf(() => stack.preview());
  expect(run.failed, textOf(run)).toBe(false);
  expect(disks).toEqual([]);
  return run;
}

/** Neither a preview nor an `up` of the present program does or says anything. */
async function expectSilence(): Promise<void> {
  for (const run of [await preview(), await up([])]) {
    expect(run.changes).toEqual({});
    expect(said(run, "warning"), textOf(run)).toEqual([]);
    expect(said(run, "info"), textOf(run)).toEqual([]);
  }
}

const three = ["node-0", "node-1", "node-2"];
const all = (wish: Wish): Readonly<Record<string, Wish>> => Object.fromEntries(three.map((name) => [name, wish]));
const erase = ["will erase ", "and install anew: `userData` changed"] as const;
const second = { userData: "#cloud-config\n# second\n", reinstall: { allow: true } };

describe("whatever will write to a disk says so in the preview, as a warning of its resource", () => {
  it("a first install on a host that is not inspected", async () => {
    stack.program = program({ machines: all(nothing) });
    const found = warnings(await preview());
    for (const name of three) {
      expect(found[name]).toBe(
        `will write \`image\` to a disk of host \`${name}\` that is not known until the host is inspected: ` +
          "first install, unless this stack installed it there before",
      );
    }
  });

  it("a first install on a host that is, by disk; a host alone says nothing", async () => {
    stack.program = program({});
    expect(said(await up([]), "warning")).toEqual([]);
    stack.program = program({ machines: all(nothing) });
    const first = ["will write `image` to ", ": first install, unless this stack installed it there before"] as const;
    expectWarnings(await preview(), { "node-0": first, "node-1": first, "node-2": first });
    expectWarnings(await up(three), { "node-0": first, "node-1": first, "node-2": first });
    await expectSilence();
  });

  it("allowed reinstalls of several machines: each names its own disk and why", async () => {
    stack.program = program({ machines: all(() => second) });
    for (const run of [await preview(), await up(three)]) {
      expect(run.changes).toEqual({ "web-node-0": "update", "web-node-1": "update", "web-node-2": "update" });
      expectWarnings(run, { "node-0": erase, "node-1": erase, "node-2": erase });
    }
    await expectSilence();
  });

  it("a token to rebuild, and nothing for the machines beside it", async () => {
    stack.program = program({ machines: { ...all(() => second), "node-1": () => ({ ...second, rebuild: "once" }) } });
    for (const run of [await preview(), await up(["node-1"])]) {
      expect(run.changes).toEqual({ "web-node-1": "update" });
      expectWarnings(run, { "node-1": ["will erase ", "and install anew: `rebuild` changed"] });
    }
    await expectSilence();
  });

  it("values that are not known yet: allowed is a warning, not allowed a note, and `up` says what comes of them", async () => {
    const unknown =
      <T>(value: T) =>
      (last: BareMetalHost | undefined) =>
        last?.nodeUuid.apply(() => value);
    stack.program = program({
      last: true,
      // Of a host that changes, a preview knows no hardware, so no disk.
      hosts: { "node-2": { online: true } },
      machines: {
        "node-0": (last) => ({ ...second, userData: unknown("#cloud-config\n# third\n")(last) }),
        "node-1": (last) => ({ ...second, reinstall: { allow: false }, metaData: unknown({ rack: "7" })(last) }),
        "node-2": () => second,
      },
    });
    const before = await preview();
    expect(before.changes).toEqual({
      "node-3": "create",
      "node-2": "update",
      "web-node-0": "update",
      "web-node-2": "update",
    });
    expectWarnings(before, {
      "node-0": ["may erase ", "and install anew: `userData` is not known yet"],
      "node-2": ["may erase ", "and install anew: `rootDisk` is not known yet"],
    });
    expect(warnings(before)["node-2"]).toContain(" or another disk of host");
    expect(said(before, "info")).toEqual([
      {
        resource: "web-node-1",
        severity: expect.stringMatching(/^info/),
        text: "may be refused: `metaData` is not known yet, and only a reinstall changes it",
      },
    ]);

    const run = await up(["node-0"]);
    expect(run.changes).toEqual({ "node-3": "create", "node-2": "update", "web-node-0": "update" });
    expectWarnings(run, { "node-0": erase });
    await expectSilence();
  });

  it("an install and a reinstall that failed: what the next run writes", async () => {
    const { userData: _, ...others } = second;
    const third = { ...others, userData: "#cloud-config\n# third\n" };
    const machines = { "node-0": () => third, "node-1": () => third, "node-2": () => second, "node-3": nothing };
    stack.program = program({ last: true, hosts: { "node-2": { online: true } }, machines });
    const first = ["will write `image` to ", ": first install, unless this stack installed it there before"] as const;
    await lab.faults.on("image-404");
    // Else the first failure keeps the engine from starting what it has not started yet.
    const { run: failed, disks } = await writesOf(() => stack.up({ continueOnError: true }));
    expect(failed.failed).toBe(true);
    expect(disks).toEqual([]);
    expectWarnings(failed, { "node-1": erase, "node-3": first });
    await lab.faults.off("image-404");

    const found = warnings(await preview());
    expect(Object.keys(found).sort()).toEqual(["node-1", "node-3"]);
    for (const name of ["node-1", "node-3"]) {
      expect(found[name]).toMatch(/^will (write `image` to|erase) /);
      expect(found[name]).toMatch(diskOf(name));
    }
    expect(found["node-3"]).toContain(": the last install did not end ");
    await up(["node-1", "node-3"]);
    await expectSilence();
  });
});
