import { Lab, type LabHost } from "@ironworks/lab";
import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "./index.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

const LIMIT = "ironworks:maxDestructive";

let lab: Lab;
let stack: StackUnderTest;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 4 });
  stack = await StackUnderTest.create(lab, "radius", program({}));
});
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

interface Wish {
  readonly userData?: string;
  /** How many of the four have a machine. */
  readonly machines?: number;
  /** Taking a machine off cleans its host. */
  readonly cleaned?: boolean;
}

function program({ userData = "first", machines = 4, cleaned = false }: Wish): pulumi.automation.PulumiFn {
  return async () => {
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk: IpaImage.iso(lab.ramdisk.iso) });
    const [image] = lab.images;
    for (const [at, { name, bmc, bootMACAddress, disks }] of lab.hosts.entries()) {
      const automatedCleaningMode = cleaned ? "metadata" : undefined;
      const host = new BareMetalHost(name, { route, bmc, bootMACAddress, automatedCleaningMode });
      if (at < machines) {
        new ProvisionedMachine(`web-${at}`, {
          host,
          image: InstanceImage.url(image.url, { checksum: image.checksum }),
          rootDeviceHints: { serialNumber: disks[0]?.serial },
          userData: `#cloud-config\n# ${userData}\n`,
          reinstall: { allow: true },
          onDestroy: cleaned ? "deprovision" : undefined,
        });
      }
    }
  };
}

/** Servers whose disks a run wrote or erased, each as often as that was. */
async function destroyedBy(action: () => Promise<Run>): Promise<{ readonly run: Run; readonly hosts: string[] }> {
  const deeds = () => lab.ledger().filter(({ kind }) => kind === "write" || kind === "erase");
  const before = deeds().length;
  const run = await action();
  return {
    run,
    hosts: [
      ...new Set(
        deeds()
          .slice(before)
          .map(({ host }) => host),
      ),
    ].sort(),
  };
}

const all = (): string[] => lab.hosts.map(({ name }) => name).sort();
const [web0, web1] = [0, 1].map((at) => (): LabHost => lab.hosts[at] ?? expect.fail("the lab is too small")) as [
  () => LabHost,
  () => LabHost,
];

describe("reinstalls of one run", () => {
  it("are limited, first installs are not", async () => {
    const { run, hosts } = await destroyedBy(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    expect(hosts).toEqual(all());
  });

  it("that are one too many fail the preview, which names hosts, disks and reasons, and what allows it", async () => {
    stack.program = program({ userData: "second" });
    const { run, hosts } = await destroyedBy(() => stack.preview());
    expect(run.failed).toBe(true);
    expect(hosts).toEqual([]);
    const text = textOf(run);
    expect(text).toContain("[BLAST_RADIUS]");
    expect(text).toContain("`ironworks:maxDestructive` is 1");
    expect(text).toContain("`pulumi config set ironworks:maxDestructive 2`");
    const serials = [web0(), web1()].map(({ disks }) => disks[0]?.serial);
    // In which order the engine asks for them is its own affair; it ends with the second.
    expect(text.match(/`web-\d`: reinstall, \w+ \(serial \S+ \d+ GiB\), `userData` changed/g)).toHaveLength(2);
    expect(serials.every((serial) => serial !== undefined)).toBe(true);
  });

  it("without a preview are refused too: at most one is begun, and nothing is left half done", async () => {
    const { run, hosts } = await destroyedBy(() => stack.up());
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain("[BLAST_RADIUS]");
    expect(hosts.length).toBeLessThanOrEqual(1);
    expect(textOf(run)).not.toMatch(/\n\s+at /);
  });

  it("are all done once the limit says so, and each once", async () => {
    await stack.configure(LIMIT, "4");
    const { run } = await destroyedBy(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    const writes = lab.hosts.map(({ name }) =>
      lab.ledger().filter(({ host, kind }) => host === name && kind === "write"),
    );
    const counts = new Set(writes.map(({ length }) => length));
    expect(counts.size, "every server was installed as often as every other").toBe(1);
    expect((await stack.preview()).changes).toEqual({});
  });
});

describe("machines taken off hosts whose disks are cleaned then", () => {
  it("count before anything is erased", async () => {
    await stack.configure(LIMIT, "1");
    stack.program = program({ userData: "second", cleaned: true });
    const prepared = await destroyedBy(() => stack.up());
    expect(prepared.run.failed, textOf(prepared.run)).toBe(false);
    expect(prepared.hosts).toEqual([]);

    stack.program = program({ userData: "second", cleaned: true, machines: 1 });
    const { run, hosts } = await destroyedBy(() => stack.up());
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain("[BLAST_RADIUS]");
    expect(textOf(run)).toMatch(/`web-\d`: deprovision, (?:nvme|sd)\w+ /);
    expect(hosts.length).toBeLessThanOrEqual(1);
  });

  it("go all at once where that is allowed", async () => {
    await stack.configure(LIMIT, "3");
    const { run, hosts } = await destroyedBy(() => stack.up());
    expect(run.failed, textOf(run)).toBe(false);
    expect(hosts).not.toContain(web0().name);
    const erased = lab.ledger().filter(({ kind }) => kind === "erase");
    expect(new Set(erased.map(({ host }) => host)).size).toBe(3);
    expect((await stack.preview()).changes).toEqual({});
  });

  it("are not destroyed by `destroy` beyond the limit, which `--run-program` takes from the configuration", async () => {
    stack.program = program({ userData: "second", cleaned: true });
    const again = await stack.up();
    expect(again.failed, textOf(again)).toBe(false);
    await stack.configure(LIMIT, "4");
    const { run, hosts } = await destroyedBy(() => stack.destroy());
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain("add `--run-program`");
    expect(hosts.length).toBeLessThanOrEqual(3);
    const whole = await destroyedBy(() => stack.destroy({ runProgram: true }));
    expect(whole.run.failed, textOf(whole.run)).toBe(false);
  });
});
