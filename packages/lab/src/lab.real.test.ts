import { once } from "node:events";
import { existsSync } from "node:fs";
import https from "node:https";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LabHost } from "./host/labHost.js";
import { Lab } from "./lab.js";
import { PlainIronic } from "./plainIronic.testkit.js";

const USER_DATA = "#cloud-config\nhostname: web-0\n";
const NETWORK_DATA = { links: [], networks: [], services: [] };

interface Inventory {
  readonly inventory: {
    readonly cpu: { readonly count: number };
    readonly memory: { readonly physical_mb: number };
    readonly disks: readonly Record<string, unknown>[];
    readonly interfaces: readonly { readonly mac_address: string }[];
  };
  readonly plugin_data: { readonly parsed_lldp?: Record<string, Record<string, unknown>> };
}

describe("a host's life through the real Ironic", () => {
  let lab: Lab;
  let ironic: PlainIronic;
  let host: LabHost;
  let uuid: string;
  const kinds = (name: string) =>
    lab
      .ledger()
      .filter((entry) => entry.host === name)
      .map((entry) => entry.kind);
  const untouched = () => Promise.all(host.disks.map((disk) => disk.isUntouched()));

  beforeAll(async () => {
    lab = await Lab.start({ hosts: 2 });
    ironic = new PlainIronic(lab);
    [host] = lab.hosts;
  });
  afterAll(() => lab?.stop());

  it("asks for credentials", async () => {
    const response = await fetch(`${lab.endpoint}/v1/nodes`);
    expect(response.status).toBe(401);
  });

  it("registers it and verifies its BMC without a power action", async () => {
    uuid = await ironic.enrol(host);
    await ironic.go(uuid, "manage", "manageable");
    expect(kinds(host.name)).toEqual([]);
  });

  it("inspects it through the ramdisk: disks with serials, network interfaces, switch ports", async () => {
    await ironic.go(uuid, "inspect", "manageable");
    const { inventory, plugin_data } = await ironic.call<Inventory>("GET", `/v1/nodes/${uuid}/inventory`);
    expect(inventory.cpu.count).toBe(host.cpus);
    expect(inventory.memory.physical_mb).toBe(host.memoryGiB * 1024);
    expect(inventory.interfaces.map((nic) => nic.mac_address)).toEqual(host.nics.map((nic) => nic.mac));
    expect(inventory.disks).toMatchObject(
      host.disks.map(({ name, serial, wwn, rotational, sizeBytes }) => ({
        name,
        serial,
        wwn,
        rotational,
        size: sizeBytes,
      })),
    );
    expect(plugin_data.parsed_lldp?.eno1).toMatchObject({
      switch_port_id: host.nics[0]?.lldp.portId,
      switch_system_name: host.nics[0]?.lldp.switchName,
      switch_port_untagged_vlan_id: host.nics[0]?.lldp.vlan,
    });
    expect(kinds(host.name)).toEqual(["power", "boot", "power"]);
  });

  it("inspects it through its BMC: the host's own hardware, without serials", async () => {
    const before = lab.ledger().length;
    await ironic.patch(uuid, "/inspect_interface", "redfish");
    await ironic.go(uuid, "inspect", "manageable");
    const { inventory } = await ironic.call<Inventory>("GET", `/v1/nodes/${uuid}/inventory`);
    expect(inventory.cpu.count).toBe(host.cpus);
    expect(inventory.memory.physical_mb).toBe(host.memoryGiB * 1024);
    expect(inventory.interfaces.map((nic) => nic.mac_address)).toEqual(host.nics.map((nic) => nic.mac));
    expect(inventory.disks.map((disk) => disk.size)).toEqual(host.disks.map((disk) => disk.sizeBytes));
    expect(inventory.disks.map((disk) => disk.serial ?? null)).toEqual([null, null, null]);
    expect(lab.ledger().length).toBe(before);
  });

  it("makes it available without cleaning, where the node says so", async () => {
    await ironic.go(uuid, "provide", "available");
    expect(await untouched()).toEqual([true, true, true]);
  });

  it("installs the image on the disk with that serial, and on no other", async () => {
    const [, disk] = host.disks;
    const [image, other] = lab.images;
    await ironic.patch(uuid, "/instance_info", ironic.instance(image, { serial: `s== ${disk?.serial}` }));
    const configdrive = { meta_data: { name: "web-0" }, user_data: USER_DATA, network_data: NETWORK_DATA };
    await ironic.go(uuid, "active", "active", { configdrive });
    expect(await untouched()).toEqual([true, false, true]);
    expect(await disk?.startsWith(image.file)).toBe(true);
    expect(await disk?.startsWith(other.file)).toBe(false);
    const writes = lab.ledger().filter((entry) => entry.kind === "write");
    expect(writes.map((entry) => entry.disk)).toEqual([disk?.name, disk?.name]);
    expect(writes.map((entry) => entry.reason)).toEqual([`image ${image.url}`, "config drive"]);
    expect(writes[0]?.bytes).toBe(image.sizeBytes);
    expect(kinds(host.name).slice(-3)).toEqual(["power", "power", "boot"]);
    expect(lab.ledger().at(-1)).toMatchObject({ kind: "boot", disk: disk?.name, reason: "from disk" });
    expect(lab.power(host.name)).toBe("on");
  });

  it("gives the machine its user data, read back from the written disk", async () => {
    const [first, disk] = host.disks;
    const drive = await lab.readConfigDrive(disk ?? expect.fail());
    expect(drive.userData).toBe(USER_DATA);
    expect(drive.metaData).toMatchObject({ name: "web-0" });
    expect(drive.networkData).toEqual(NETWORK_DATA);
    await expect(lab.readConfigDrive(first ?? expect.fail())).rejects.toMatchObject({ code: "LAB_NO_CONFIG_DRIVE" });
  });

  it("really clears disks when it is released with cleaning, save those that are to be kept", async () => {
    const [first, disk, kept] = host.disks;
    await ironic.patch(uuid, "/automated_clean", true);
    await ironic.patch(uuid, "/properties/skip_block_devices", [{ serial: kept?.serial }]);
    await ironic.go(uuid, "deleted", "available");
    expect(await disk?.isCleared()).toBe(true);
    expect(await first?.isCleared()).toBe(true);
    expect(await kept?.isUntouched()).toBe(true);
    const erased = lab.ledger().filter((entry) => entry.kind === "erase");
    expect(erased.map((entry) => entry.disk)).toEqual([first?.name, disk?.name]);
  });

  it("cleans a node that does not say otherwise", async () => {
    const [, second] = lab.hosts;
    const careless = await ironic.enrol(second ?? expect.fail(), { automated_clean: null });
    await ironic.go(careless, "manage", "manageable");
    await ironic.go(careless, "provide", "available");
    expect(await second?.disks[0]?.isCleared()).toBe(true);
    expect(kinds("node-1")).toContain("erase");
  });

  it("refuses an image that is not raw, by name", async () => {
    const [image] = lab.images;
    const info = { ...(ironic.instance(image, { size: ">= 100" }) as object), image_disk_format: "qcow2" };
    await ironic.patch(uuid, "/instance_info", info);
    await ironic.verb(uuid, "active");
    await ironic.until(uuid, "deploy failed");
    expect((await ironic.history(uuid)).join()).toMatch(/writes raw images only, and image \S+ is qcow2/);
  });

  it("has recorded every request, the agents' apart", () => {
    const requests = lab.requests();
    /** How many were accepted: a request that finds a node locked is sent again. */
    const count = (by: string, method: string, route: string) =>
      requests.filter(
        (entry) => entry.by === by && entry.method === method && entry.route === route && entry.status < 300,
      ).length;
    expect(count("client", "POST", "/v1/nodes")).toBe(2);
    expect(count("client", "PUT", "/v1/nodes/{id}/states/provision")).toBe(9);
    // Each of the four deployments and cleanings goes on only by heartbeats.
    expect(count("agent", "POST", "/v1/heartbeat/{id}")).toBeGreaterThanOrEqual(4);
    expect(requests.filter((entry) => entry.by === "client" && /heartbeat|lookup/.test(entry.path))).toEqual([]);
    expect(requests.every((entry) => entry.status !== 0)).toBe(true);
  });
});

