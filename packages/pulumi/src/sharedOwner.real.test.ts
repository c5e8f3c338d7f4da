import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { declare, deeds, recorded } from "./testing/renamedServer.js";
import { type Run, type Settings, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

// Every stack has a backend of its own, in files, so each of them is `organization/bare-metal/dev`.
const OWNER = "organization/bare-metal/dev";

let lab: Lab;
const stacks: StackUnderTest[] = [];

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
});
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.automation.dispose()));
  await lab?.stop();
});

async function stackNamedDev(settings: Settings = {}, machine = true): Promise<StackUnderTest> {
  const [server] = lab.hosts;
  const declared = { host: "node-0", ...(machine && { machine: "web-0" }) };
  const stack = await StackUnderTest.create(lab, "dev", declare(lab, [{ server, declared }]), settings);
  stacks.push(stack);
  return stack;
}

function succeeded(run: Run): Run {
  expect(run.failed, textOf(run)).toBe(false);
  return run;
}

it("two stacks of one name, each in a backend of its own: the second is asked whose the server is, and touches nothing", async () => {
  const [server] = lab.hosts;
  const first = await stackNamedDev();
  succeeded(await first.up());
  const { nodeUuid } = (await first.entry("node-0")).outputs;
  const record = await recorded(lab, nodeUuid);
  const before = deeds(lab, server);
  expect(record).toMatchObject({ owner: OWNER, machineOwner: OWNER });

  const second = await stackNamedDev();
  const asked = await second.up();
  expect(asked.failed).toBe(true);
  expect(textOf(asked)).toContain("[OWNER_AMBIGUOUS]");
  expect(textOf(asked)).toContain(`\`pulumi config set ironworks:owner ${OWNER}\``);
  expect(await recorded(lab, nodeUuid)).toEqual(record);

  // With a name of its own, it is another stack like any other.
  await second.configure("ironworks:owner", "team-b/bare-metal/dev");
  const refused = await second.up();
  expect(refused.failed).toBe(true);
  expect(textOf(refused)).toContain("[NOT_OURS]");
  expect(await recorded(lab, nodeUuid)).toEqual(record);

  expect(succeeded(await first.up()).changes).toEqual({});
  expect(deeds(lab, server)).toEqual(before);
});

it("a stack whose state was lost has its servers back once its owner says that the name is its own", async () => {
  const [server] = lab.hosts;
  const before = deeds(lab, server);
  const anew = await stackNamedDev();
  expect(textOf(await anew.up())).toContain("[OWNER_AMBIGUOUS]");
  await anew.configure("ironworks:owner", OWNER);
  expect(succeeded(await anew.up()).changes).toEqual({ "node-0": "create", "web-0": "create" });
  expect(succeeded(await anew.preview()).changes).toEqual({});
  const { nodeUuid } = (await anew.entry("node-0")).outputs;
  expect(await recorded(lab, nodeUuid)).toMatchObject({ owner: OWNER, machineOwner: OWNER, detached: false });
  expect(deeds(lab, server)).toEqual(before);

  // A name that is given later is a rename like any other.
  await anew.configure("ironworks:owner", "acme/metal/prod");
  expect(succeeded(await anew.up()).changes).toEqual({ "node-0": "update", "web-0": "update" });
  expect(await recorded(lab, nodeUuid)).toMatchObject({ owner: "acme/metal/prod", machineOwner: "acme/metal/prod" });
  expect(deeds(lab, server)).toEqual(before);
});

it("what was given up is had back without a question", async () => {
  const [server] = lab.hosts;
  const before = deeds(lab, server);
  const owner = { "ironworks:owner": "acme/metal/prod" };
  const keeper = stacks.at(-1) ?? expect.fail("there is no stack");
  succeeded(await keeper.destroy());
  const back = await stackNamedDev(owner);
  expect(succeeded(await back.up()).changes).toEqual({ "node-0": "create", "web-0": "create" });
  expect(deeds(lab, server)).toEqual(before);
});
