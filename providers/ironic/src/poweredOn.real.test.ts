import type { HostState } from "@ironworks/core";
import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IronicClient } from "./api/client.js";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;
let client: IronicClient;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 2 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

const host = (index: number): LabHost => lab.hosts[index] ?? expect.fail(`no host ${index}`);
const ledgerOf = ({ name }: LabHost) => lab.ledger().filter((entry) => entry.host === name);

function machine(labHost: LabHost, state: HostState) {
  const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
  return machineRequest(state, disk, { image: imageOf(lab.images[0]) });
}

/** As somebody does who needs a server that seems to be free. */
async function switchOn(nodeUuid: string): Promise<void> {
  await client.power(nodeUuid, "power on");
  await expect.poll(async () => (await client.node(nodeUuid)).power_state, { timeout: 30_000 }).toBe("power on");
}

// Each has its own host, so they run side by side.
describe.concurrent("a server that somebody has switched on since it was left off, on a real Ironic", () => {
  it("is not installed over, until the program says that it is to be on", async () => {
    const labHost = host(0);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    await switchOn(state.nodeUuid);
    const before = ledgerOf(labHost);
    const failure = await failureOf(driver.createMachine(machine(labHost, state), contextOf()));
    expect(failure.code).toBe("HOST_POWERED_ON");
    expect(failure.failure.disksTouched).toEqual([]);
    expect(ledgerOf(labHost)).toEqual(before);
    expect(await client.node(state.nodeUuid)).toMatchObject({ power_state: "power on", instance_uuid: null });
    const on = await driver.updateHost(hostRequest(labHost, { online: true }), state, contextOf());
    expect((await driver.createMachine(machine(labHost, on), contextOf())).provisionState).toBe("active");
  });

  it("nor when its host was given up in between, and came back", async () => {
    const labHost = host(1);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    expect(await driver.deleteHost(state, "detach", contextOf())).toMatchObject({ outcome: "done" });
    await switchOn(state.nodeUuid);
    const back = await driver.createHost(hostRequest(labHost), contextOf());
    const before = ledgerOf(labHost);
    const failure = await failureOf(driver.createMachine(machine(labHost, back), contextOf()));
    expect(failure.code).toBe("HOST_POWERED_ON");
    expect(ledgerOf(labHost)).toEqual(before);
    const off = await driver.updateHost(hostRequest(labHost, { online: false }), back, contextOf());
    expect((await driver.createMachine(machine(labHost, off), contextOf())).provisionState).toBe("active");
  });
});
