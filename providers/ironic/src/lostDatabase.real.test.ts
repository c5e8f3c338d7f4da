import type { HostState, MachineState } from "@ironworks/core";
import type { LabHost } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { contextOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(4);

interface Installed {
  readonly server: LabHost;
  readonly host: HostState;
  readonly machine: MachineState;
  readonly wanted: ReturnType<typeof machineRequest>;
}

async function install(server: LabHost): Promise<Installed> {
  const host = await under.driver.createHost(hostRequest(server), contextOf());
  const [disk = expect.fail("a disk is missing")] = server.disks;
  const wanted = machineRequest(host, disk, { image: imageOf(under.lab.images[0]) });
  return { server, host, wanted, machine: await under.driver.createMachine(wanted, contextOf()) };
}

describe("Ironic's database is lost", () => {
  const all: Installed[] = [];
  const before = (): readonly unknown[] => under.ledgerOf(...all.map(({ server }) => server));
  let deeds: readonly unknown[];

  it("with installed hosts: what is read is lost, never gone", async () => {
    all.push(...(await Promise.all([0, 1, 2].map((at) => install(under.host(at))))));
    deeds = before();
    await under.lab.loseDatabase();
    for (const { host, machine } of all) {
      expect(await under.driver.readHost(host, contextOf())).toMatchObject({ observed: "lost" });
      expect(await under.driver.readMachine(machine, contextOf())).toMatchObject({ observed: "lost" });
    }
  });

  it("a machine whose host was not enrolled again yet says what to do", async () => {
    const [{ wanted, machine } = expect.fail()] = all;
    const failure = await failureOf(under.driver.updateMachine(wanted, machine, contextOf()));
    expect(failure.code).toBe("NODE_LOST");
    expect(failure.message).toContain("next: run `pulumi up --refresh`");
    expect(failure.failure.partial).toEqual(machine);
  });

  it("a host whose BMC cannot be reached fails and keeps its state; the next run goes on", async () => {
    const [{ server, host } = expect.fail()] = all;
    await under.lab.faults.on("bmc-refused", { host: server.name });
    const failure = await failureOf(under.driver.updateHost(hostRequest(server), host, contextOf()));
    await under.lab.faults.off("bmc-refused", { host: server.name });
    expect(failure.failure.failureClass).toBe("network");
    expect(failure.failure.partial).toMatchObject({ nodeUuid: host.nodeUuid, incarnation: host.incarnation });
    expect(failure.failure.partial).toMatchObject({ hardware: host.hardware });
  });

  it("each host is enrolled again as it is, and each machine is adopted: no write, no power", async () => {
    await Promise.all(
      all.map(async ({ server, host, machine, wanted }) => {
        const found = await under.driver.updateHost(hostRequest(server), host, contextOf());
        expect(found).toEqual({ ...host, provisionState: "manageable", powerState: "on" });
        const adopted = await under.driver.updateMachine(wanted, machine, contextOf());
        expect(adopted).toEqual({ ...machine, provisionState: "active", observed: "present" });
      }),
    );
    for (const { host, machine } of all) {
      const node = await under.client.node(host.nodeUuid);
      expect(node).toMatchObject({ provision_state: "active", instance_uuid: machine.instanceUuid, protected: true });
      expect(node.extra.ironworks).not.toHaveProperty("adopted");
    }
    expect(before()).toEqual(deeds);
  });

  it("afterwards host and machine are as before: updates change nothing, a reinstall is the policy's", async () => {
    const [{ server, host, machine, wanted } = expect.fail()] = all;
    const same = await under.driver.updateHost(hostRequest(server), host, contextOf());
    expect(same).toMatchObject({ provisionState: "active", hardware: host.hardware });
    await under.driver.updateMachine(wanted, machine, contextOf());
    const other = { ...wanted, spec: { ...wanted.spec, image: imageOf(under.lab.images[1]) } };
    const refused = await failureOf(under.driver.updateMachine(other, machine, contextOf()));
    expect(refused.message).toContain("reinstall: { allow: true }");
    expect(before()).toEqual(deeds);
  });

  it("a change that comes with the loss is refused after the machine is adopted, or made where it is allowed", async () => {
    const [first = expect.fail(), second = expect.fail()] = all;
    await under.lab.loseDatabase();
    for (const { server, host } of [first, second]) {
      await under.driver.updateHost(hostRequest(server), host, contextOf());
    }
    const image = imageOf(under.lab.images[1]);
    const refused = { ...first.wanted, spec: { ...first.wanted.spec, image } };
    const failure = await failureOf(under.driver.updateMachine(refused, first.machine, contextOf()));
    expect(failure.message).toContain("reinstall: { allow: true }");
    expect((await under.client.node(first.host.nodeUuid)).provision_state).toBe("active");
    expect(before()).toEqual(deeds);

    const allowed = { ...second.wanted, spec: { ...second.wanted.spec, image, reinstall: { allow: true } } };
    const reinstalled = await under.driver.updateMachine(allowed, second.machine, contextOf());
    expect(reinstalled).toMatchObject({ provisionState: "active", instanceUuid: second.machine.instanceUuid });
    expect(reinstalled.installed?.imageChecksum).toBe(under.lab.images[1].checksum);
    const [disk = expect.fail("a disk is missing")] = second.server.disks;
    expect(await disk.startsWith(under.lab.images[1].file)).toBe(true);
    expect((await under.client.node(second.host.nodeUuid)).protected).toBe(true);
    expect(under.ledgerOf(first.server)).toEqual(deeds.filter((entry) => Object(entry).host === first.server.name));
  });

  it("the state of two servers is swapped: neither is touched, both are named", async () => {
    const [one = expect.fail(), , other = expect.fail()] = all;
    await under.lab.loseDatabase();
    const now = under.ledgerOf(one.server, other.server);
    const failures = await Promise.all([
      failureOf(
        under.driver.updateHost(hostRequest(one.server), { ...other.host, hostId: one.host.hostId }, contextOf()),
      ),
      failureOf(
        under.driver.updateHost(hostRequest(other.server), { ...one.host, hostId: other.host.hostId }, contextOf()),
      ),
    ]);
    for (const failure of failures) {
      expect(failure.code).toBe("BMC_MISMATCH");
      expect(failure.message).toContain(one.server.bootMACAddress);
      expect(failure.message).toContain(other.server.bootMACAddress);
    }
    expect(await under.client.directory()).toEqual([]);
    expect(under.ledgerOf(one.server, other.server)).toEqual(now);
  });

  it("a first install on a host that was enrolled again is refused: what is on its disks is not known", async () => {
    const [{ server, host, wanted } = expect.fail()] = all;
    const now = under.ledgerOf(server);
    await under.driver.updateHost(hostRequest(server), host, contextOf());
    const again = { ...wanted, machineId: "another" };
    const failure = await failureOf(under.driver.createMachine(again, contextOf()));
    expect(failure.code).toBe("HOST_AS_FOUND");
    expect(failure.message).toContain("next: ");
    expect(under.ledgerOf(server)).toEqual(now);
  });
});
