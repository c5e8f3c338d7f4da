import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, failureOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 1 });
  driver = driverOf(lab);
});
afterAll(async () => {
  driver?.close();
  await lab?.stop();
});

it("an installed host that comes back with a wrong BMC password is refused, and neither powered nor written", async () => {
  const [server] = lab.hosts;
  const [disk = expect.fail("the lab's hosts have disks")] = server.disks;
  const host = await driver.createHost(hostRequest(server), contextOf());
  const machine = await driver.createMachine(
    machineRequest(host, disk, { image: imageOf(lab.images[0]) }),
    contextOf(),
  );
  await driver.deleteMachine(machine, "detach", contextOf());
  await driver.deleteHost(host, "detach", contextOf());
  const before = lab.ledger().length;

  const wrong = hostRequest(server, { bmc: { ...server.bmc, password: "not this one" } });
  const error = await failureOf(driver.createHost(wrong, contextOf()));
  expect(error.failure).toMatchObject({ phase: "verify", failureClass: "credential", disksTouched: [] });
  expect(error.message).toMatch(/ · `node-0`: verify failed after \d+s \[BMC_CREDENTIALS\] · /);
  expect(error.message).not.toContain("not this one");
  // It is attached all the same: the next run goes on from there.
  expect(error.failure.partial).toMatchObject({ nodeUuid: host.nodeUuid, provisionState: "active" });

  const again = await driver.createHost(hostRequest(server), contextOf());
  expect(again).toMatchObject({ nodeUuid: host.nodeUuid, provisionState: "active", powerState: "on" });
  expect(lab.ledger().slice(before)).toEqual([]);
});
