import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ironic } from "./testing/ironicByHand.js";
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

const STORIES = ["aliases", "before", "forgetful", "lender"] as const;
const FIRST: Declared = { host: "node-3", machine: "web-3" };

let lab: Lab;
const stories = new Map<string, Story>();

beforeAll(async () => {
  lab = await Lab.start({ hosts: STORIES.length });
  await Promise.all(
    STORIES.map(async (name, at) => {
      const server = lab.hosts[at] ?? expect.fail("the lab is too small");
      const declared = name === "lender" ? { host: "spare" } : FIRST;
      const stack = await StackUnderTest.create(lab, name, declare(lab, [{ server, declared }]));
      succeeded(await stack.up());
      const { outputs } = await stack.entry(declared.host);
      stories.set(name, { stack, server, nodeUuid: outputs.nodeUuid, before: deeds(lab, server) });
    }),
  );
}, 600_000);
afterAll(async () => {
  await Promise.all([...stories.values()].map(({ stack }) => stack.automation.dispose()));
  await lab?.stop();
});

const story = (name: (typeof STORIES)[number]): Story => stories.get(name) ?? expect.fail(`there is no ${name}`);

function succeeded(run: Run): Run {
  expect(run.failed, textOf(run)).toBe(false);
  return run;
}

/** Preview and up say and do the same, and afterwards nothing is left to do, whoever asks. */
async function renames({ stack, server, before }: Story, declared: Declared, changes: object): Promise<Run> {
  stack.program = declare(lab, [{ server, declared }]);
  const preview = succeeded(await stack.preview());
  expect(preview.changes).toEqual(changes);
  expect(succeeded(await stack.up()).changes).toEqual(changes);
  expect(succeeded(await stack.preview()).changes).toEqual({});
  const names = [declared.host, ...(declared.machine === undefined ? [] : [declared.machine])];
  // A secret has another cipher text each time.
  const open = (outputs: object): string => JSON.stringify(outputs).replace(/"ciphertext":"[^"]*"/g, "");
  const entries = (): Promise<string[]> =>
    Promise.all(names.map(async (name) => open((await stack.entry(name)).outputs)));
  const known = await entries();
  succeeded(await stack.refresh());
  expect(await entries()).toEqual(known);
  expect(succeeded(await stack.up({ refresh: true })).changes).toEqual({});
  expect(deeds(lab, server)).toEqual(before);
  return preview;
}

async function expectRemoved({ stack, server, nodeUuid }: Story): Promise<void> {
  const writes = (): unknown[] => deeds(lab, server).filter(({ kind }) => kind !== "power");
  const wrote = writes();
  const run = succeeded(await stack.destroy());
  expect(textOf(run)).not.toContain("nothing was touched");
  await expect(ironic(lab, "GET", `/v1/nodes/${nodeUuid}`)).rejects.toThrow("404");
  expect(lab.power(server.name)).toBe("off");
  expect(writes()).toEqual(wrote);
}

describe("a rename with an alias", () => {
  it("of the host is written into Ironic's record, and changes nothing else", async () => {
    const { nodeUuid } = story("aliases");
    const { incarnation } = await recorded(lab, nodeUuid);
    const renamed = { ...FIRST, host: "rack1-u3", hostAliases: ["node-3"] };
    const preview = await renames(story("aliases"), renamed, { "rack1-u3": "update" });
    expect(textOf(preview)).toContain("renamed from `node-3`");
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", machine: "web-3", incarnation });
    expect((await recorded(lab, nodeUuid)).node).toMatch(/^rack1-u3~/);
  });

  it("of the machine too", async () => {
    const renamed = {
      host: "rack1-u3",
      hostAliases: ["node-3"],
      machine: "app-3",
      machineAliases: ["web-3"],
    };
    const preview = await renames(story("aliases"), renamed, { "app-3": "update" });
    expect(textOf(preview)).toContain("renamed from `web-3`");
    expect(await recorded(lab, story("aliases").nodeUuid)).toMatchObject({ host: "rack1-u3", machine: "app-3" });
  });

  it("of both goes back", async () => {
    const back = { ...FIRST, hostAliases: ["rack1-u3"], machineAliases: ["app-3"] };
    await renames(story("aliases"), back, { "node-3": "update", "web-3": "update" });
    expect(await recorded(lab, story("aliases").nodeUuid)).toMatchObject({ host: "node-3", machine: "web-3" });
  });

  it("and into a component goes together", async () => {
    const moved = {
      host: "u3",
      hostAliases: ["node-3"],
      machine: "app",
      machineAliases: ["web-3"],
      within: "rack-1",
    };
    await renames(story("aliases"), moved, { u3: "update", app: "update" });
    const [host, machine] = await Promise.all(["u3", "app"].map((name) => story("aliases").stack.entry(name)));
    expect(host?.outputs.ironworks).toMatchObject({ name: "u3", parents: "acme:index:Rack$" });
    expect(machine?.outputs.ironworks).toMatchObject({ name: "app", parents: "acme:index:Rack$" });
  });

  it("leaves a host that the next changes reach, and that destroy removes", async () => {
    const changed: Declared = {
      host: "u3",
      machine: "app",
      within: "rack-1",
      hostOnDestroy: "remove",
      machineOnDestroy: "deprovision",
    };
    await renames(story("aliases"), changed, { u3: "update", app: "update" });
    await expectRemoved(story("aliases"));
  });
});

