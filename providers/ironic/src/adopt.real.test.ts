import type { HostSpec, HostState, MachineState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest, OWNER } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";
import { pressPowerButton } from "./testing/powerButton.js";

const under = labUnderTest(6);
const OTHER = "acme/metal/old";

interface Installed {
  readonly host: HostState;
  readonly machine: MachineState;
}

const diskOf = ({ disks }: LabHost) => disks[0] ?? expect.fail("a disk is missing");
const wanted = (server: LabHost, host: HostState, owner = OWNER) => ({
  ...machineRequest(host, diskOf(server), { image: imageOf(under.lab.images[0]) }),
  owner,
});
const of = (server: LabHost, owner: string, spec: Partial<HostSpec> = {}) => ({ ...hostRequest(server, spec), owner });

async function install(server: LabHost, owner: string): Promise<Installed> {
  const host = await under.driver.createHost(of(server, owner), contextOf());
  return { host, machine: await under.driver.createMachine(wanted(server, host, owner), contextOf()) };
}

/** Node as somebody without Ironworks enrols it. */
async function enrolByHand({ bmc, bootMACAddress }: LabHost): Promise<string> {
  const { origin, pathname } = new URL(bmc.address.replace(/^.*?:/, "https:"));
  const node = await under.client.createNode({
    name: `by-hand-${bootMACAddress.slice(-2)}`,
    driver: "redfish",
    driver_info: {
      redfish_address: origin,
      redfish_system_id: pathname,
      redfish_username: bmc.username,
      redfish_password: bmc.password,
    },
  });
  await under.client.createPort(node.uuid, bootMACAddress);
  await under.client.provision(node.uuid, "manage");
  await expect
    .poll(async () => (await under.client.node(node.uuid)).provision_state, { timeout: 60_000 })
    .toBe("manageable");
  return node.uuid;
}

