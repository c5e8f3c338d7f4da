/** NVMe disk, SATA SSD, or rotating SATA disk. */
export type LabDiskType = "NVME" | "SSD" | "HDD";

/** One disk of a `HostShape`. */
export interface DiskShape {
  /** What kind of disk: it decides the kernel name and the kind of serial and WWN. */
  readonly type: LabDiskType;
  /** Whole GiB. Disks are sparse files, so a large one costs nothing until it is written. */
  readonly sizeGiB: number;
  /** As the disk reports it. Default `LAB`. */
  readonly vendor?: string | undefined;
  /** As the disk reports it. Default: made of type and size. */
  readonly model?: string | undefined;
}

/** The hardware of one host. */
export interface HostShape {
  /** CPU threads. */
  readonly cpus: number;
  /** As the kernel shows it. Default `Lab CPU @ 2.00GHz`. */
  readonly cpuModel?: string | undefined;
  /** Memory in GiB. */
  readonly memoryGiB: number;
  /** In the order in which the kernel finds them. */
  readonly disks: readonly DiskShape[];
  /** Speed of each network interface, Mbit/s; the first one boots. At least one. */
  readonly nicSpeedsMbps: readonly number[];
  /** Who made the server, as its firmware says. Default `Ironworks`. */
  readonly manufacturer?: string | undefined;
  /** Name of the product, as its firmware says. Default `Lab Host`. */
  readonly product?: string | undefined;
}

/**
 * The hosts of a lab whose `hosts` is a number: these shapes in turn. Each has two NVMe disks, one of them of at least
 * 400 GiB: what the documentation's first program asks for, and a choice by type alone is of several.
 */
export const HOST_SHAPES: readonly [HostShape, ...HostShape[]] = [
  {
    cpus: 32,
    cpuModel: "Lab Xeon 6430 @ 2.10GHz",
    memoryGiB: 128,
    disks: [
      { type: "NVME", sizeGiB: 480, vendor: "Samsung", model: "LAB PM9A3 480GB" },
      { type: "NVME", sizeGiB: 256, vendor: "Samsung", model: "LAB PM9A1 256GB" },
      { type: "SSD", sizeGiB: 240, vendor: "ATA", model: "LAB S4520 240GB" },
    ],
    nicSpeedsMbps: [10_000, 25_000],
    manufacturer: "Ironworks",
    product: "Lab General 1U",
  },
  {
    cpus: 48,
    cpuModel: "Lab EPYC 9254 @ 2.90GHz",
    memoryGiB: 256,
    disks: [
      { type: "HDD", sizeGiB: 4000, vendor: "ATA", model: "LAB EXOS 4TB" },
      { type: "NVME", sizeGiB: 1920, vendor: "Micron", model: "LAB 7450 1920GB" },
      { type: "NVME", sizeGiB: 240, vendor: "Micron", model: "LAB 7450 240GB" },
    ],
    nicSpeedsMbps: [25_000, 25_000],
    manufacturer: "Ironworks",
    product: "Lab Storage 2U",
  },
  {
    cpus: 8,
    cpuModel: "Lab Xeon E-2378 @ 2.60GHz",
    memoryGiB: 32,
    disks: [
      { type: "NVME", sizeGiB: 480, vendor: "Intel", model: "LAB P4510 480GB" },
      { type: "SSD", sizeGiB: 960, vendor: "ATA", model: "LAB S4620 960GB" },
      { type: "NVME", sizeGiB: 118, vendor: "Intel", model: "LAB P1600X 118GB" },
    ],
    nicSpeedsMbps: [1000, 10_000],
    manufacturer: "Ironworks",
    product: "Lab Edge 1U",
  },
];
