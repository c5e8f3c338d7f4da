import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ironic } from "./testing/ironicByHand.js";
import { IronicGate } from "./testing/ironicGate.js";
import { type Declared, declare, deeds, recorded } from "./testing/renamedServer.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

/** One server of the lab, in a stack of its own. */
interface Story {
  readonly stack: StackUnderTest;
  readonly server: LabHost;
  readonly nodeUuid: unknown;
  /** What had happened to its hardware before anything was renamed. */
  readonly before: readonly unknown[];
}

const STORIES = ["bmc-away", "ironic-away", "no-answer", "old-state", "moved", "lender"] as const;
const FIRST: Declared = { host: "node-3", machine: "web-3", hostOnDestroy: "remove", machineOnDestroy: "deprovision" };
const RENAMED: Declared = {
  ...FIRST,
  host: "rack1-u3",
  hostAliases: ["node-3"],
  machine: "app-3",
  machineAliases: ["web-3"],
};

let lab: Lab;
let gate: IronicGate;
const stories = new Map<string, Story>();

beforeAll(async () => {
  lab = await Lab.start({ hosts: STORIES.length });
  gate = await IronicGate.open(lab.endpoint);
  await Promise.all(
    STORIES.map(async (name, at) => {
      const server = lab.hosts[at] ?? expect.fail("the lab is too small");
      const declared = name === "lender" ? { host: "spare" } : FIRST;
      const stack = await StackUnderTest.create(lab, name, program(server, declared));
      succeeded(await stack.up());
      const { outputs } = await stack.entry(declared.host);
      stories.set(name, { stack, server, nodeUuid: outputs.nodeUuid, before: deeds(lab, server) });
    }),
  );
}, 600_000);
afterAll(async () => {
  await Promise.all([...stories.values()].map(({ stack }) => stack.automation.dispose()));
  await gate?.close();
  await lab?.stop();
});

const story = (name: (typeof STORIES)[number]): Story => stories.get(name) ?? expect.fail(`there is no ${name}`);
const program = (server: LabHost, declared: Declared) => declare(lab, [{ server, declared }], gate.endpoint);

function succeeded(run: Run): Run {
  expect(run.failed, textOf(run)).toBe(false);
  return run;
}

async function failsToRename({ stack, server }: Story): Promise<Run> {
  stack.program = program(server, RENAMED);
  const run = await stack.up();
  expect(run.failed).toBe(true);
  // Refreshing what a failed rename left is as good as not refreshing it.
  succeeded(await stack.refresh());
  succeeded(await stack.preview());
  return run;
}

async function expectRenamed({ stack, server, nodeUuid, before }: Story): Promise<void> {
  expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", machine: "app-3" });
  expect(succeeded(await stack.up()).changes).toEqual({});
  expect(deeds(lab, server)).toEqual(before);
}

describe("a rename whose first update fails goes on in the next run", () => {
  it("where the BMC does not answer: the record has the new name already", async () => {
    const { stack, server, nodeUuid } = story("bmc-away");
    await lab.faults.on("bmc-refused", { host: server.name });
    const failed = await failsToRename(story("bmc-away"));
    expect(textOf(failed)).toMatch(/rack1-u3 error: .*`rack1-u3`: verify failed/s);
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", machine: "web-3" });
    await lab.faults.off("bmc-refused", { host: server.name });

    expect(succeeded(await stack.up({ refresh: true })).changes).toEqual({ "rack1-u3": "update", "app-3": "update" });
    await expectRenamed(story("bmc-away"));
  });

  it("where Ironic writes nothing: the record has the old name", async () => {
    const { stack, nodeUuid } = story("ironic-away");
    const record = await recorded(lab, nodeUuid);
    gate.passage = (method) => (method === "PATCH" ? "refused" : "open");
    await failsToRename(story("ironic-away"));
    expect(await recorded(lab, nodeUuid)).toEqual(record);
    gate.passage = () => "open";

    expect(succeeded(await stack.up()).changes).toEqual({ "rack1-u3": "update", "app-3": "update" });
    await expectRenamed(story("ironic-away"));
  });

  it("where Ironic's answer is lost, neither the next change nor a destroy is", async () => {
    const { stack, server, nodeUuid } = story("no-answer");
    let patches = 0;
    gate.passage = (method) => (method !== "PATCH" ? "open" : patches++ === 0 ? "unanswered" : "refused");
    await failsToRename(story("no-answer"));
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", machine: "web-3" });
    expect((await stack.entry("rack1-u3")).outputs.ironworks).toMatchObject({ name: "node-3", settled: false });
    gate.passage = () => "open";

    const destroyed = succeeded(await stack.destroy());
    expect(textOf(destroyed)).not.toContain("nothing was touched");
    await expect(ironic(lab, "GET", `/v1/nodes/${nodeUuid}`)).rejects.toThrow("404");
    expect(lab.power(server.name)).toBe("off");
  });

  it("where another node has the name already: the name in Ironic is a readable one of its own", async () => {
    const { stack, server } = story("bmc-away");
    const { nodeUuid: spare } = story("lender");
    const name = "u3~organization.bare-metal.bmc-away";
    await ironic(lab, "PATCH", `/v1/nodes/${spare}`, [{ op: "add", path: "/name", value: name }]);
    stack.program = program(server, { ...FIRST, host: "u3", hostAliases: ["rack1-u3"], machine: "app-3" });
    succeeded(await stack.up());
    const { nodeUuid } = story("bmc-away");
    expect(await recorded(lab, nodeUuid)).toMatchObject({
      host: "u3",
      node: `${name}-${String(nodeUuid).slice(0, 8)}`,
    });
  });
});

