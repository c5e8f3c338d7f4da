import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { IronicClient } from "./api/client.js";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, driverOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;
let client: IronicClient;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 4 });
  driver = driverOf(lab);
  client = new IronicClient({ endpoint: lab.endpoint, credentials: lab.credentials });
});
afterAll(async () => {
  client?.close();
  driver?.close();
  await lab?.stop();
});

it("secure boot is asked for alike by one machine alone and by three at once", async () => {
  const spec = { bootMode: "UEFISecureBoot" } as const;
  const hosts = await Promise.all(lab.hosts.map((host) => driver.createHost(hostRequest(host, spec), contextOf())));
  const [alone, ...together] = hosts.map((host, index) => {
    const disk = lab.hosts[index]?.disks[0] ?? expect.fail("a disk is missing");
    const image = lab.images[0] ?? expect.fail("an image is missing");
    return machineRequest(host, disk, { image: imageOf(image) });
  });
  await driver.createMachine(alone ?? expect.fail("a host is missing"), contextOf());
  await Promise.all(together.map((request) => driver.createMachine(request, contextOf())));
  const asked = await Promise.all(hosts.map(async ({ nodeUuid }) => (await client.node(nodeUuid)).instance_info));
  expect(asked.map(({ capabilities }) => capabilities)).toEqual(Array(4).fill({ secure_boot: "true" }));
});
