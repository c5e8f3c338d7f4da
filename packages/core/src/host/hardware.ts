/** Where hardware facts came from: the deploy ramdisk, or the BMC (then disks have no serial and no WWN). */
export type HardwareSource = "agent" | "redfish";

/** What a disk is; Metal3's values. Unknown after out-of-band inspection. */
export type DiskType = "HDD" | "SSD" | "NVME";

/** One disk as inspected. */
export interface Disk {
  /** Kernel name, e.g. `/dev/nvme0n1`; moves between boots. */
  readonly name: string;
  /** Stable path, e.g. `/dev/disk/by-path/pci-…`. */
  readonly byPath?: string | undefined;
  readonly type?: DiskType | undefined;
  /** Whole GiB, rounded down. */
  readonly sizeGiB: number;
  readonly sizeBytes: number;
  readonly serial?: string | undefined;
  readonly wwn?: string | undefined;
  readonly wwnWithExtension?: string | undefined;
  readonly wwnVendorExtension?: string | undefined;
  readonly model?: string | undefined;
  readonly vendor?: string | undefined;
  readonly hctl?: string | undefined;
  readonly rotational?: boolean | undefined;
}

/** One network interface as inspected. */
export interface Nic {
  readonly name: string;
  readonly mac: string;
  readonly ip?: string | undefined;
  readonly speedMbps?: number | undefined;
  readonly model?: string | undefined;
  readonly hasCarrier?: boolean | undefined;
  /** Booted the ramdisk. */
  readonly pxe?: boolean | undefined;
  readonly lldp?: Lldp | undefined;
}

/** What the switch said of itself. */
export interface Lldp {
  readonly switchId?: string | undefined;
  readonly switchName?: string | undefined;
  readonly portId?: string | undefined;
  /** Untagged VLAN. */
  readonly vlan?: number | undefined;
}

export interface Cpu {
  readonly architecture: string;
  /** Threads. */
  readonly count: number;
  readonly model?: string | undefined;
  readonly clockMHz?: number | undefined;
}

export interface SystemVendor {
  readonly manufacturer?: string | undefined;
  readonly productName?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** The inspected hardware of a host: small enough to live in a state file (no CPU flags, raw LLDP or logs). */
export interface Hardware {
  readonly source: HardwareSource;
  readonly cpu: Cpu;
  readonly memoryGiB: number;
  readonly storage: readonly Disk[];
  readonly nics: readonly Nic[];
  readonly vendor: SystemVendor;
  readonly bootMode?: string | undefined;
  /** Disk fields that were left out of every disk to keep a big inventory small; a choice by one of them is refused. */
  readonly omitted?: readonly DiskField[] | undefined;
}

/** A field of a disk that a small inventory can do without. */
export type DiskField = Exclude<keyof Disk, "name" | "type" | "sizeGiB" | "sizeBytes" | "serial" | "wwn">;
