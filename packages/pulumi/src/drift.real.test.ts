import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ironic } from "./testing/ironicByHand.js";
import { type Declared, declare, deeds } from "./testing/renamedServer.js";
import { type Run, StackUnderTest, textOf } from "./testing/stackUnderTest.js";

const DECLARED: Declared = { host: "node-0", machine: "web-0" };

let lab: Lab;
let stack: StackUnderTest;
let path: string;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  stack = await StackUnderTest.create(lab, "drift", declare(lab, [{ server: lab.hosts[0], declared: DECLARED }]));
  const run = await stack.up();
  expect(run.failed, textOf(run)).toBe(false);
  path = `/v1/nodes/${(await stack.entry("node-0")).id}`;
}, 600_000);
afterAll(async () => {
  await stack?.automation.dispose();
  await lab?.stop();
});

const deedsSoFar = () => deeds(lab, lab.hosts[0]);

/** Refreshes and returns what was said of drift, by resource; nothing is changed at Ironic or at the server. */
async function refreshed(): Promise<readonly (readonly [resource: string, text: string])[]> {
  const [asked, done] = [lab.requests().length, deedsSoFar().length];
  const run: Run = await stack.refresh();
  expect(run.failed, textOf(run)).toBe(false);
  const { lines } = run;
  expect(
    lab
      .requests()
      .slice(asked)
      .filter(({ method, by }) => method !== "GET" && by === "client"),
  ).toEqual([]);
  expect(deedsSoFar().slice(done)).toEqual([]);
  return lines.flatMap(({ resource, text }) => (text.includes("drift: ") ? [[resource, text] as const] : []));
}

const patch = (at: string, value: unknown) => ironic(lab, "PATCH", path, [{ op: "add", path: at, value }] as object);

/** As if the state were older than what is there. */
async function editState(edit: (text: string) => string): Promise<void> {
  const { stack: automation } = stack.automation;
  const state = await automation.exportStack();
  await automation.importStack(JSON.parse(edit(JSON.stringify(state))) as typeof state);
}

it("where nothing has changed, a refresh says nothing", async () => {
  expect(await refreshed()).toEqual([]);
  expect(await refreshed()).toEqual([]);
});

it("hardware: what is there now, and in the state afterwards", async () => {
  const { memoryGiB, disks } = lab.hosts[0];
  const data = disks.at(-1) ?? expect.fail("the server has one disk");
  await editState((text) =>
    text.replaceAll(`"memoryGiB":${memoryGiB}`, '"memoryGiB":7').replaceAll(data.serial, "GONE-1"),
  );
  const size = `(${data.sizeGiB} GiB)`;
  const changes = `memory 7 GiB → ${memoryGiB} GiB, disk GONE-1 ${size} is gone, disk ${data.serial} ${size} is new`;
  expect(await refreshed()).toEqual([["node-0", `drift: hardware changed: ${changes}`]]);
  expect((await stack.entry("node-0")).outputs).toMatchObject({ hardware: { memoryGiB } });
  expect(await refreshed()).toEqual([]);
});

it("image: another one is on record", async () => {
  const checksum = `sha256:${"b".repeat(64)}`;
  const before = lab.images[0].checksum;
  await patch("/extra/ironworks/machine/installed/imageChecksum", checksum);
  expect(await refreshed()).toEqual([
    ["web-0", expect.stringMatching(/drift: image sha256:b{12} is installed, and the state had sha256:[0-9a-f]{12}$/)],
  ]);
  // Afterwards the state knows, and the next change is refused rather than made.
  const preview = await stack.preview();
  expect(textOf(preview)).toContain("[REINSTALL_REFUSED]");
  await patch("/extra/ironworks/machine/installed/imageChecksum", before);
  expect(await refreshed()).toHaveLength(1);
});

it("owner: who has it now", async () => {
  const owner = (await stack.entry("node-0")).outputs.ironworks as { readonly owner: string };
  await patch("/extra/ironworks/owner", "acme/other/dev");
  const found = await refreshed();
  expect(found).toEqual([
    [
      "node-0",
      expect.stringMatching(/drift: another stack has it: .*acme\/other\/dev.*this stack changes nothing on it$/),
    ],
  ]);
  await patch("/extra/ironworks/owner", owner.owner);
  expect(await refreshed()).toEqual([]);
});

it("power: what the program asked for, and what is", async () => {
  stack.program = declare(lab, [{ server: lab.hosts[0], declared: { ...DECLARED, online: true } }]);
  expect((await stack.up()).failed).toBe(false);
  await ironic(lab, "PUT", `${path}/states/power`, { target: "power off" });
  await vi.waitFor(async () => expect((await ironic(lab, "GET", path)).power_state).toBe("power off"), {
    timeout: 60_000,
    interval: 500,
  });
  expect(await refreshed()).toEqual([["node-0", "drift: power is off, and the program last asked for on"]]);
  const preview = await stack.preview();
  expect(preview.lines).toContainEqual({
    resource: "node-0",
    severity: "warning",
    text: "will power on host `node-0`: `online` is true, and it is off",
  });
});
