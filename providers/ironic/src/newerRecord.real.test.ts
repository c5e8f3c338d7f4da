import { expect, it } from "vitest";
import { contextOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(1);

// Two stacks of one team, one of them with older code.
it("what a newer release keeps in a record survives every write of this one", async () => {
  const server = under.host(0);
  const [disk = expect.fail("a disk is missing")] = server.disks;
  const host = await under.driver.createHost(hostRequest(server), contextOf());
  const wanted = machineRequest(host, disk, { image: imageOf(under.lab.images[0]) });
  const machine = await under.driver.createMachine(wanted, contextOf());
  const value = { since: "a later release" };
  await under.client.patchNode(host.nodeUuid, [
    { op: "add", path: "/extra/ironworks/newer", value },
    { op: "add", path: "/extra/ironworks/machine/newer", value },
  ]);
  const kept = async () => {
    expect((await under.client.node(host.nodeUuid)).extra.ironworks).toMatchObject({
      newer: value,
      machine: { newer: value },
    });
  };
  const renamed = { ...hostRequest(server, { automatedCleaningMode: "metadata" }), hostId: "renamed" };
  const updated = await under.driver.updateHost(renamed, host, contextOf());
  await kept();
  await under.driver.updateMachine({ ...wanted, host: updated, machineId: "renamed" }, machine, contextOf());
  await kept();
  const attached = await under.driver.createHost(renamed, contextOf());
  await kept();
  await under.driver.createMachine({ ...wanted, host: attached, machineId: "renamed" }, contextOf());
  await kept();
});
