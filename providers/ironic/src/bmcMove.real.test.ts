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
  lab = await Lab.start({ hosts: 7 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

const host = (index: number): LabHost => lab.hosts[index] ?? expect.fail(`no host ${index}`);
const ledgerOf = (...hosts: readonly LabHost[]) =>
  lab.ledger().filter((entry) => hosts.some(({ name }) => name === entry.host));
const enrol = (labHost: LabHost) => driver.createHost(hostRequest(labHost), contextOf());
const infoOf = async ({ nodeUuid }: HostState) => (await client.node(nodeUuid)).driver_info;

/** The same BMC by another name. */
const elsewhere = ({ bmc }: LabHost): LabHost["bmc"] => ({
  ...bmc,
  address: bmc.address.replace("127.0.0.1", "localhost"),
});

function moved(labHost: LabHost, bmc: LabHost["bmc"] & { readonly previousAddress?: string }) {
  return hostRequest(labHost, { bmc });
}

/** Nodes that were made to look through a BMC and are still there. */
async function leftOver(state: HostState): Promise<readonly unknown[]> {
  return (await client.directory()).filter(({ extra }) => extra.ironworks_proof === state.nodeUuid);
}

// Each has its own hosts, so they run side by side.
describe.concurrent("a BMC address that changes, on a real Ironic", () => {
  it("to another server's is refused: neither server, nor the node, is touched", async () => {
    const [ours, theirs] = [host(0), host(1)];
    const state = await enrol(ours);
    const before = ledgerOf(ours, theirs);
    const info = await infoOf(state);
    const failure = await failureOf(driver.updateHost(moved(ours, theirs.bmc), state, contextOf()));
    expect(failure.code).toBe("BMC_MISMATCH");
    expect(failure.message).toContain(theirs.bootMACAddress);
    expect(failure.message).toContain("next: put the old address back");
    expect(failure.failure).toMatchObject({ disksTouched: [], partial: { bmcEndpoint: state.bmcEndpoint } });
    // Likewise where the state was lost, and the node is found by its MAC.
    const again = await failureOf(driver.createHost(moved(ours, theirs.bmc), contextOf()));
    expect(again.code).toBe("BMC_MISMATCH");
    expect(ledgerOf(ours, theirs)).toEqual(before);
    expect(await infoOf(state)).toEqual(info);
    expect(await leftOver(state)).toEqual([]);
    const back = await driver.createHost(hostRequest(ours), contextOf());
    expect(back).toMatchObject({ nodeUuid: state.nodeUuid, provisionState: "available" });
  });

  it("to the same server's is shown by its NICs, under a running operating system too: no power, no write", async () => {
    const labHost = host(2);
    const state = await enrol(labHost);
    const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
    const machine = machineRequest(state, disk, { image: imageOf(lab.images[0]) });
    await driver.createMachine(machine, contextOf());
    const before = ledgerOf(labHost);
    const bad = { ...elsewhere(labHost), password: "not-the-password" };
    const refused = await failureOf(driver.updateHost(moved(labHost, bad), state, contextOf()));
    expect(refused.failure.failureClass).toBe("credential");
    expect(refused.failure.partial).toMatchObject({ bmcEndpoint: state.bmcEndpoint });
    const now = await driver.updateHost(moved(labHost, elsewhere(labHost)), state, contextOf());
    expect(now).toMatchObject({ nodeUuid: state.nodeUuid, provisionState: "active", powerState: "on" });
    expect(now.bmcEndpoint).toContain("localhost");
    expect(now.hardware).toEqual(state.hardware);
    expect(String((await infoOf(now)).redfish_address)).toContain("localhost");
    expect(ledgerOf(labHost)).toEqual(before);
    expect(await leftOver(state)).toEqual([]);
    // And back again, with the node known only by its MAC and its name.
    const back = await driver.createHost(hostRequest(labHost), contextOf());
    expect(back).toMatchObject({ nodeUuid: state.nodeUuid, bmcEndpoint: state.bmcEndpoint });
    expect(ledgerOf(labHost)).toEqual(before);
  });

  it("of two hosts that are swapped is refused for both", async () => {
    const [one, other] = [host(3), host(4)];
    const [first, second] = await Promise.all([enrol(one), enrol(other)]);
    const before = ledgerOf(one, other);
    const failures = await Promise.all([
      failureOf(driver.updateHost(moved(one, other.bmc), first, contextOf())),
      failureOf(driver.updateHost(moved(other, one.bmc), second, contextOf())),
    ]);
    expect(failures.map(({ code }) => code)).toEqual(["NOT_OURS", "NOT_OURS"]);
    expect(failures[0]?.message).toContain(other.name);
    expect(ledgerOf(one, other)).toEqual(before);
  });

  it("is taken at the program's word where that names the old one, and a run that broke off leaves nothing", async () => {
    const labHost = host(5);
    const state = await enrol(labHost);
    const before = ledgerOf(labHost);
    const { redfish_address: _, ...info } = await infoOf(state);
    await client.createNode({
      driver: "redfish",
      driver_info: {
        ...info,
        redfish_address: `https://localhost:${new URL(labHost.bmc.address.replace(/^.*?:/, "https:")).port}`,
      },
      extra: { ironworks_proof: state.nodeUuid },
    });
    expect(await leftOver(state)).toHaveLength(1);
    const context = contextOf();
    const said = { ...elsewhere(labHost), previousAddress: labHost.bmc.address };
    const now = await driver.updateHost(moved(labHost, said), state, context);
    expect(now.bmcEndpoint).toContain("localhost");
    expect(context.lines.filter(({ kind }) => kind === "warning").map(({ message }) => message)).toEqual([
      expect.stringContaining("because `bmc.previousAddress` says so"),
    ]);
    expect(await leftOver(state)).toEqual([]);
    expect(ledgerOf(labHost)).toEqual(before);
    // It says nothing about a later move.
    const wrong = await failureOf(
      driver.updateHost(
        moved(labHost, { ...host(6).bmc, ...{ previousAddress: labHost.bmc.address } }),
        now,
        contextOf(),
      ),
    );
    expect(wrong.code).toBe("BMC_MISMATCH");
    expect(ledgerOf(labHost, host(6))).toEqual(before);
  });
});