// Each has its own hosts, so they run side by side.
describe.concurrent("a server that exists already, on a real Ironic", () => {
  it("of another stack is refused, and taken with its machine where `adopt` names that stack: no power, no write", async () => {
    const server = under.host(0);
    const theirs = await install(server, OTHER);
    const before = under.ledgerOf(server);
    const refused = await failureOf(under.driver.createHost(of(server, OWNER), contextOf()));
    expect(refused.code).toBe("NOT_OURS");
    expect(refused.message).toContain(`adopt: { takeFrom: "${OTHER}" }`);
    const adopt = { takeFrom: OTHER };
    const host = await under.driver.createHost(of(server, OWNER, { adopt }), contextOf());
    expect(host).toMatchObject({ nodeUuid: theirs.host.nodeUuid, provisionState: "active", powerState: "on" });
    const machine = await under.driver.createMachine(wanted(server, host), contextOf());
    expect(machine).toMatchObject({ instanceUuid: theirs.machine.instanceUuid, installed: theirs.machine.installed });
    // What they still have in their state does nothing any more.
    const late = await failureOf(under.driver.updateHost(of(server, OTHER), theirs.host, contextOf()));
    expect(late.code).toBe("NOT_OURS");
    expect(await under.driver.deleteMachine(theirs.machine, "deprovision", contextOf())).toMatchObject({
      outcome: "not-ours",
    });
    expect(await under.driver.deleteHost(theirs.host, "remove", contextOf())).toMatchObject({ outcome: "not-ours" });
    expect(under.ledgerOf(server)).toEqual(before);
    expect((await under.client.node(host.nodeUuid)).protected).toBe(true);
  });

  it("given up by another stack with its machine is had in the same way", async () => {
    const server = under.host(1);
    const theirs = await install(server, OTHER);
    await under.driver.deleteMachine(theirs.machine, "detach", contextOf());
    await under.driver.deleteHost(theirs.host, "detach", contextOf());
    const before = under.ledgerOf(server);
    const refused = await failureOf(under.driver.createHost(of(server, OWNER), contextOf()));
    expect(refused.message).toContain(`adopt: { takeFrom: "${OTHER}" }`);
    const host = await under.driver.createHost(of(server, OWNER, { adopt: { takeFrom: OTHER } }), contextOf());
    const machine = await under.driver.createMachine(wanted(server, host), contextOf());
    expect(machine.instanceUuid).toBe(theirs.machine.instanceUuid);
    expect(under.ledgerOf(server)).toEqual(before);
  });

  it("that a state from a backup has lost comes back by the same word: no power, no write", async () => {
    const server = under.host(2);
    const backup = await install(server, OWNER);
    const before = under.ledgerOf(server);
    const since = await under.driver.createHost(of(server, OWNER), contextOf());
    const machineSince = await under.driver.createMachine(wanted(server, since), contextOf());
    const stale = await failureOf(under.driver.updateHost(of(server, OWNER), backup.host, contextOf()));
    expect(stale.code).toBe("NOT_OURS");
    expect(stale.message).toContain("adopt: { takeFrom:");
    const request = of(server, OWNER, { adopt: { takeFrom: OWNER } });
    const host = await under.driver.updateHost(request, backup.host, contextOf());
    expect(host).toMatchObject({ nodeUuid: backup.host.nodeUuid, provisionState: "active" });
    const machine = await under.driver.updateMachine(wanted(server, host), backup.machine, contextOf());
    expect(machine.instanceUuid).toBe(backup.machine.instanceUuid);
    // The other one has lost it; this one's next updates are ordinary ones.
    expect((await failureOf(under.driver.updateMachine(wanted(server, since), machineSince, contextOf()))).code).toBe(
      "NOT_OURS",
    );
    await under.driver.updateHost(request, host, contextOf());
    await under.driver.updateMachine(wanted(server, host), machine, contextOf());
    expect(under.ledgerOf(server)).toEqual(before);
  });

  it("of nobody in Ironic is had by what it can be known by; one that is on is left alone", async () => {
    const server = under.host(3);
    await pressPowerButton(server);
    await expect.poll(() => under.lab.power(server.name)).toBe("on");
    const uuid = await enrolByHand(server);
    await expect.poll(() => under.ledgerOf(server).some(({ kind }) => kind === "boot")).toBe(true);
    const before = under.ledgerOf(server);
    const refused = await failureOf(under.driver.createHost(of(server, OWNER), contextOf()));
    expect(refused.code).toBe("NOT_OURS");
    expect(refused.message).toContain("adopt: { serial:");
    const wrong = { adopt: { macs: [under.host(0).bootMACAddress] } };
    const mismatch = await failureOf(under.driver.createHost(of(server, OWNER, wrong), contextOf()));
    expect(mismatch.code).toBe("ADOPT_MISMATCH");
    expect((await under.client.node(uuid)).extra).toEqual({});
    const right = { adopt: { macs: [server.bootMACAddress] } };
    const host = await under.driver.createHost(of(server, OWNER, right), contextOf());
    expect(host).toMatchObject({ nodeUuid: uuid, provisionState: "manageable", powerState: "on" });
    const over = await failureOf(under.driver.createMachine(wanted(server, host), contextOf()));
    expect(over.code).toBe("HOST_AS_FOUND");
    expect(await under.driver.updateHost(of(server, OWNER, right), host, contextOf())).toMatchObject({
      provisionState: "manageable",
    });
    expect(under.ledgerOf(server)).toEqual(before);
  });

  it("that runs and is not in Ironic is enrolled as it is; another one leaves no node", async () => {
    const server = under.host(4);
    await pressPowerButton(server);
    await expect.poll(() => under.ledgerOf(server).some(({ kind }) => kind === "boot")).toBe(true);
    const before = under.ledgerOf(server);
    const wrong = await failureOf(
      under.driver.createHost(of(server, OWNER, { adopt: { serial: "another" } }), contextOf()),
    );
    expect(wrong.code).toMatch(/^ADOPT_(MISMATCH|UNPROVED)$/);
    expect(wrong.failure.partial).toBeUndefined();
    const nodes = (await under.client.directory()).filter(
      ({ extra }) => Object(extra.ironworks).hostId === server.name,
    );
    expect(nodes).toEqual([]);
    const right = of(server, OWNER, { adopt: { macs: [server.bootMACAddress] } });
    const host = await under.driver.createHost(right, contextOf());
    expect(host).toMatchObject({ provisionState: "manageable", powerState: "on" });
    expect(host.hardware?.nics.map(({ mac }) => mac)).toContain(server.bootMACAddress);
    expect(under.ledgerOf(server)).toEqual(before);
  });

  it("that is off goes the way of every other, once it is shown to be the one that is meant", async () => {
    const server = under.host(5);
    const right = of(server, OWNER, { adopt: { macs: [server.bootMACAddress] } });
    const host = await under.driver.createHost(right, contextOf());
    expect(host.provisionState).toBe("available");
    expect(host.hardware?.source).toBe("agent");
    const machine = await under.driver.createMachine(wanted(server, host), contextOf());
    expect(machine.provisionState).toBe("active");
  });
});
