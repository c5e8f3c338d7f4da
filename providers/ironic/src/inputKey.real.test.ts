import { type MachineState, planMachineChange } from "@ironworks/core";
import { hashOf } from "@ironworks/core/json";
import { expect, it } from "vitest";
import { contextOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";
import { labUnderTest } from "./testing/labUnderTest.js";

const under = labUnderTest(1);

it("what is kept on the node gives user data away to nobody; a lost state attaches, says so, and writes nothing", async () => {
  const { driver, client } = under;
  const server = under.host(0);
  const [disk = expect.fail("the lab's hosts have disks")] = server.disks;
  const host = await driver.createHost(hostRequest(server), contextOf());
  const spec = {
    image: imageOf(under.lab.images[0] ?? expect.fail("no image")),
    userData: "#cloud-config\npassword: 1234\n",
  };
  const request = machineRequest(host, disk, spec);
  const kept = async () => JSON.stringify((await client.findNode(host.nodeUuid))?.extra);

  const machine = await driver.createMachine(request, contextOf());
  const { inputKey = expect.fail("no key") } = machine;
  const first = await kept();
  expect(first).toContain(machine.installed?.userDataHash);
  expect(first).not.toContain(inputKey);
  expect(first).not.toContain(hashOf(spec.userData));

  const before = under.lab.ledger().length;
  const lost = contextOf();
  const other = { ...request, spec: { ...request.spec, userData: "another", reinstall: { allow: true } } };
  const again = await driver.createMachine(other, lost);
  expect(lost.lines.filter(({ kind }) => kind === "warning").map(({ message }) => message)).toEqual([
    expect.stringMatching(/`userData` changed .*cannot be told.*nothing is installed anew/),
  ]);
  expect(again.inputKey).not.toBe(inputKey);
  expect(await kept()).toContain(again.installed?.userDataHash);
  expect(planOf(again, "another")).toBe("no-change");
  expect(planOf(again, "a third")).toBe("reinstall");

  const whole = contextOf();
  const { inputKey: _lost, ...keyless } = again;
  const updated = await driver.updateMachine(other, keyless, whole);
  expect(whole.lines.some(({ kind }) => kind === "warning")).toBe(true);
  expect(planOf(updated, "another")).toBe("no-change");
  expect(await driver.readMachine(updated, contextOf())).toEqual(updated);
  expect(under.lab.ledger().slice(before)).toEqual([]);

  function planOf({ installed, inputKey: key }: MachineState, userData: string): string {
    const wanted = { ...other.spec, userData };
    return planMachineChange(installed, wanted, undefined, { inputKey: key }).kind;
  }
});
