import type { HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(2);

function machine(labHost: LabHost, state: HostState) {
  const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
  return machineRequest(state, disk, { image: imageOf(under.lab.images[0]) });
}

/** As somebody does who needs a server that seems to be free. */
async function switchOn(nodeUuid: string): Promise<void> {
  await under.client.power(nodeUuid, "power on");
  await expect.poll(async () => (await under.client.node(nodeUuid)).power_state, { timeout: 30_000 }).toBe("power on");
}

// Each has its own host, so they run side by side.
describe.concurrent("a server that somebody has switched on since it was left off, on a real Ironic", () => {
  it("is not installed over, until the program says that it is to be on", async () => {
    const labHost = under.host(0);
    const state = await under.driver.createHost(hostRequest(labHost), contextOf());
    await switchOn(state.nodeUuid);
    const before = under.ledgerOf(labHost);
    const failure = await failureOf(under.driver.createMachine(machine(labHost, state), contextOf()));
    expect(failure.code).toBe("HOST_POWERED_ON");
    expect(failure.failure.disksTouched).toEqual([]);
    expect(under.ledgerOf(labHost)).toEqual(before);
    expect(await under.client.node(state.nodeUuid)).toMatchObject({ power_state: "power on", instance_uuid: null });
    const on = await under.driver.updateHost(hostRequest(labHost, { online: true }), state, contextOf());
    expect((await under.driver.createMachine(machine(labHost, on), contextOf())).provisionState).toBe("active");
  });

  it("nor when its host was given up in between, and came back", async () => {
    const labHost = under.host(1);
    const state = await under.driver.createHost(hostRequest(labHost), contextOf());
    expect(await under.driver.deleteHost(state, "detach", contextOf())).toMatchObject({ outcome: "done" });
    await switchOn(state.nodeUuid);
    const back = await under.driver.createHost(hostRequest(labHost), contextOf());
    const before = under.ledgerOf(labHost);
    const failure = await failureOf(under.driver.createMachine(machine(labHost, back), contextOf()));
    expect(failure.code).toBe("HOST_POWERED_ON");
    expect(under.ledgerOf(labHost)).toEqual(before);
    const off = await under.driver.updateHost(hostRequest(labHost, { online: false }), back, contextOf());
    expect((await under.driver.createMachine(machine(labHost, off), contextOf())).provisionState).toBe("active");
  });
});
