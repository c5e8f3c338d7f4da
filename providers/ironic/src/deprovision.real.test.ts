import type { MachineState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it, vi } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4);

const erasedOn = ({ name }: LabHost) =>
  under.lab.ledger().filter((entry) => entry.host === name && entry.kind === "erase");
const powered = ({ name }: LabHost) => under.lab.power(name);

async function install(labHost: LabHost, spec: Parameters<typeof hostRequest>[1] = {}): Promise<MachineState> {
  const state = await under.driver.createHost(hostRequest(labHost, spec), contextOf());
  const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
  return under.driver.createMachine(machineRequest(state, disk, { image: imageOf(under.lab.images[0]) }), contextOf());
}

// Each has its own host, so they run side by side.
describe.concurrent("deprovisioning, on a real Ironic", () => {
  it("is not done while the server runs on, however often it is tried", async () => {
    const labHost = under.host(0);
    const machine = await install(labHost);
    await under.lab.faults.on("bmc-wrong-password", { host: labHost.name });
    for (let turn = 0; turn < 2; turn++) {
      const failure = await failureOf(under.driver.deleteMachine(machine, "deprovision", contextOf()));
      expect(failure.failure).toMatchObject({ failureClass: "credential", disksTouched: [] });
      // Ironic has taken the claim away, though it could not undeploy.
      const { provision_state, instance_uuid } = await under.client.node(machine.nodeUuid);
      expect({ provision_state, instance_uuid }).toEqual({ provision_state: "error", instance_uuid: null });
      expect(powered(labHost)).toBe("on");
    }
    await under.lab.faults.off("bmc-wrong-password", { host: labHost.name });
    expect(await under.driver.deleteMachine(machine, "deprovision", contextOf())).toMatchObject({ outcome: "done" });
    expect(powered(labHost)).toBe("off");
    expect((await under.client.node(machine.nodeUuid)).provision_state).toBe("available");
    expect(erasedOn(labHost)).toEqual([]);
  });

  it("that was to clean, and could not, cleans in the next run", async () => {
    const labHost = under.host(1);
    const machine = await install(labHost, { automatedCleaningMode: "metadata" });
    await under.lab.faults.on("agent-step-fails", { host: labHost.name, step: "erase_devices_metadata" });
    const failure = await failureOf(under.driver.deleteMachine(machine, "deprovision", contextOf()));
    expect(failure.failure.disksTouched).toEqual(labHost.disks.map(({ name }) => name.replace("/dev/", "")));
    expect((await under.client.node(machine.nodeUuid)).provision_state).toBe("clean failed");
    expect(erasedOn(labHost)).toEqual([]);
    await under.lab.faults.off("agent-step-fails", { host: labHost.name });
    expect(await under.driver.deleteMachine(machine, "deprovision", contextOf())).toMatchObject({ outcome: "done" });
    expect(erasedOn(labHost)).toHaveLength(labHost.disks.length);
    expect(await under.client.node(machine.nodeUuid)).toMatchObject({
      provision_state: "available",
      automated_clean: false,
    });
  });

  it("leaves a node alone that somebody put in maintenance, and giving it up does not need it", async () => {
    const labHost = under.host(2);
    const machine = await install(labHost);
    await under.client.patchNode(machine.nodeUuid, [{ op: "replace", path: "/maintenance", value: true }]);
    const failure = await failureOf(under.driver.deleteMachine(machine, "deprovision", contextOf()));
    expect(failure.failure).toMatchObject({ failureClass: "ownership", disksTouched: [] });
    expect(failure.message).toContain("somebody has put the node in maintenance");
    expect(await under.client.node(machine.nodeUuid)).toMatchObject({ provision_state: "active", maintenance: true });
    expect(powered(labHost)).toBe("on");
    expect(await under.driver.deleteMachine(machine, "detach", contextOf())).toMatchObject({ outcome: "done" });
  });

  it("a detach does not wait for an install whose agent is dead, and stops nothing", async () => {
    const labHost = under.host(3);
    const state = await under.driver.createHost(hostRequest(labHost), contextOf());
    await under.lab.faults.on("agent-dies", { host: labHost.name, step: "write_image" });
    const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
    const request = machineRequest(state, disk, { image: imageOf(under.lab.images[0]) });
    const stopped = contextOf({ deploy: { softSeconds: 10, hardSeconds: 20 } });
    const failure = await failureOf(under.driver.createMachine(request, stopped));
    expect(failure.failure.failureClass).toBe("timeout");
    // A busy machine may be slow to bring it there; its agent is dead, so there it stays.
    const callBack = { timeout: 120_000, interval: 500 };
    const before = await vi.waitFor(async () => {
      const node = await under.client.node(state.nodeUuid);
      expect(node.provision_state).toBe("wait call-back");
      return node;
    }, callBack);
    const context = contextOf();
    const machine = failure.failure.partial as MachineState;
    expect(await under.driver.deleteMachine(machine, "detach", context)).toEqual({ outcome: "done", action: "detach" });
    expect(await under.driver.deleteHost(state, "detach", context)).toEqual({ outcome: "done", action: "detach" });
    expect(context.lines.filter(({ kind }) => kind === "warning").map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringMatching(/left as it is: .*`wait call-back`.*The same code coming back has it again/)),
    );
    expect(await under.client.node(state.nodeUuid)).toMatchObject({
      provision_state: "wait call-back",
      instance_uuid: before.instance_uuid,
    });
  });
});
