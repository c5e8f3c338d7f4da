import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hardware } from "./hardware.js";
import { INVENTORY_BUDGET_BYTES, parseInventory } from "./inventory.js";

function size(hardware: Hardware): number {
  return Buffer.byteLength(JSON.stringify(hardware));
}

const small = {
  inventory: {
    interfaces: [
      {
        name: "eno1",
        mac_address: "52:54:00:0A:00:01",
        ipv4_address: "192.0.2.21",
        ipv6_address: "fe80::1%eno1",
        has_carrier: true,
        vendor: "0x8086",
        product: "0x1572",
        speed_mbps: 25000,
        lldp: [[5, "6e6f742d74686973"]],
        client_id: null,
      },
      {
        name: "eno2",
        mac_address: "52:54:00:0a:00:02",
        ipv4_address: null,
        ipv6_address: "2001:db8::2",
        has_carrier: false,
        lldp: [[5, "6c6561662d34"]],
      },
    ],
    cpu: { model_name: "Acme 9000", frequency: "2399.5610", count: 64, architecture: "x86_64", flags: ["vmx", "sse"] },
    disks: [
      {
        name: "/dev/nvme0n1",
        model: "Acme Fast SSD 9",
        size: 480103981056,
        rotational: false,
        wwn: "eui.00a0b0c0d0e0f001",
        serial: "NV-0007",
        vendor: null,
        wwn_with_extension: null,
        wwn_vendor_extension: null,
        hctl: null,
        by_path: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1",
        tran: "nvme",
      },
      {
        name: "/dev/sda",
        model: " Slow ",
        size: 2000398934016,
        rotational: true,
        serial: ["", "WD-A1"],
        vendor: "ATA",
      },
      { name: "/dev/sdb", size: 240057409536, rotational: false, serial: "SA-2", hctl: "1:0:0:0" },
    ],
    memory: { total: 269891387392, physical_mb: 262144 },
    system_vendor: {
      manufacturer: "Acme",
      product_name: "Server 7",
      serial_number: "SN-1",
      firmware: { version: "1" },
    },
    boot: { current_boot_mode: "uefi", pxe_interface: "01-52-54-00-0a-00-01" },
  },
  plugin_data: {
    parsed_lldp: { eno1: { switch_system_name: "leaf-3", switch_port_id: "swp17", switch_port_untagged_vlan_id: 40 } },
    all_interfaces: { eno2: { pxe_enabled: true } },
    logs: "AAAA",
  },
};

it("an agent's inventory", () => {
  expect(parseInventory(small, "agent")).toEqual({
    source: "agent",
    cpu: { architecture: "x86_64", count: 64, model: "Acme 9000", clockMHz: 2400 },
    memoryGiB: 256,
    storage: [
      {
        name: "/dev/nvme0n1",
        byPath: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1",
        type: "NVME",
        sizeGiB: 447,
        sizeBytes: 480103981056,
        serial: "NV-0007",
        wwn: "eui.00a0b0c0d0e0f001",
        model: "Acme Fast SSD 9",
        rotational: false,
      },
      {
        name: "/dev/sda",
        type: "HDD",
        sizeGiB: 1863,
        sizeBytes: 2000398934016,
        serial: "WD-A1",
        model: "Slow",
        vendor: "ATA",
        rotational: true,
      },
      {
        name: "/dev/sdb",
        type: "SSD",
        sizeGiB: 223,
        sizeBytes: 240057409536,
        serial: "SA-2",
        hctl: "1:0:0:0",
        rotational: false,
      },
    ],
    nics: [
      {
        name: "eno1",
        mac: "52:54:00:0a:00:01",
        ip: "192.0.2.21",
        speedMbps: 25000,
        model: "0x8086 0x1572",
        hasCarrier: true,
        pxe: true,
        lldp: { switchName: "leaf-3", portId: "swp17", vlan: 40 },
      },
      {
        name: "eno2",
        mac: "52:54:00:0a:00:02",
        ip: "2001:db8::2",
        hasCarrier: false,
        pxe: true,
        lldp: { switchName: "leaf-4" },
      },
    ],
    vendor: { manufacturer: "Acme", productName: "Server 7", serialNumber: "SN-1" },
    bootMode: "uefi",
  });
});

it("a BMC's inventory knows names and sizes", () => {
  const hardware = parseInventory(
    {
      inventory: {
        interfaces: [{ mac_address: "52:54:00:0a:00:01", name: "NIC.1" }],
        cpu: { count: 2, architecture: "x86_64" },
        disks: [{ name: "Bay 1", size: 1000 * 2 ** 30 }],
        memory: { physical_mb: 1536 },
      },
    },
    "redfish",
  );
  expect(hardware).toEqual({
    source: "redfish",
    cpu: { architecture: "x86_64", count: 2 },
    memoryGiB: 1.5,
    storage: [{ name: "Bay 1", sizeGiB: 1000, sizeBytes: 1000 * 2 ** 30 }],
    nics: [{ name: "NIC.1", mac: "52:54:00:0a:00:01" }],
    vendor: {},
  });
});