describe("labs", () => {
  it("run side by side, and end", async () => {
    const one = await Lab.start({ hosts: 4 });
    const two = await Lab.start({ hosts: 1, ironic: { auth: "noauth" } });
    try {
      expect(one.endpoint).not.toBe(two.endpoint);
      await new PlainIronic(one).enrol(one.hosts[0]);
      const nodes = async (lab: Lab) =>
        (await new PlainIronic(lab).call<{ nodes: unknown[] }>("GET", "/v1/nodes")).nodes;
      expect(await nodes(one)).toHaveLength(1);
      expect(await nodes(two)).toHaveLength(0);
      expect(new Set(one.hosts.map((host) => host.cpus)).size).toBeGreaterThan(2);
      expect(await verifiedStatus(one.hosts[0], one.ca)).toBe(200);
      await expect(verifiedStatus(one.hosts[0], two.ca)).rejects.toThrow();
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    await expect(fetch(one.endpoint)).rejects.toThrow();
    await expect(fetch(two.endpoint)).rejects.toThrow();
    expect([one.folder, two.folder].filter(existsSync)).toEqual([]);
  });

  it("share one BMC process above eight hosts, and each host still has an address of its own", async () => {
    await using lab = await Lab.start({ hosts: 9 });
    const addresses = new Set(lab.hosts.map((host) => new URL(host.bmc.address.split("+")[1] ?? "").host));
    expect(addresses.size).toBe(9);
    const last = lab.host("node-8");
    const ironic = new PlainIronic(lab);
    await ironic.go(await ironic.enrol(last), "manage", "manageable");
  });

  it("answer for one host while clients of another connect and say nothing", async () => {
    await using lab = await Lab.start({ hosts: 9 });
    const [first] = lab.hosts;
    const { port } = new URL(first.bmc.address.split("+")[1] ?? "");
    const silent = Array.from({ length: 3 }, () => connect(Number(port), "127.0.0.1"));
    try {
      await Promise.all(silent.map((socket) => once(socket, "connect")));
      expect(await verifiedStatus(lab.host("node-8"), lab.ca)).toBe(200);
    } finally {
      for (const socket of silent) {
        socket.destroy();
      }
    }
  });

  it("say what is missing for IPMI hosts", async () => {
    const path = process.env.PATH;
    process.env.PATH = "/nonexistent";
    try {
      await expect(Lab.start({ ipmiHosts: 1 })).rejects.toMatchObject({ code: "LAB_IPMITOOL_MISSING" });
    } finally {
      process.env.PATH = path;
    }
  });
});

/** Asks a BMC with verification of its certificate. */
function verifiedStatus(host: LabHost, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const url = host.bmc.address.replace("redfish-virtualmedia+", "");
    const auth = `${host.bmc.username}:${host.bmc.password}`;
    https
      .get(url, { ca, auth, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on("error", reject);
  });
}
