import { Lab, type LabHost } from "@ironworks/lab";
import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "./index.js";
import { ironic } from "./testing/ironicByHand.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

/** `before` works; `broken` adds what fails; `repaired` is what was meant; `removed` is without what failed. */
type Program = "before" | "broken" | "repaired" | "removed";

/** One way to fail: what a stack declares of one server, from program to program. */
interface Failure {
  readonly what: string;
  /** Of the resource that fails. */
  readonly name: (host: string) => string;
  readonly host: Record<Program, "absent" | "wrong password" | "right">;
  readonly machine: Record<Program, "absent" | "first" | "wrong checksum" | "second">;
}

const hostName = (host: string): string => host;
const machineName = (host: string): string => `web-${host}`;
const always = <T>(value: T): Record<Program, T> => ({ before: value, broken: value, repaired: value, removed: value });

const FAILURES: readonly Failure[] = [
  {
    what: "a create of a host",
    name: hostName,
    host: { before: "absent", broken: "wrong password", repaired: "right", removed: "absent" },
    machine: always("absent"),
  },
  {
    what: "an update of a host",
    name: hostName,
    host: { before: "right", broken: "wrong password", repaired: "right", removed: "absent" },
    machine: always("absent"),
  },
  {
    what: "a create of a machine",
    name: machineName,
    host: always("right"),
    machine: { before: "absent", broken: "wrong checksum", repaired: "second", removed: "absent" },
  },
  {
    what: "an update of a machine",
    name: machineName,
    host: always("right"),
    machine: { before: "first", broken: "wrong checksum", repaired: "second", removed: "absent" },
  },
];

const WRONG_PASSWORD = "not-the-password";
const USER_DATA = { first: "#cloud-config\n# sesame-first\n", second: "#cloud-config\n# sesame-second\n" };

/** A stack in which each failure has happened, on servers of its own. */
interface FailedStack {
  readonly stack: StackUnderTest;
  readonly hosts: readonly LabHost[];
  /** Names of the resources that failed. */
  readonly names: readonly string[];
  readonly failure: Run;
}

const STACKS = ["refreshed", "refreshed-by-up", "repaired", "removed", "destroyed"] as const;

let lab: Lab;
const stacks = new Map<string, FailedStack>();

beforeAll(async () => {
  lab = await Lab.start({ hosts: STACKS.length * FAILURES.length });
  // Side by side, because an enrolment is mostly waiting.
  await Promise.all(STACKS.map(async (name, index) => stacks.set(name, await fail(name, index))));
}, 600_000);
afterAll(async () => {
  await Promise.all([...stacks.values()].map(({ stack }) => stack.automation.dispose()));
  await lab?.stop();
});

async function fail(name: string, index: number): Promise<FailedStack> {
  const hosts = lab.hosts.slice(index * FAILURES.length, (index + 1) * FAILURES.length);
  const stack = await StackUnderTest.create(lab, name, program("before", hosts));
  const before = await stack.up();
  if (before.failed) {
    throw new Error(textOf(before));
  }
  stack.program = program("broken", hosts);
  // Else the first failure keeps the engine from starting what it has not started yet.
  const failure = await stack.up({ continueOnError: true });
  return { stack, hosts, names: hosts.map((host, at) => FAILURES[at]?.name(host.name) ?? ""), failure };
}

function program(which: Program, hosts: readonly LabHost[]): pulumi.automation.PulumiFn {
  return async () => {
    const ramdisk = IpaImage.iso(lab.ramdisk.iso);
    const route = ironicApi("lab", { endpoint: lab.endpoint, ramdisk, ...lab.credentials });
    for (const [at, { name, bmc, bootMACAddress, disks }] of hosts.entries()) {
      const [wantedHost, wantedMachine] = [FAILURES[at]?.host[which], FAILURES[at]?.machine[which]];
      if (wantedHost === "absent") {
        continue;
      }
      const password = wantedHost === "right" ? bmc.password : WRONG_PASSWORD;
      const host = new BareMetalHost(name, { route, bmc: { ...bmc, password }, bootMACAddress });
      if (wantedMachine === "absent") {
        continue;
      }
      const [image] = lab.images;
      const checksum = wantedMachine === "wrong checksum" ? `sha256:${"0".repeat(64)}` : image.checksum;
      new ProvisionedMachine(machineName(name), {
        host,
        image: InstanceImage.url(image.url, { checksum }),
        rootDeviceHints: { serialNumber: disks[0]?.serial },
        userData: USER_DATA[wantedMachine === "first" ? "first" : "second"],
        reinstall: { allow: true },
      });
    }
  };
}

function failed(name: (typeof STACKS)[number]): FailedStack {
  const found = stacks.get(name);
  return found ?? expect.fail(`there is no stack ${name}`);
}

/** Client's requests that change something, and disks that were written or erased, of these hosts. */
const changing = (): string[] =>
  lab.requests().flatMap(({ by, method, path }) => (by === "client" && method !== "GET" ? [`${method} ${path}`] : []));
const written = (hosts: readonly LabHost[]): string[] =>
  lab
    .ledger()
    .flatMap(({ host, kind, disk }) =>
      hosts.some(({ name }) => name === host) && (kind === "write" || kind === "erase") ? [`${host} ${disk}`] : [],
    );