it("one entry a NIC, though listed once for each address family", () => {
  const nic = { name: "eno1", mac_address: "52:54:00:0a:00:01" };
  const interfaces = [
    { ...nic, ipv4_address: "192.0.2.21" },
    { ...nic, ipv6_address: "2001:db8::1" },
  ];
  expect(parseInventory({ inventory: { interfaces } }, "agent").nics).toEqual([
    { name: "eno1", mac: "52:54:00:0a:00:01", ip: "192.0.2.21" },
  ]);
});

describe("size", () => {
  const names = "abcdefghijkl".split("");

  function server(disk: object = {}) {
    return {
      inventory: {
        ...small.inventory,
        disks: names.map((letter, index) => ({
          name: `/dev/sd${letter}`,
          model: "ACME ULTRA7 SAS SSD 960G",
          size: 960197124096,
          rotational: false,
          wwn: `0x5000c500a0b0c0${index.toString(16).padStart(2, "0")}`,
          serial: `S4CKNX0M8012${index.toString().padStart(2, "0")}`,
          vendor: "ACME",
          wwn_with_extension: `0x5000c500a0b0c0${index}f0001122334455`,
          wwn_vendor_extension: "0xf0001122334455",
          hctl: `0:0:${index}:0`,
          by_path: `/dev/disk/by-path/pci-0000:3b:00.0-sas-phy${index}-lun-0`,
          ...disk,
        })),
        interfaces: ["eno1", "eno2", "ens1f0", "ens1f1"].map((name, index) => ({
          ...small.inventory.interfaces[0],
          name,
          mac_address: `52:54:00:0a:00:0${index}`,
        })),
      },
      plugin_data: {
        parsed_lldp: Object.fromEntries(
          ["eno1", "eno2", "ens1f0", "ens1f1"].map((name) => [
            name,
            {
              switch_chassis_id: "02:aa:bb:cc:dd:01",
              switch_system_name: "leaf-3.dc1",
              switch_port_id: "Ethernet1/17",
            },
          ]),
        ),
      },
    };
  }

  it("12 disks and 4 NICs stay within the budget, and say what is left out", () => {
    const all = parseInventory(server(), "agent", { budgetBytes: Number.POSITIVE_INFINITY });
    const hardware = parseInventory(server(), "agent");
    expect(size(all)).toBeGreaterThan(INVENTORY_BUDGET_BYTES);
    expect(size(hardware)).toBeLessThan(INVENTORY_BUDGET_BYTES);
    expect(hardware.storage).toHaveLength(12);
    expect(hardware.storage.map(({ serial, wwn, sizeBytes }) => [serial, wwn, sizeBytes])).toEqual(
      all.storage.map(({ serial, wwn, sizeBytes }) => [serial, wwn, sizeBytes]),
    );
    expect(hardware.omitted).toContain("byPath");
    for (const disk of hardware.storage) {
      for (const field of hardware.omitted ?? []) {
        expect(disk).not.toHaveProperty(field);
      }
    }
  });

  it("a path that alone distinguishes disks is not left out", () => {
    const hardware = parseInventory(server({ serial: null, wwn: "" }), "agent");
    expect(hardware.storage.every((disk) => disk.byPath)).toBe(true);
    expect(hardware.omitted).not.toContain("byPath");
  });

  it("an ordinary host loses nothing", () => {
    expect(size(parseInventory(small, "agent"))).toBeLessThan(1_500);
    expect(parseInventory(small, "agent")).not.toHaveProperty("omitted");
  });
});

describe("hostile input", () => {
  const key = fc.constantFrom(
    "inventory",
    "plugin_data",
    "cpu",
    "disks",
    "interfaces",
    "memory",
    "boot",
    "name",
    "size",
    "serial",
    "mac_address",
    "lldp",
    "__proto__",
    "constructor",
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.anything(),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 6, noNullPrototype: true }),
      fc.constantFrom("52:54:00:0a:00:01", "/dev/sda", "-1", "1e400"),
    ),
  }));

  it("never throws, and the result is plain JSON", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom("agent" as const, "redfish" as const), (inventory, source) => {
        const hardware = parseInventory(inventory, source);
        expect(JSON.parse(JSON.stringify(hardware))).toEqual(hardware);
      }),
    );
  });

  it.each([undefined, null, "", [], 7, { inventory: [] }, { inventory: { disks: { length: 9 } } }])("%j", (value) => {
    expect(parseInventory(value, "agent")).toEqual({
      source: "agent",
      cpu: { architecture: "unknown", count: 0 },
      memoryGiB: 0,
      storage: [],
      nics: [],
      vendor: {},
    });
  });

  it("numbers that are none, text with control characters, and endless text", () => {
    const disks = [
      { name: "/dev/sda\n\u001b[31m", size: "NaN", serial: "x".repeat(1000), model: "a\tb" },
      { name: "", size: 1 },
      { size: 1 },
    ];
    const { storage } = parseInventory({ inventory: { disks, memory: { physical_mb: -1 } } }, "agent");
    expect(storage).toEqual([{ name: "/dev/sda [31m", sizeGiB: 0, sizeBytes: 0, model: "a b" }]);
  });
});
