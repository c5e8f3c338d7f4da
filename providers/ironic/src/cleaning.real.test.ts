import { request as httpsRequest } from "node:https";
import { Lab, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IronicClient } from "./api/client.js";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;
let client: IronicClient;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 5 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

const METADATA = { automatedCleaningMode: "metadata" } as const;
const host = (index: number): LabHost => lab.hosts[index] ?? expect.fail(`no host ${index}`);
const ledgerOf = ({ name }: LabHost) => lab.ledger().filter((entry) => entry.host === name);
const erased = (labHost: LabHost) =>
  ledgerOf(labHost)
    .filter(({ kind }) => kind === "erase")
    .map(({ disk }) => disk);
const written = (labHost: LabHost) => ledgerOf(labHost).filter(({ kind }) => kind === "write");
const cleans = async (nodeUuid: string) => (await client.node(nodeUuid)).automated_clean;

/** As somebody at the server's front would: past Ironic. */
async function powerOn(labHost: LabHost): Promise<void> {
  const url = new URL(labHost.bmc.address.replace(/^[a-z-]+\+?(https?)?:/, "https:"));
  const auth = `${labHost.bmc.username}:${labHost.bmc.password}`;
  const send = (method: string, path: string, body: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = { "Content-Type": "application/json", "Content-Length": body.length };
      const options = { host: url.hostname, port: url.port, path, auth, headers, method, rejectUnauthorized: false };
      const sent = httpsRequest(options, (answer) => answer.resume().on("end", resolve));
      sent.on("error", reject);
      sent.end(body);
    });
  await send("POST", `${url.pathname}/Actions/ComputerSystem.Reset`, JSON.stringify({ ResetType: "On" }));
  await send("GET", url.pathname, "");
  while (!ledgerOf(labHost).some(({ kind }) => kind === "boot")) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// Each has its own host, so they run side by side.
describe.concurrent('`automatedCleaningMode: "metadata"`, on a real Ironic', () => {
  it("enrols without erasing, erases every disk when the machine is deprovisioned, and nothing afterwards", async () => {
    const labHost = host(0);
    const state = await driver.createHost(hostRequest(labHost, METADATA), contextOf());
    expect(state.provisionState).toBe("available");
    expect(await cleans(state.nodeUuid)).toBe(false);
    expect([...erased(labHost), ...written(labHost)]).toEqual([]);

    const [disk] = labHost.disks;
    const request = machineRequest(state, disk ?? expect.fail("no disk"), { image: imageOf(lab.images[0]) });
    const machine = await driver.createMachine(request, contextOf());
    expect(erased(labHost)).toEqual([]);

    const context = contextOf();
    expect(await driver.deleteMachine(machine, "deprovision", context)).toEqual({
      outcome: "done",
      action: "deprovision",
    });
    expect(erased(labHost).sort()).toEqual(labHost.disks.map(({ name }) => name).sort());
    for (const each of labHost.disks) {
      expect(await each.isCleared()).toBe(true);
    }
    expect(context.lines.map(({ message }) => message)).toContainEqual(expect.stringMatching(/then clean/));
    expect(await cleans(state.nodeUuid)).toBe(false);

    // Whoever takes the node to `available` again does not clean it.
    await client.provision(state.nodeUuid, "manage");
    const again = await driver.updateHost(hostRequest(labHost, METADATA), state, contextOf());
    expect(again.provisionState).toBe("available");
    expect(erased(labHost)).toHaveLength(labHost.disks.length);
  });

  it("takes over a server that was in use without erasing it", async () => {
    const labHost = host(1);
    await powerOn(labHost);
    const refused = await failureOf(driver.createHost(hostRequest(labHost, METADATA), contextOf()));
    expect(refused.code).toBe("HOST_POWERED_ON");
    const taken = await driver.createHost(hostRequest(labHost, { ...METADATA, takeover: true }), contextOf());
    expect(taken.provisionState).toBe("available");
    expect([...erased(labHost), ...written(labHost)]).toEqual([]);
  });

  it("inspects again after a change of the inspection mode without erasing", async () => {
    const labHost = host(2);
    const fast = hostRequest(labHost, { ...METADATA, inspectionMode: "fast" });
    const state = await driver.createHost(fast, contextOf());
    expect(state.hardware?.source).toBe("redfish");
    const inspected = await driver.updateHost(hostRequest(labHost, METADATA), state, contextOf());
    expect(inspected.hardware?.source).toBe("agent");
    expect([...erased(labHost), ...written(labHost)]).toEqual([]);
  });

  it("is off for a node that was left with it on, before the node becomes available", async () => {
    const labHost = host(3);
    const state = await driver.createHost(hostRequest(labHost, METADATA), contextOf());
    await client.patchNode(state.nodeUuid, [{ op: "add", path: "/automated_clean", value: true }]);
    await client.provision(state.nodeUuid, "manage");
    const [disk] = labHost.disks;
    const request = machineRequest(state, disk ?? expect.fail("no disk"), { image: imageOf(lab.images[0]) });
    const machine = await driver.createMachine(request, contextOf());
    expect(machine.provisionState).toBe("active");
    expect(erased(labHost)).toEqual([]);
  });

  it("counts as the host's last update said it, and as the host that comes back says it", async () => {
    const labHost = host(4);
    const state = await driver.createHost(hostRequest(labHost), contextOf());
    const [disk] = labHost.disks;
    const request = machineRequest(state, disk ?? expect.fail("no disk"), { image: imageOf(lab.images[0]) });
    const install = () => driver.createMachine(request, contextOf());
    const deprovision = async () => driver.deleteMachine(await install(), "deprovision", contextOf());
    await deprovision();
    expect(erased(labHost)).toEqual([]);

    await driver.updateHost(hostRequest(labHost, METADATA), state, contextOf());
    await driver.updateHost(hostRequest(labHost), state, contextOf());
    await deprovision();
    expect(erased(labHost)).toEqual([]);

    await driver.deleteHost(state, "detach", contextOf());
    const back = await driver.createHost(hostRequest(labHost, METADATA), contextOf());
    expect(back.nodeUuid).toBe(state.nodeUuid);
    await driver.deleteMachine(await install(), "deprovision", contextOf());
    expect(erased(labHost)).toHaveLength(labHost.disks.length);
  });
});
