import type { HostSpec, HostState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest, pullDisk } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4);

const create = (labHost: LabHost, spec: Partial<HostSpec> = {}): Promise<HostState> =>
  under.driver.createHost(hostRequest(labHost, spec), contextOf());
const update = (labHost: LabHost, current: HostState, spec: Partial<HostSpec>): Promise<HostState> =>
  under.driver.updateHost(hostRequest(labHost, spec), current, contextOf());
const install = (labHost: LabHost, state: HostState) =>
  under.driver.createMachine(
    machineRequest(state, labHost.disks[0] ?? expect.fail("a disk is missing"), {
      image: imageOf(under.lab.images[0]),
    }),
    contextOf(),
  );
const kinds = (labHost: LabHost, kind: string) => under.ledgerOf(labHost).filter((entry) => entry.kind === kind);
const serials = (state: HostState) => state.hardware?.storage.map(({ serial }) => serial).sort();

// Each has its own host, so they run side by side.
describe.concurrent("hardware that is looked at again, and what is expected of it, on a real Ironic", () => {
  it("a new value of `inspect` looks once; what was taken out is gone from the hardware; nothing is written", async () => {
    const labHost = under.host(0);
    const first = await create(labHost, { inspect: "a" });
    expect(first.inspected).toBe("a");
    const gone = pullDisk(labHost, 1);
    const same = await update(labHost, first, { inspect: "a" });
    expect(serials(same)).toContain(gone.serial);
    const booted = kinds(labHost, "power").length;

    const again = await update(labHost, same, { inspect: "b" });
    expect(again).toMatchObject({ inspected: "b", provisionState: "available", powerState: first.powerState });
    expect(serials(again)).toEqual(labHost.disks.map(({ serial }) => serial).sort());
    const after = kinds(labHost, "power").length;
    expect(after).toBeGreaterThan(booted);

    // Used is used: also when it stands there for ever, is taken out, and comes back.
    await update(labHost, again, { inspect: "b" });
    const without = await update(labHost, again, {});
    await update(labHost, without, { inspect: "b" });
    expect(kinds(labHost, "power")).toHaveLength(after);
    expect([...kinds(labHost, "write"), ...kinds(labHost, "erase")]).toEqual([]);
  });

  it("a server with an operating system is not rebooted for it; its BMC may be asked", async () => {
    const labHost = under.host(1);
    const host = await create(labHost, { inspectionMode: "fast" });
    const machine = await install(labHost, host);
    const before = under.ledgerOf(labHost);
    const refused = await failureOf(update(labHost, host, { inspect: "a" }));
    expect(refused.code).toBe("HOST_IN_USE");
    expect(await under.client.node(host.nodeUuid)).toMatchObject({
      provision_state: "active",
      power_state: "power on",
    });
    const asked = await update(labHost, host, { inspect: "a", inspectionMode: "fast" });
    expect(asked).toMatchObject({ inspected: "a", provisionState: "active", powerState: "on" });
    expect(asked.hardware?.source).toBe("redfish");
    expect(asked.hardware?.storage).toHaveLength(labHost.disks.length);
    expect(under.ledgerOf(labHost)).toEqual(before);
    expect((await under.driver.readMachine(machine, contextOf())).observed).toBe("present");
    expect((await under.client.directory()).filter(({ name }) => name === null)).toEqual([]);
  });

  it("a server that somebody has switched on since is not rebooted for it", async ({ expect }) => {
    const labHost = under.host(2);
    const host = await create(labHost, { online: false });
    await under.client.power(host.nodeUuid, "power on");
    await expect
      .poll(async () => (await under.client.node(host.nodeUuid)).power_state, { timeout: 30_000 })
      .toBe("power on");
    const before = under.ledgerOf(labHost);
    const refused = await failureOf(update(labHost, host, { inspect: "a" }));
    expect(refused.code).toBe("HOST_POWERED_ON");
    expect(under.ledgerOf(labHost)).toEqual(before);
  });

  it("another server than expected stays enrolled with its hardware, and goes on after a fix of either", async () => {
    const labHost = under.host(3);
    const expected = { memoryGiB: labHost.memoryGiB, cpus: labHost.cpus + 1, disks: { max: labHost.disks.length - 1 } };
    const failure = await failureOf(create(labHost, { expect: expected }));
    expect(failure.code).toBe("HARDWARE_UNEXPECTED");
    expect(failure.message).toContain(
      `the server is another than expected: \`expect.cpus\` is ${labHost.cpus + 1}, and the host has ${labHost.cpus}. ` +
        `\`expect.disks\` is at most ${labHost.disks.length - 1}, and the host has ${labHost.disks.length}.`,
    );
    expect(failure.message).not.toContain("memoryGiB");
    const partial = failure.failure.partial as HostState;
    expect(partial.hardware?.storage).toHaveLength(labHost.disks.length);
    expect(partial.provisionState).toBe("manageable");

    // The server is put right, and the program, too: it is looked at again without being asked.
    pullDisk(labHost, 1);
    const { memoryGiB, disks } = expected;
    const booted = kinds(labHost, "power").length;
    const host = await update(labHost, partial, { expect: { memoryGiB, disks, cpus: labHost.cpus } });
    expect(host).toMatchObject({ provisionState: "available" });
    expect(host.hardware?.storage).toHaveLength(labHost.disks.length);
    expect(kinds(labHost, "power").length).toBeGreaterThan(booted);
    // A host that is ready is not looked at unasked.
    const settled = kinds(labHost, "power").length;
    const later = await failureOf(update(labHost, host, { expect: { disks: 1 } }));
    expect(later.code).toBe("HARDWARE_UNEXPECTED");
    expect(kinds(labHost, "power")).toHaveLength(settled);
    expect([...kinds(labHost, "write"), ...kinds(labHost, "erase")]).toEqual([]);
  });
});
