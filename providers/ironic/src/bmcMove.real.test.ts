import type { HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(7);

const enrol = (labHost: LabHost) => under.driver.createHost(hostRequest(labHost), contextOf());
const infoOf = async ({ nodeUuid }: HostState) => (await under.client.node(nodeUuid)).driver_info;

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
  return (await under.client.directory()).filter(({ extra }) => extra.ironworks_proof === state.nodeUuid);
}

// Each has its own hosts, so they run side by side.
describe.concurrent("a BMC address that changes, on a real Ironic", () => {
  it("to another server's is refused: neither server, nor the node, is touched", async () => {
    const [ours, theirs] = [under.host(0), under.host(1)];
    const state = await enrol(ours);
    const before = under.ledgerOf(ours, theirs);
    const info = await infoOf(state);
    const failure = await failureOf(under.driver.updateHost(moved(ours, theirs.bmc), state, contextOf()));
    expect(failure.code).toBe("BMC_MISMATCH");
    expect(failure.message).toContain(theirs.bootMACAddress);
    expect(failure.message).toContain("next: put the old address back");
    expect(failure.failure).toMatchObject({ disksTouched: [], partial: { bmcEndpoint: state.bmcEndpoint } });
    // Likewise where the state was lost, and the node is found by its MAC.
    const again = await failureOf(under.driver.createHost(moved(ours, theirs.bmc), contextOf()));
    expect(again.code).toBe("BMC_MISMATCH");
    expect(under.ledgerOf(ours, theirs)).toEqual(before);
    expect(await infoOf(state)).toEqual(info);
    expect(await leftOver(state)).toEqual([]);
    const back = await under.driver.createHost(hostRequest(ours), contextOf());
    expect(back).toMatchObject({ nodeUuid: state.nodeUuid, provisionState: "available" });
  });

  it("to the same server's is shown by its NICs, under a running operating system too: no power, no write", async () => {
    const labHost = under.host(2);
    const state = await enrol(labHost);
    const disk = labHost.disks[0] ?? expect.fail("a disk is missing");
    const machine = machineRequest(state, disk, { image: imageOf(under.lab.images[0]) });
    await under.driver.createMachine(machine, contextOf());
    const before = under.ledgerOf(labHost);
    const bad = { ...elsewhere(labHost), password: "not-the-password" };
    const refused = await failureOf(under.driver.updateHost(moved(labHost, bad), state, contextOf()));
    expect(refused.failure.failureClass).toBe("credential");
    expect(refused.failure.partial).toMatchObject({ bmcEndpoint: state.bmcEndpoint });
    const now = await under.driver.updateHost(moved(labHost, elsewhere(labHost)), state, contextOf());
    expect(now).toMatchObject({ nodeUuid: state.nodeUuid, provisionState: "active", powerState: "on" });
    expect(now.bmcEndpoint).toContain("localhost");
    expect(now.hardware).toEqual(state.hardware);
    expect(String((await infoOf(now)).redfish_address)).toContain("localhost");
    expect(under.ledgerOf(labHost)).toEqual(before);
    expect(await leftOver(state)).toEqual([]);
    // And back again, with the node known only by its MAC and its name.
    const back = await under.driver.createHost(hostRequest(labHost), contextOf());
    expect(back).toMatchObject({ nodeUuid: state.nodeUuid, bmcEndpoint: state.bmcEndpoint });
    expect(under.ledgerOf(labHost)).toEqual(before);
  });

  it("of two hosts that are swapped is refused for both", async () => {
    const [one, other] = [under.host(3), under.host(4)];
    const [first, second] = await Promise.all([enrol(one), enrol(other)]);
    const before = under.ledgerOf(one, other);
    const failures = await Promise.all([
      failureOf(under.driver.updateHost(moved(one, other.bmc), first, contextOf())),
      failureOf(under.driver.updateHost(moved(other, one.bmc), second, contextOf())),
    ]);
    expect(failures.map(({ code }) => code)).toEqual(["NOT_OURS", "NOT_OURS"]);
    expect(failures[0]?.message).toContain(other.name);
    expect(under.ledgerOf(one, other)).toEqual(before);
  });

  it("is taken at the program's word where that names the old one, and a run that broke off leaves nothing", async () => {
    const labHost = under.host(5);
    const state = await enrol(labHost);
    const before = under.ledgerOf(labHost);
    const { redfish_address: _, ...info } = await infoOf(state);
    await under.client.createNode({
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
    const now = await under.driver.updateHost(moved(labHost, said), state, context);
    expect(now.bmcEndpoint).toContain("localhost");
    expect(context.lines.filter(({ kind }) => kind === "warning").map(({ message }) => message)).toEqual([
      expect.stringContaining("because `bmc.previousAddress` says so"),
    ]);
    expect(await leftOver(state)).toEqual([]);
    expect(under.ledgerOf(labHost)).toEqual(before);
    // It says nothing about a later move.
    const wrong = await failureOf(
      under.driver.updateHost(
        moved(labHost, { ...under.host(6).bmc, ...{ previousAddress: labHost.bmc.address } }),
        now,
        contextOf(),
      ),
    );
    expect(wrong.code).toBe("BMC_MISMATCH");
    expect(under.ledgerOf(labHost, under.host(6))).toEqual(before);
  });
});