describe("a state that is older than the server", () => {
  let old: Awaited<ReturnType<Story["stack"]["automation"]["stack"]["exportStack"]>>;
  const forget = async (stack: StackUnderTest) => {
    const { urn } = await stack.entry("node-3");
    await stack.command("state", "delete", urn, "--target-dependents", "--yes", "--stack", stack.automation.stack.name);
  };

  it("changes nothing and destroys nothing, whatever it is asked, and says what works", async () => {
    const { stack, server, nodeUuid, before } = story("old-state");
    old = await stack.automation.stack.exportStack();
    await forget(stack);
    await stack.configure("ironworks:owner", "organization/bare-metal/old-state");
    expect(succeeded(await stack.up()).changes).toEqual({ "node-3": "create", "web-3": "create" });
    const record = await recorded(lab, nodeUuid);

    await stack.automation.stack.importStack(old);
    stack.program = program(server, { ...RENAMED });
    for (const refresh of [false, true]) {
      const run = await stack.up({ refresh });
      expect(run.failed).toBe(true);
      expect(textOf(run)).toContain('write `adopt: { takeFrom: "…" }` with this very stack into the host for one run');
    }
    await stack.automation.stack.importStack(old);
    expect(textOf(succeeded(await stack.destroy()))).toContain("nothing was touched");
    expect(await recorded(lab, nodeUuid)).toEqual(record);
    expect(deeds(lab, server)).toEqual(before);
  });

  it("`pulumi state delete`, then `pulumi up`, works too", async () => {
    const { stack, server, before } = story("old-state");
    await stack.automation.stack.importStack(old);
    await forget(stack);
    stack.program = program(server, FIRST);
    expect(succeeded(await stack.up()).changes).toEqual({ "node-3": "create", "web-3": "create" });
    expect(succeeded(await stack.up()).changes).toEqual({});
    expect(deeds(lab, server)).toEqual(before);
  });
});

it("a detach whose run broke off is taken back by the next change", async () => {
  const { stack, server, nodeUuid, before } = story("old-state");
  const paths = ["/extra/ironworks/detached", "/extra/ironworks/machine/detached"];
  const given = paths.map((path) => ({ op: "add", path, value: true }));
  await ironic(lab, "PATCH", `/v1/nodes/${nodeUuid}`, given);
  stack.program = program(server, RENAMED);
  succeeded(await stack.up());
  expect(await recorded(lab, nodeUuid)).toMatchObject({ detached: false, machineDetached: false });
  await expectRenamed({ stack, server, nodeUuid, before });
});

describe("a server that another stack wants", () => {
  it("is refused while the other stack has it, with what can be done there", async () => {
    const { stack, server, nodeUuid, before } = story("moved");
    const record = await recorded(lab, nodeUuid);
    const other = await stack.beside(lab, "other", program(server, FIRST));
    const run = await other.up();
    expect(run.failed).toBe(true);
    for (const part of ["belongs to stack `organization/bare-metal/moved`", "pulumi state move", "detach is enough"]) {
      expect(textOf(run)).toContain(part);
    }
    expect(await recorded(lab, nodeUuid)).toEqual(record);
    expect(deeds(lab, server)).toEqual(before);
  });

  it("moves with its machine by `pulumi state move`, and the stack that had it can do it no harm", async () => {
    const { stack, server, nodeUuid, before } = story("moved");
    const old = await stack.automation.stack.exportStack();
    const other = await stack.beside(lab, "other", program(server, FIRST));
    const urns = await Promise.all(["node-3", "web-3"].map(async (name) => (await stack.entry(name)).urn));
    const names = ["moved", "other"].map((name) => `organization/bare-metal/${name}`);
    await stack.command("state", "move", "--yes", "--source", `${names[0]}`, "--dest", `${names[1]}`, ...urns);
    expect(succeeded(await other.up()).changes).toEqual({ "node-3": "update", "web-3": "update" });
    expect(succeeded(await other.up()).changes).toEqual({});
    const record = await recorded(lab, nodeUuid);
    expect(record).toMatchObject({ owner: names[1], machineOwner: names[1] });

    await stack.automation.stack.importStack(old);
    const destroyed = succeeded(await stack.destroy());
    expect(textOf(destroyed)).toContain("nothing was touched: another stack has it");
    expect(await recorded(lab, nodeUuid)).toEqual(record);
    expect(deeds(lab, server)).toEqual(before);
  });

  it("is attached once it was given up with nothing installed, but not while somebody has it switched on", async () => {
    const { stack: lender, server, nodeUuid } = story("lender");
    const borrower = await lender.beside(lab, "borrower", program(server, { host: "node-9" }));
    const refused = await borrower.up();
    expect(textOf(refused)).toContain("or destroy it there (a detach is enough)");
    succeeded(await lender.destroy());
    await power("on", nodeUuid);
    const atWork = await borrower.up();
    expect(atWork.failed).toBe(true);
    expect(textOf(atWork)).toContain("the server is powered on");
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "spare", detached: true });
    await power("off", nodeUuid);
    expect(succeeded(await borrower.up()).changes).toEqual({ "node-9": "create" });
    expect(await recorded(lab, nodeUuid)).toMatchObject({
      owner: "organization/bare-metal/borrower",
      host: "node-9",
      detached: false,
    });
  });
});

/** Somebody's hand on the power button. */
async function power(state: "on" | "off", nodeUuid: unknown): Promise<void> {
  await ironic(lab, "PUT", `/v1/nodes/${nodeUuid}/states/power`, { target: `power ${state}` });
  await vi.waitFor(
    async () =>
      expect(await ironic(lab, "GET", `/v1/nodes/${nodeUuid}`)).toMatchObject({ power_state: `power ${state}` }),
    { timeout: 60_000, interval: 250 },
  );
}
