import { allRegistered, InstanceImage, ironicApi } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { Rack } from "./rack";
import { racks, type Server } from "./servers";

/** What Pulumi was asked to register, by name. */
let registered: Map<string, pulumi.runtime.MockResourceArgs>;

/** What inspection finds in every server. */
const storage = [{ name: "/dev/nvme0n1", type: "NVME", serial: "S1", sizeGiB: 480, sizeBytes: 480 * 1024 ** 3 }];
const hardware = { source: "agent", cpu: { architecture: "x86_64", count: 32 }, memoryGiB: 64, storage, nics: [] };

beforeEach(async () => {
  registered = new Map();
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    registered.set(args.name, args);
    const found = args.type.endsWith(":BareMetalHost") ? { hardware } : {};
    return { id: args.name, state: { ...args.inputs, ...found } };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "fleet", "dev", false, "organization");
});

async function rackOf(servers: Record<string, Server>): Promise<void> {
  new Rack("rack-9", {
    route: ironicApi("site-a", { endpoint: "https://10.0.20.99:6385" }),
    image: InstanceImage.url("https://images.example.org/debian-13.raw", { checksum: `sha256:${"a".repeat(64)}` }),
    servers,
    bmc: { username: "admin", passwords: { "rack-9-u1": "secret" }, insecure: false },
  });
  await allRegistered();
}

const server: Server = {
  bmcAddress: "redfish-virtualmedia://10.0.9.1/redfish/v1/Systems/1",
  bootMACAddress: "00:35:30:2a:ad:91",
};

it("a server without a role is only registered", async () => {
  await rackOf({ u1: server });
  expect([...registered.keys()].sort()).toEqual(["rack-9", "rack-9-u1"]);
});

it("a server with a role is installed on its NVMe disk", async () => {
  await rackOf({ u1: { ...server, role: "web" } });
  expect(registered.get("web-rack-9-u1")?.inputs.rootDisk).toMatchObject({ serial: "S1" });
});

it("no two servers of the fleet share a BMC or a network card", () => {
  const servers = Object.values(racks).flatMap((rack) => Object.values(rack));
  expect(new Set(servers.map(({ bmcAddress }) => bmcAddress)).size).toBe(servers.length);
  expect(new Set(servers.map(({ bootMACAddress }) => bootMACAddress)).size).toBe(servers.length);
});