async function expectNoSecrets({ stack, hosts }: FailedStack): Promise<void> {
  const checkpoint = await stack.automation.checkpoint();
  const secrets = [WRONG_PASSWORD, lab.credentials.password, ...hosts.map(({ bmc }) => bmc.password), "sesame"];
  for (const secret of secrets) {
    expect(checkpoint).not.toContain(secret);
    expect(checkpoint).not.toContain(Buffer.from(secret).toString("base64"));
  }
}

async function expectRepaired(group: FailedStack, run: Run): Promise<void> {
  expect(run.failed, textOf(run)).toBe(false);
  for (const [at, name] of group.names.entries()) {
    const entry = await group.stack.entry(name);
    expect(entry.initErrors, name).toBeUndefined();
    const provisionState = FAILURES[at]?.name === machineName ? "active" : "available";
    expect(entry.outputs, name).toMatchObject({ provisionState, observed: "present", ironworks: { settled: true } });
  }
  for (const { disks } of group.hosts.slice(2)) {
    expect(await disks[0]?.startsWith(lab.images[0].file)).toBe(true);
  }
  expect((await group.stack.preview()).changes).toEqual({});
}

describe("each failure is stored", () => {
  it.each(STACKS)("with what the next operation needs, and without a secret: %s", async (name) => {
    const { stack, names, failure } = failed(name);
    expect(failure.failed).toBe(true);
    for (const each of names) {
      const entry = await stack.entry(each);
      expect(entry.initErrors, each).toHaveLength(1);
      expect(entry.outputs, each).toMatchObject({ ironworks: { settled: false } });
      expect(entry.outputs.__provider, each).toBe(entry.inputs.__provider);
    }
    await expectNoSecrets(failed(name));
  });
});

describe("after a failed create and a failed update of a host and of a machine", () => {
  it("refresh reads, changes nothing, and the next up repairs", async () => {
    const group = failed("refreshed");
    const before = changing();
    const run = await group.stack.refresh();
    expect(run.failed, textOf(run)).toBe(false);
    expect(changing()).toEqual(before);
    await expectNoSecrets(group);

    group.stack.program = program("repaired", group.hosts);
    const preview = await group.stack.preview();
    expect(preview.changes).toEqual(Object.fromEntries(group.names.map((name) => [name, "update"])));
    await expectRepaired(group, await group.stack.up());
    await expectNoSecrets(group);
  });

  it("up --refresh repairs", async () => {
    const group = failed("refreshed-by-up");
    group.stack.program = program("repaired", group.hosts);
    await expectRepaired(group, await group.stack.up({ refresh: true }));
  });

  it("up repairs", async () => {
    const group = failed("repaired");
    group.stack.program = program("repaired", group.hosts);
    await expectRepaired(group, await group.stack.up());
  });

  it("what the program gives up is detached, and the rest stays", async () => {
    const group = failed("removed");
    group.stack.program = program("removed", group.hosts);
    await expectDetached(group, () => group.stack.up());
    expect((await group.stack.preview()).changes).toEqual({});
  });

  it("destroy detaches, also while the BMC's password is wrong, and the same servers can come back", async () => {
    const group = failed("destroyed");
    await expectDetached(group, () => group.stack.destroy());
    group.stack.program = program("repaired", group.hosts);
    // The preview of a create cannot know what is on the disk: the machine whose reinstall had failed is attached to, and
    // what it holds is not written before a preview has named the disk.
    const updated = group.hosts.at(-1);
    const wrote = written(updated ? [updated] : []);
    const attached = await group.stack.up({ continueOnError: true });
    expect(attached.failed).toBe(true);
    expect(textOf(attached)).toContain("is not known to be intact; nothing was written now");
    expect(written(updated ? [updated] : [])).toEqual(wrote);

    expect(textOf(await group.stack.preview())).toContain("will erase");
    await expectRepaired(group, await group.stack.up());
  });
});

/** The resources are gone, their nodes are not, but for those that never were a server's, and servers were left alone. */
async function expectDetached(group: FailedStack, run: () => Promise<Run>): Promise<void> {
  const entries = await Promise.all(group.names.map((name) => group.stack.entry(name)));
  const [requests, writes] = [changing().length, written(group.hosts)];
  const result = await run();
  expect(result.failed, textOf(result)).toBe(false);
  expect(result.changes).toMatchObject(Object.fromEntries(group.names.map((name) => [name, "delete"])));
  for (const [at, { outputs }] of entries.entries()) {
    await expect(group.stack.entry(group.names[at] ?? "")).rejects.toThrow("no resource");
    const node = ironic(lab, "GET", `/v1/nodes/${outputs.nodeUuid}`);
    if (outputs.provisionState === "enroll") {
      await expect(node, "the BMC never took its password").rejects.toThrow("404");
    } else {
      expect(await node).toMatchObject({ uuid: outputs.nodeUuid });
    }
  }
  expect(written(group.hosts)).toEqual(writes);
  // No provision state, no power: notes on the nodes alone.
  for (const request of changing().slice(requests)) {
    expect(request).toMatch(/^(?:PATCH|DELETE) \/v1\/nodes\/[^/]+$/);
  }
}
