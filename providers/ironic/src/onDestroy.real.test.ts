import type { HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest, type TestContext } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4);

const create = (labHost: LabHost, spec: Parameters<typeof hostRequest>[1] = {}): Promise<HostState> =>
  under.driver.createHost(hostRequest(labHost, spec), contextOf());

const install = (labHost: LabHost, state: HostState) =>
  under.driver.createMachine(
    machineRequest(state, labHost.disks[0] ?? expect.fail("a disk is missing"), {
      image: imageOf(under.lab.images[0]),
    }),
    contextOf(),
  );

const counts = (labHost: LabHost) => {
  const kinds = under.ledgerOf(labHost).map(({ kind }) => kind);
  return {
    writes: kinds.filter((kind) => kind === "write").length,
    erases: kinds.filter((kind) => kind === "erase").length,
    powers: kinds.filter((kind) => kind === "power").length,
  };
};

const lastLine = ({ lines }: TestContext) => lines.filter(({ kind }) => kind === "summary").at(-1)?.message;

// Each has its own host, so they run side by side.
describe.concurrent("what deleting does to server and disks, on a real Ironic", () => {
  it("a detach says in one line what is left, of machine and host", async () => {
    const labHost = under.host(0);
    const host = await create(labHost);
    const machine = await install(labHost, host);
    const before = counts(labHost);
    const [ofMachine, ofHost] = [contextOf(), contextOf()];
    await under.driver.deleteMachine(machine, "detach", ofMachine);
    const inUse = await failureOf(under.driver.deleteHost(host, "powerOff", contextOf()));
    expect(inUse.code).toBe("HOST_IN_USE");
    expect(await under.client.node(host.nodeUuid)).toMatchObject({ power_state: "power on" });
    await under.driver.deleteHost(host, "detach", ofHost);
    expect(lastLine(ofMachine)).toBe(
      `left as it is: power on, node ${host.nodeUuid} stays in Ironic, occupied, disks untouched`,
    );
    expect(lastLine(ofHost)).toBe(`left as it is: power on, node ${host.nodeUuid} stays in Ironic, disks untouched`);
    expect(counts(labHost)).toEqual(before);
  });

  it("`powerOff` shuts a host down that we left on, once, and gives it up", async ({ expect }) => {
    const labHost = under.host(1);
    const host = await create(labHost, { online: true });
    expect(under.lab.power(labHost.name)).toBe("on");
    const before = counts(labHost);
    const context = contextOf();
    expect(await under.driver.deleteHost(host, "powerOff", context)).toEqual({ outcome: "done", action: "powerOff" });
    expect(lastLine(context)).toBe(`shut down: power off, node ${host.nodeUuid} stays in Ironic, disks untouched`);
    expect(under.lab.power(labHost.name)).toBe("off");
    expect(counts(labHost)).toEqual({ ...before, powers: before.powers + 1 });

    // The same code coming back has it again, and a server that somebody has switched on since is theirs.
    const back = await create(labHost);
    expect(back.nodeUuid).toBe(host.nodeUuid);
    await under.client.power(back.nodeUuid, "power on");
    await expect
      .poll(async () => (await under.client.node(back.nodeUuid)).power_state, { timeout: 30_000 })
      .toBe("power on");
    const refused = await failureOf(under.driver.deleteHost(back, "powerOff", contextOf()));
    expect(refused.code).toBe("HOST_POWERED_ON");
    expect(under.lab.power(labHost.name)).toBe("on");
  });

  it("`powerOff` leaves a server alone that was never shown to be ours", async () => {
    const labHost = under.host(2);
    await under.lab.faults.on("bmc-wrong-password", { host: labHost.name });
    const failure = await failureOf(create(labHost));
    await under.lab.faults.off("bmc-wrong-password", { host: labHost.name });
    const before = counts(labHost);
    const context = contextOf();
    expect(await under.driver.deleteHost(failure.failure.partial as HostState, "powerOff", context)).toMatchObject({
      outcome: "done",
    });
    expect(context.lines.map(({ message }) => message).join("\n")).toContain("the power is left as it is");
    expect(counts(labHost)).toEqual(before);
  });

  it("`erase` names the disks, erases each once, and leaves cleaning off", async () => {
    const labHost = under.host(3);
    const machine = await install(labHost, await create(labHost));
    const before = counts(labHost);
    const context = contextOf();
    expect(await under.driver.deleteMachine(machine, "erase", context)).toEqual({ outcome: "done", action: "erase" });
    const names = labHost.disks.map(({ name }) => name.replace("/dev/", "")).join(", ");
    expect(context.lines.map(({ message }) => message).join("\n")).toContain(`erases ${names}`);
    expect(lastLine(context)).toBe(
      `erased: power off, node ${machine.nodeUuid} becomes available, disks ${names} erased (partition tables)`,
    );
    expect(counts(labHost)).toMatchObject({ writes: before.writes, erases: before.erases + labHost.disks.length });
    expect(await under.client.node(machine.nodeUuid)).toMatchObject({
      provision_state: "available",
      automated_clean: false,
      instance_uuid: null,
    });
  });
});
