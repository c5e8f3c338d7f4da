import type { LabDiskType } from "../host/hostShape.js";

/** One disk of a host: a sparse file with a disk's name, serial and size. */
export interface LabDisk {
  /** Kernel name, e.g. `/dev/nvme0n1`. */
  readonly name: string;
  /** Unique in the lab, e.g. `N0-NVME1`. */
  readonly serial: string;
  /** World Wide Name; of an NVMe disk its EUI-64, `eui.…`. The same in every lab. */
  readonly wwn: string;
  /** Path below `/dev/disk/by-path`, by the slot the disk is in. */
  readonly byPath: string;
  /** SCSI address, e.g. `0:0:0:0`; NVMe disks have none. */
  readonly hctl: string | undefined;
  /** NVMe, SATA SSD or rotating disk. */
  readonly type: LabDiskType;
  /** Size in GiB, a whole number. */
  readonly sizeGiB: number;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** As the disk reports it. Default `LAB`. */
  readonly vendor: string;
  /** As the disk reports it. */
  readonly model: string;
  /** True of type `HDD` only. */
  readonly rotational: boolean;
  /** Path of the file that holds its bytes. */
  readonly file: string;
  /** Whether its first bytes are those of a file: "this image is installed here". */
  startsWith(file: string): Promise<boolean>;
  /** Whether no byte was written since the lab began. */
  isUntouched(): Promise<boolean>;
  /** Whether nothing can be found on it: no partition table, no signature, no config drive. Cleaning leaves it so. */
  isCleared(): Promise<boolean>;
  /** Whether it has the signature that firmware looks for at the end of the first sector. */
  isBootable(): boolean;
  /**
   * Reads bytes.
   *
   * @param position - Of the first one.
   * @param length - How many; fewer come back at the disk's end.
   */
  read(position: number, length: number): Promise<Buffer>;
}
