import { type HostState, InstanceImage, type MachineState } from "@ironworks/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { IronicDriver } from "./ironicDriver.js";
import { contextOf, failureOf } from "./testing/labFixture.js";
import { fault, ScriptedServer } from "./testing/scriptedServer.js";

let server: ScriptedServer;
let driver: IronicDriver;

beforeAll(async () => {
  server = await new ScriptedServer(() => fault(400, "not today")).start();
  driver = new IronicDriver({ name: "site-a", endpoint: server.endpoint });
});
afterAll(async () => {
  driver.close();
  await server.stop();
});

const owner = "acme/metal/test";
const host = {
  owner,
  hostId: "node-0",
  incarnation: "i1",
  nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11",
} as HostState;
const machine = { ...host, machineId: "web-0", instanceUuid: "i" } as unknown as MachineState;
const hostRequest = {
  owner,
  hostId: "node-0",
  spec: { bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "sesame" } },
};
const image = InstanceImage.url("https://images.example.org/os.raw", { checksum: `sha256:${"a".repeat(64)}` });
const machineRequest = { owner, machineId: "web-0", host, spec: { image } };

it.each<[string, () => Promise<unknown>]>([
  ["`node-0`: enrol failed", () => driver.createHost(hostRequest, contextOf())],
  ["`node-0`: update failed", () => driver.updateHost(hostRequest, host, contextOf())],
  ["`node-0`: read failed", () => driver.readHost(host, contextOf())],
  ["`node-0`: remove failed", () => driver.deleteHost(host, "remove", contextOf())],
  ["`site-a`: look-up failed", () => driver.findHost({ by: "name", name: "node-0" }, contextOf())],
  ["`web-0`: claim failed", () => driver.createMachine(machineRequest, contextOf())],
  ["`web-0`: update failed", () => driver.updateMachine(machineRequest, machine, contextOf())],
  ["`web-0`: read failed", () => driver.readMachine(machine, contextOf())],
  ["`web-0`: deprovision failed", () => driver.deleteMachine(machine, "deprovision", contextOf())],
])("an operation that fails is called by its name: %s", async (start, call) => {
  expect((await failureOf(call())).message).toContain(start);
});
