import type { HostState, MachineState } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { contextOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(1);

describe("an installed machine is protected in Ironic", () => {
  let host: HostState;
  let machine: MachineState;
  const wanted = (spec: object = {}) => {
    const [disk = expect.fail("a disk is missing")] = under.host(0).disks;
    return machineRequest(host, disk, { image: imageOf(under.lab.images[0]), ...spec });
  };
  const isProtected = async () => (await under.client.node(host.nodeUuid)).protected;

  it("from others, with the reason, without a call of its own", async () => {
    host = await under.driver.createHost(hostRequest(under.host(0)), contextOf());
    expect(await isProtected()).toBe(false);
    const patches = () => under.lab.requests().filter(({ method }) => method === "PATCH").length;
    const before = patches();
    machine = await under.driver.createMachine(wanted(), contextOf());
    expect(patches() - before).toBe(2);
    const node = await under.client.node(host.nodeUuid);
    expect(node).toMatchObject({ protected: true, protected_reason: expect.stringContaining("`protect: false`") });
    for (const verb of ["deleted", "rebuild"] as const) {
      await expect(under.client.provision(host.nodeUuid, verb)).rejects.toThrow();
    }
    expect((await under.client.node(host.nodeUuid)).provision_state).toBe("active");
  });

  it("what came off in a run that broke off goes on again with the next update", async () => {
    await under.client.patchNode(host.nodeUuid, [{ op: "replace", path: "/protected", value: false }]);
    machine = await under.driver.updateMachine(wanted(), machine, contextOf());
    expect(await isProtected()).toBe(true);
  });

  it("an allowed reinstall lifts it and puts it back", async () => {
    const spec = { image: imageOf(under.lab.images[1]), reinstall: { allow: true } };
    machine = await under.driver.updateMachine(wanted(spec), machine, contextOf());
    expect(machine.installed?.imageChecksum).toBe(under.lab.images[1].checksum);
    expect(await isProtected()).toBe(true);
  });

  it("`protect: false` takes it off, and a machine that is protected can be deprovisioned all the same", async () => {
    const image = imageOf(under.lab.images[1]);
    machine = await under.driver.updateMachine(wanted({ image, protect: false }), machine, contextOf());
    expect(await isProtected()).toBe(false);
    machine = await under.driver.updateMachine(wanted({ image }), machine, contextOf());
    expect(await isProtected()).toBe(true);
    expect(await under.driver.deleteMachine(machine, "deprovision", contextOf())).toMatchObject({ outcome: "done" });
    expect(await isProtected()).toBe(false);
    expect(await under.driver.deleteHost(host, "remove", contextOf())).toMatchObject({ outcome: "done" });
  });
});
