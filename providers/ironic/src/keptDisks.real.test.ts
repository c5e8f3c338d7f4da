import type { MachineRequest, MachineSpec } from "@ironworks/core";
import type { LabDisk, LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(3);

const disksOf = ({ disks }: LabHost): readonly [LabDisk, LabDisk, LabDisk] => {
  const [first, second, third] = disks;
  return first && second && third ? [first, second, third] : expect.fail("the lab's hosts have three disks");
};
const touched = (labHost: LabHost, kind: "write" | "erase") =>
  under.ledgerOf(labHost).flatMap((entry) => (entry.kind === kind ? [entry.disk] : []));
const skipped = async (nodeUuid: string) => (await under.client.node(nodeUuid)).properties.skip_block_devices;

async function prepare(labHost: LabHost, disk: LabDisk, more: Partial<MachineSpec>, host = {}) {
  const state = await under.driver.createHost(hostRequest(labHost, host), contextOf());
  const request = machineRequest(state, disk, { image: imageOf(under.lab.images[0]), ...more });
  const change = (spec: Partial<MachineSpec>): MachineRequest => ({ ...request, spec: { ...request.spec, ...spec } });
  return { state, request, change };
}

// Each has its own host, so they run side by side.
describe.concurrent("disks that stay, and a root disk that moves, on a real Ironic", () => {
  it("a kept disk survives install, reinstall and erasing; what others told Ironic stays, ours goes with the machine", async () => {
    const labHost = under.host(0);
    const [root, data, other] = disksOf(labHost);
    const { state, request, change } = await prepare(labHost, root, { keepDisks: [{ serial: data.serial }] });
    const theirs = { serial: "s== of somebody" };
    await under.client.patchNode(state.nodeUuid, [
      { op: "add", path: "/properties/skip_block_devices", value: [theirs] },
    ]);
    const machine = await under.driver.createMachine(request, contextOf());
    const kept = expect.objectContaining({ serial: `s== ${data.serial}` });
    expect(await skipped(state.nodeUuid)).toEqual([theirs, kept]);

    // In place, and nothing is written for it.
    const both = { keepDisks: [{ serial: data.serial }, { serial: other.serial }] };
    const wrote = touched(labHost, "write").length;
    const more = await under.driver.updateMachine(change(both), machine, contextOf());
    expect(await skipped(state.nodeUuid)).toHaveLength(3);
    const fewer = await under.driver.updateMachine(request, more, contextOf());
    expect(await skipped(state.nodeUuid)).toEqual([theirs, kept]);
    expect(touched(labHost, "write")).toHaveLength(wrote);

    const again = await under.driver.updateMachine(change({ rebuild: "a" }), fewer, contextOf());
    expect(touched(labHost, "write").length).toBeGreaterThan(wrote);
    expect(new Set(touched(labHost, "write"))).toEqual(new Set([root.name]));
    await under.driver.deleteMachine(again, "erase", contextOf());
    expect([...new Set(touched(labHost, "erase"))].sort()).toEqual([root.name, other.name].sort());
    expect(await data.isUntouched()).toBe(true);
    expect(await skipped(state.nodeUuid)).toEqual([theirs]);
  });

  it("a promise that cannot be kept is refused before anything is written", async () => {
    const labHost = under.host(1);
    const [root] = disksOf(labHost);
    const { state, change } = await prepare(labHost, root, {});
    for (const [serial, why] of [
      [root.serial, "and that is its root disk"],
      ["NOT-THERE", "and has no such disk"],
    ] as const) {
      const refused = await failureOf(under.driver.createMachine(change({ keepDisks: [{ serial }] }), contextOf()));
      expect(refused.message).toContain(why);
    }
    expect(await under.client.node(state.nodeUuid)).toMatchObject({
      provision_state: "available",
      instance_uuid: null,
    });
    expect(touched(labHost, "write")).toEqual([]);

    // The recorded disk is there, so `replaceDisk` does not move the system away from it.
    const [, spare] = disksOf(labHost);
    const machine = await under.driver.createMachine(change({}), contextOf());
    const wrote = touched(labHost, "write").length;
    const moved = change({ rootDeviceHints: { serialNumber: spare.serial }, replaceDisk: "a" });
    const refused = await failureOf(under.driver.updateMachine(moved, machine, contextOf()));
    expect(refused.code).toBe("DISK_CHOICE");
    expect(refused.message).toContain(`still has ${root.name.replace("/dev/", "")} (serial ${root.serial}`);
    expect(touched(labHost, "write")).toHaveLength(wrote);
  });

  it("`replaceDisk` lets the root disk move once, and a used value never again", async () => {
    const labHost = under.host(2);
    const [root, spare] = disksOf(labHost);
    const { request, change } = await prepare(labHost, root, {}, { inspectionMode: "fast" });
    const machine = await under.driver.createMachine(request, contextOf());
    const wrote = touched(labHost, "write").length;
    const hints = { rootDeviceHints: { serialNumber: spare.serial } };
    const refused = await failureOf(under.driver.updateMachine(change(hints), machine, contextOf()));
    expect(refused.message).toContain('if the recorded disk is gone, give `replaceDisk: "…"` a new value');
    expect(touched(labHost, "write")).toHaveLength(wrote);
    const moved = await under.driver.updateMachine(change({ ...hints, replaceDisk: "a" }), machine, contextOf());
    expect(touched(labHost, "write").slice(wrote)).toEqual([spare.name, spare.name]);
    expect(moved.installed?.rootDisk.serial).toBe(spare.serial);

    const settled = touched(labHost, "write").length;
    const back = await failureOf(under.driver.updateMachine(change({ replaceDisk: "a" }), moved, contextOf()));
    expect(back.message).toContain("`rootDisk` changed, which only a reinstall applies");
    expect(touched(labHost, "write")).toHaveLength(settled);
  });
});
