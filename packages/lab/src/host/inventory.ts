import type { LabDisk } from "../disk/labDisk.js";
import type { HostHardware } from "./labHost.js";
import { lldpTlvs } from "./lldp.js";

const GIB = 2 ** 30;
/** Of every host. */
export const BIOS_VERSION = "1.4.2";

/** A disk as ironic-python-agent reports it. */
export interface DiskFacts {
  readonly name: string;
  readonly model: string;
  readonly size: number;
  readonly rotational: boolean;
  readonly wwn: string;
  readonly serial: string;
  readonly vendor: string;
  readonly wwn_with_extension: string;
  readonly wwn_vendor_extension: null;
  readonly hctl: string | null;
  readonly by_path: string;
  readonly logical_sectors: number;
  readonly physical_sectors: number;
  readonly tran: "nvme" | "sata";
  readonly [fact: string]: unknown;
}

export function diskFacts(disk: LabDisk): DiskFacts {
  return {
    name: disk.name,
    model: disk.model,
    size: disk.sizeBytes,
    rotational: disk.rotational,
    wwn: disk.wwn,
    serial: disk.serial,
    vendor: disk.vendor,
    wwn_with_extension: disk.wwn,
    wwn_vendor_extension: null,
    hctl: disk.hctl ?? null,
    by_path: disk.byPath,
    logical_sectors: 512,
    physical_sectors: 4096,
    tran: disk.type === "NVME" ? "nvme" : "sata",
  };
}

/** What the agent's hardware manager finds. Addresses are of the documentation range: Ironic drops loopback ones. */
export function inventory(host: HostHardware): Record<string, unknown> {
  const number = Number(host.name.slice("node-".length)) + 1;
  return {
    interfaces: host.nics.map((nic, index) => ({
      name: nic.name,
      mac_address: nic.mac,
      ipv4_address: index === 0 ? `192.0.2.${number % 254}` : null,
      ipv6_address: null,
      has_carrier: true,
      lldp: lldpTlvs(nic.lldp),
      vendor: "0x8086",
      product: "0x1572",
      client_id: null,
      biosdevname: null,
      speed_mbps: nic.speedMbps,
      pci_address: `0000:81:00.${index}`,
      driver: "i40e",
    })),
    cpu: {
      model_name: host.cpuModel,
      frequency: "2100.0000",
      count: host.cpus,
      architecture: "x86_64",
      flags: ["fpu", "vme", "sse4_2", "aes", "vmx"],
      socket_count: 1,
    },
    disks: host.disks.map(diskFacts),
    memory: { total: host.memoryGiB * GIB, physical_mb: host.memoryGiB * 1024 },
    bmc_address: null,
    bmc_v6address: null,
    system_vendor: {
      product_name: host.product,
      serial_number: host.serial,
      manufacturer: host.manufacturer,
      firmware: { vendor: host.manufacturer, version: BIOS_VERSION, build_date: "03/01/2026" },
    },
    boot: { current_boot_mode: "uefi", pxe_interface: host.bootMACAddress },
    hostname: "localhost.localdomain",
  };
}

/** What the agent's collectors add to the inventory. */
export function pluginData(host: HostHardware): Record<string, unknown> {
  return {
    boot_interface: `01-${host.bootMACAddress.replaceAll(":", "-")}`,
    root_disk: host.disks[0] ? diskFacts(host.disks[0]) : null,
    lldp_raw: Object.fromEntries(host.nics.map((nic) => [nic.name, lldpTlvs(nic.lldp)])),
    configuration: {
      collectors: ["default", "logs"],
      managers: [{ name: "generic_hardware_manager", version: "1.2" }],
    },
    error: null,
  };
}