describe("`pulumi stack rename`", () => {
  it("changes the owner in one update of hosts and machines", async () => {
    const { stack, nodeUuid } = story("before");
    expect(await recorded(lab, nodeUuid)).toMatchObject({ owner: "organization/bare-metal/before" });
    await stack.automation.stack.rename({ stackName: "after" });
    await renames(story("before"), FIRST, { "node-3": "update", "web-3": "update" });
    const owner = "organization/bare-metal/after";
    const record = await recorded(lab, nodeUuid);
    expect(record).toMatchObject({ owner, machineOwner: owner });
    expect(record.node).toBe("node-3~organization.bare-metal.after");
  });

  it("leaves a machine that can be deprovisioned before any update knew of the new name", async () => {
    const removable: Declared = { ...FIRST, hostOnDestroy: "remove", machineOnDestroy: "deprovision" };
    await renames(story("before"), removable, { "node-3": "update", "web-3": "update" });
    await story("before").stack.automation.stack.rename({ stackName: "last" });
    await expectRemoved(story("before"));
  });
});

describe("a rename without an alias", () => {
  it("is refused in words that can be copied into the program, and changes nothing", async () => {
    const { stack, server, nodeUuid, before } = story("forgetful");
    const record = await recorded(lab, nodeUuid);
    stack.program = declare(lab, [{ server, declared: { host: "rack1-u3", machine: "web-3" } }]);
    const run = await stack.up();
    expect(run.failed).toBe(true);
    expect(textOf(run)).toContain('aliases: [{ name: "node-3" }]');
    expect(textOf(run)).toContain("this stack");
    expect(textOf(run)).not.toMatch(/remove the node/);
    expect(await recorded(lab, nodeUuid)).toEqual(record);

    stack.program = declare(lab, [{ server, declared: { host: "node-3", machine: "app-3" } }]);
    const machine = await stack.up();
    expect(machine.failed).toBe(true);
    expect(textOf(machine)).toContain('aliases: [{ name: "web-3" }]');
    expect(await recorded(lab, nodeUuid)).toEqual(record);
    expect(deeds(lab, server)).toEqual(before);
  });

  it("works in two steps, because what this stack gave up it may have back under any name", async () => {
    const { stack, server, nodeUuid } = story("forgetful");
    stack.program = declare(lab, [{ server, declared: FIRST }]);
    succeeded(await stack.up());
    stack.program = declare(lab, []);
    succeeded(await stack.up());
    expect(await recorded(lab, nodeUuid)).toMatchObject({ detached: true, machineDetached: true });
    await renames(
      story("forgetful"),
      { host: "rack1-u3", machine: "app-3" },
      { "rack1-u3": "create", "app-3": "create" },
    );
    expect(await recorded(lab, nodeUuid)).toMatchObject({
      host: "rack1-u3",
      machine: "app-3",
      detached: false,
      machineDetached: false,
    });
  });

  it("lets a new server have the name that became free", async () => {
    const { stack, server } = story("forgetful");
    const { stack: lender, server: other } = story("lender");
    succeeded(await lender.destroy());
    stack.program = declare(lab, [
      { server, declared: { host: "rack1-u3", machine: "app-3" } },
      { server: other, declared: { host: "node-3" } },
    ]);
    expect(succeeded(await stack.up()).changes).toEqual({ "node-3": "create" });
    expect(succeeded(await stack.up()).changes).toEqual({});
  });

  it("moves into a component all the same, because the name stays", async () => {
    const { stack, server, nodeUuid, before } = story("forgetful");
    const moved = { host: "rack1-u3", machine: "app-3", within: "rack-1" };
    stack.program = declare(lab, [{ server, declared: moved }]);
    // Another stack in a backend of files may have the same name; the user is asked, once.
    expect(textOf(await stack.up())).toContain("[OWNER_AMBIGUOUS]");
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", detached: false });
    await stack.configure("ironworks:owner", "organization/bare-metal/forgetful");
    const run = succeeded(await stack.up());
    expect(textOf(run)).toContain("nothing was touched: this resource has attached to it anew since");
    expect(await recorded(lab, nodeUuid)).toMatchObject({ host: "rack1-u3", detached: false, machineDetached: false });
    expect((await stack.entry("rack1-u3")).urn).toContain("acme:index:Rack$");
    expect(succeeded(await stack.preview()).changes).toEqual({});
    expect(deeds(lab, server)).toEqual(before);
  });
});
