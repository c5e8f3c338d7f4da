import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { declare, deeds, type Recorded, recorded } from "./testing/renamedServer.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

// Every stack has a backend of its own, in files, so each of them is `organization/bare-metal/dev`.
const OWNER = "organization/bare-metal/dev";

let lab: Lab;
let first: StackUnderTest;
let nodeUuid: unknown;
let record: Recorded;
let before: readonly unknown[];
const stacks: StackUnderTest[] = [];

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  first = await stackNamedDev();
  succeeded(await first.up());
  nodeUuid = (await first.entry("node-0")).outputs.nodeUuid;
  record = await recorded(lab, nodeUuid);
  before = deeds(lab, lab.hosts[0]);
}, 600_000);
afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.automation.dispose()));
  await lab?.stop();
});

async function stackNamedDev(): Promise<StackUnderTest> {
  const [server] = lab.hosts;
  const declared = { host: "node-0", machine: "web-0" };
  const stack = await StackUnderTest.create(lab, "dev", declare(lab, [{ server, declared }]));
  stacks.push(stack);
  return stack;
}

function succeeded(run: Run): Run {
  expect(run.failed, textOf(run)).toBe(false);
  return run;
}

it("two stacks of one name, each in a backend of its own: the second is asked whose the server is, and touches nothing", async () => {
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
  expect(deeds(lab, lab.hosts[0])).toEqual(before);
});

it("the first one goes on as if nothing had been", async () => {
  expect(succeeded(await first.up()).changes).toEqual({});
  expect(deeds(lab, lab.hosts[0])).toEqual(before);
});

it("a stack whose state was lost has its servers back once its owner says that the name is its own", async () => {
  const anew = await stackNamedDev();
  await anew.configure("ironworks:owner", OWNER);
  expect(succeeded(await anew.up()).changes).toEqual({ "node-0": "create", "web-0": "create" });
  expect(succeeded(await anew.preview()).changes).toEqual({});
  expect(await recorded(lab, nodeUuid)).toMatchObject({ owner: OWNER, machineOwner: OWNER, detached: false });
  expect(deeds(lab, lab.hosts[0])).toEqual(before);
});

it("a name that is given later is a rename, and what is given up under it comes back without a question", async () => {
  const keeper = stacks.at(-1) ?? expect.fail("there is no stack");
  const owner = "acme/metal/prod";
  await keeper.configure("ironworks:owner", owner);
  expect(succeeded(await keeper.up()).changes).toEqual({ "node-0": "update", "web-0": "update" });
  expect(await recorded(lab, nodeUuid)).toMatchObject({ owner, machineOwner: owner });
  succeeded(await keeper.destroy());
  expect(await recorded(lab, nodeUuid)).toMatchObject({ owner, detached: true });
  expect(succeeded(await keeper.up()).changes).toEqual({ "node-0": "create", "web-0": "create" });
  expect(deeds(lab, lab.hosts[0])).toEqual(before);
});
