/** Where hardware facts came from: the deploy ramdisk, or the BMC (then disks have no serial and no WWN). */
export type HardwareSource = "agent" | "redfish";

/** What a disk is; Metal3's values. Unknown after out-of-band inspection. */
export type DiskType = "HDD" | "SSD" | "NVME";

/** One disk as inspected. What the inventory does not say is absent. */
export interface Disk {
  /** Kernel name, e.g. `/dev/nvme0n1`; moves between boots. */
  readonly name: string;
  /** Stable path, e.g. `/dev/disk/by-path/pci-…`. */
  readonly byPath?: string | undefined;
  /** From the kernel name, the transport and whether it spins. */
  readonly type?: DiskType | undefined;
  /** Whole GiB, rounded down. */
  readonly sizeGiB: number;
  /** Bytes; 0 where it is not known. */
  readonly sizeBytes: number;
  /** Serial number. */
  readonly serial?: string | undefined;
  /** World wide name, with its `0x`. */
  readonly wwn?: string | undefined;
  /** World wide name with the vendor's extension. */
  readonly wwnWithExtension?: string | undefined;
  /** The vendor's extension alone. */
  readonly wwnVendorExtension?: string | undefined;
  /** Model, as the disk reports it. */
  readonly model?: string | undefined;
  /** Vendor, as the disk reports it. */
  readonly vendor?: string | undefined;
  /** SCSI address `host:channel:target:lun`, e.g. `0:0:0:0`. */
  readonly hctl?: string | undefined;
  /** Whether it spins. */
  readonly rotational?: boolean | undefined;
}

/** One network interface as inspected. What the inventory does not say is absent. */
export interface Nic {
  /** Kernel name, e.g. `eno1`. */
  readonly name: string;
  /** MAC address, lower case with colons. */
  readonly mac: string;
  /** Address that it had while the ramdisk ran: IPv4, else IPv6. */
  readonly ip?: string | undefined;
  /** Mbit/s. */
  readonly speedMbps?: number | undefined;
  /** Vendor and product as PCI ids. */
  readonly model?: string | undefined;
  /** Whether a cable with a signal was in it. */
  readonly hasCarrier?: boolean | undefined;
  /** Booted the ramdisk. */
  readonly pxe?: boolean | undefined;
  /** What the switch at the other end said of itself. */
  readonly lldp?: Lldp | undefined;
}

/** What a switch says of itself (LLDP, IEEE 802.1AB). */
export interface Lldp {
  /** Chassis id, mostly a MAC address. */
  readonly switchId?: string | undefined;
  /** System name. */
  readonly switchName?: string | undefined;
  /** Port id, e.g. `Ethernet1/7`. */
  readonly portId?: string | undefined;
  /** Untagged VLAN, 1 to 4094. */
  readonly vlan?: number | undefined;
}

/** The processors of a host, as one. */
export interface Cpu {
  /** As the kernel names it, e.g. `x86_64`; `unknown` where the inventory does not say. */
  readonly architecture: string;
  /** Threads of all sockets; 0 where it is not known. */
  readonly count: number;
  /** Model name, as the processor reports it. */
  readonly model?: string | undefined;
  /** MHz, rounded. */
  readonly clockMHz?: number | undefined;
}

/** The server, as its firmware (SMBIOS) names it. */
export interface SystemVendor {
  /** Manufacturer. */
  readonly manufacturer?: string | undefined;
  /** Product name. */
  readonly productName?: string | undefined;
  /** Serial number of the server. */
  readonly serialNumber?: string | undefined;
}

/** The inspected hardware of a host: small enough to live in a state file (no CPU flags, raw LLDP or logs). */
export interface Hardware {
  /** Who looked. */
  readonly source: HardwareSource;
  /** Processors. */
  readonly cpu: Cpu;
  /** GiB that are fitted, to one decimal; 0 where it is not known. */
  readonly memoryGiB: number;
  /** Every disk. */
  readonly storage: readonly Disk[];
  /** Every network interface. */
  readonly nics: readonly Nic[];
  /** The server itself. */
  readonly vendor: SystemVendor;
  /** How the ramdisk was booted: Ironic's `uefi` or `bios`. */
  readonly bootMode?: string | undefined;
  /** Disk fields that were left out of every disk to keep a big inventory small; a choice by one of them is refused. */
  readonly omitted?: readonly DiskField[] | undefined;
}

/** A field of a disk that a small inventory can do without. */
export type DiskField = Exclude<keyof Disk, "name" | "type" | "sizeGiB" | "sizeBytes" | "serial" | "wwn">;
