import { Lab, type LabDisk, type LabHost } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IronicDriver } from "./ironicDriver.js";
import { contextOf, digestOf, driverOf, hostRequest, imageOf, machineRequest } from "./testing/labFixture.js";

let lab: Lab;
let driver: IronicDriver;

beforeAll(async () => {
  lab = await Lab.start({ hosts: 2 });
  driver = driverOf(lab);
});

afterAll(async () => {
  driver?.close();
  await lab?.stop();
});

const nvme = (host: LabHost): LabDisk => {
  const disk = host.disks.find(({ type }) => type === "NVME");
  if (!disk) throw new Error("the lab's hosts have NVMe disks");
  return disk;
};

describe("the life of hosts and machines, on a real Ironic", () => {
  it("enrols, inspects and installs two hosts side by side, and writes nothing but what was asked for", async () => {
    const [image] = lab.images;
    const lives = lab.hosts.map(async (labHost) => {
      const context = contextOf();
      const host = await driver.createHost(hostRequest(labHost), context);
      console.log(context.lines.map((line) => `${labHost.name} ${line.message}`).join("\n"));
      console.log(JSON.stringify(host).length, JSON.stringify(host, undefined, 1).slice(0, 3000));
      const ctx = contextOf();
      const machine = await driver.createMachine(
        machineRequest(host, nvme(labHost), { image: imageOf(image), userData: "#cloud-config\n" }),
        ctx,
      );
      console.log(ctx.lines.map((line) => `${labHost.name} ${line.message}`).join("\n"));
      console.log(JSON.stringify(machine, undefined, 1));
      return { labHost, host, machine };
    });
    for (const { labHost } of await Promise.all(lives)) {
      const disk = nvme(labHost);
      expect(await digestOf(disk.file, image.sizeBytes)).toBe(image.checksum);
    }
    console.log(lab.ledger());
    console.log(
      lab
        .requests()
        .filter((r) => r.by === "client")
        .map((r) => `${r.at.slice(14)} ${r.method} ${r.path.slice(0, 110)} ${r.status} ${r.durationMs}`)
        .join("\n"),
    );
  });
});
