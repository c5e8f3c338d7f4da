import { allRegistered, type Hardware } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { fleet, type Server } from "./fleet";

const web: Server = {
  name: "node-0",
  bmcAddress: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1",
  bootMACAddress: "00:35:30:2a:ad:48",
  role: "web",
};
const spare: Server = {
  name: "spare-0",
  bmcAddress: "redfish-virtualmedia://10.0.1.4/redfish/v1/Systems/1",
  bootMACAddress: "00:35:30:2a:ad:4a",
};

const disk = (name: string, type: "NVME" | "SSD", serial: string): Hardware["storage"][number] => ({
  name,
  type,
  serial,
  sizeGiB: 480,
  sizeBytes: 480 * 1024 ** 3,
});
const nvme = disk("/dev/nvme0n1", "NVME", "S1");
const ssd = disk("/dev/sda", "SSD", "S2");

/** What Pulumi was asked to register, by name. */
let registered: Map<string, pulumi.runtime.MockResourceArgs>;
/** What inspection finds in every server. */
let storage: Hardware["storage"];

beforeEach(async () => {
  registered = new Map();
  storage = [nvme, ssd];
  await pulumi.runtime.setMocks(
    {
      newResource: (resource) => {
        registered.set(resource.name, resource);
        const hardware = {
          source: "agent",
          cpu: { architecture: "x86_64", count: 32 },
          memoryGiB: 64,
          storage,
          nics: [],
        };
        return {
          id: resource.name,
          state: resource.type.endsWith(":BareMetalHost") ? { ...resource.inputs, hardware } : resource.inputs,
        };
      },
      call: () => ({}),
    },
    "fleet",
    "dev",
    false,
    "acme",
  );
  pulumi.runtime.setAllConfig({ "fleet:ironicEndpoint": "https://10.0.20.99:6385", "fleet:bmcPassword": "secret" }, [
    "fleet:bmcPassword",
  ]);
});

it("a server with a role gets a machine, a spare one is only registered", async () => {
  fleet([web, spare]);
  await allRegistered();
  expect([...registered.keys()].sort()).toEqual(["node-0", "spare-0", "web-node-0"]);
});

it("the system goes on the NVMe disk, and nothing may erase it later", async () => {
  fleet([web]);
  await allRegistered();
  const { rootDisk, onDestroy = "detach", reinstall } = registered.get("web-node-0")?.inputs ?? {};
  expect(rootDisk).toMatchObject({ serial: "S1" });
  expect([onDestroy, reinstall]).toEqual(["detach", undefined]);
});

it("a server with two NVMe disks stops the program, which lists them", async () => {
  storage = [nvme, disk("/dev/nvme1n1", "NVME", "S3")];
  fleet([web]);
  await expect(allRegistered()).rejects.toThrow(
    /`web-node-0: rootDisk` chose no disk of host `node-0`[\s\S]*S1[\s\S]*S3/,
  );
  expect([...registered.keys()]).toEqual(["node-0"]);
});

it("a wrong address stops the program before anything is registered", async () => {
  fleet([web, { ...spare, bmcAddress: "redfsh://10.0.1.4/redfish/v1/Systems/1" }]);
  await expect(allRegistered()).rejects.toThrow("`spare-0: bmc.address` has the unknown scheme `redfsh`");
  expect(registered.size).toBe(0);
});
