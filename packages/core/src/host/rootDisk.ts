import { compact } from "../json/json.js";
import { type Fault, failure, type Result, success } from "../result.js";
import { formatDisks, shortDiskName } from "./diskTable.js";
import type { Disk } from "./hardware.js";
import { explainRootDevice, type IronicRootDevice } from "./rootDeviceHints.js";

/**
 * One disk, named so that it stays the same disk: by serial or WWN, else by path. Plain data, stored with the machine.
 * Programs get it from {@link Disks}, which make sure that it names one disk.
 */
export interface RootDisk {
  /** Kernel name at the inspection, e.g. `/dev/nvme0n1`, for people: nothing is chosen by it, since it moves between boots. */
  readonly name: string;
  /** Serial number, as the disk reports it. */
  readonly serial?: string | undefined;
  /** World wide name, e.g. `0x5000c500a1b2c3d4`. */
  readonly wwn?: string | undefined;
  /** Path of the slot, e.g. `/dev/disk/by-path/pci-…`; only where serial and WWN do not distinguish it from the others. */
  readonly byPath?: string | undefined;
  /** Size in GiB, rounded down. 0 where the disk is known by its serial or WWN alone. */
  readonly sizeGiB: number;
}

/**
 * A disk named by what stays: serial and WWN, and the path where these do not distinguish it from the others. Fails where nothing
 * does.
 */
export function pinDisk(disk: Disk, disks: readonly Disk[]): Result<RootDisk, Fault> {
  const identity: RootDisk = compact({ name: disk.name, serial: disk.serial, wwn: disk.wwn, sizeGiB: disk.sizeGiB });
  for (const pinned of [identity, compact({ ...identity, byPath: disk.byPath })]) {
    if (namesOnly(pinned, disk, disks)) {
      return success(pinned);
    }
  }
  return failure({
    message: `has a disk that nothing distinguishes from the others:\n${formatDisks(
      disks.map((other) => ({ disk: other, remark: other === disk ? "chosen" : undefined })),
    )}`,
    remedy:
      "a root disk needs a serial, a WWN or a path of its own; inspect with the deploy ramdisk, or replace the disk",
  });
}

function namesOnly(pinned: RootDisk, disk: Disk, disks: readonly Disk[]): boolean {
  const device = rootDeviceFor(pinned);
  if (Object.keys(device).length === 0) {
    return false;
  }
  const matching = explainRootDevice(device, disks).filter(({ matches }) => matches);
  return matching.length === 1 && matching[0]?.disk === disk;
}

/** Ironic's `root_device` that names exactly this disk: everything that is known of it, never the kernel name. */
export function rootDeviceFor(rootDisk: RootDisk): IronicRootDevice {
  return {
    ...equalTo("serial", rootDisk.serial),
    ...equalTo("wwn", rootDisk.wwn),
    ...equalTo("by_path", rootDisk.byPath),
  };
}

function equalTo(hint: "serial" | "wwn" | "by_path", value: string | undefined): IronicRootDevice {
  return value === undefined || value.trim() === "" ? {} : { [hint]: `s== ${value}` };
}

/** Do two choices name the same disk? What one of them does not know does not count; the kernel name never does. */
export function isSameRootDisk(a: RootDisk, b: RootDisk): boolean {
  const keys = (["serial", "wwn", "byPath"] as const).filter((key) => a[key] !== undefined && b[key] !== undefined);
  return keys.length > 0 && keys.every((key) => a[key]?.toLowerCase() === b[key]?.toLowerCase());
}

/** `nvme0n1 (serial NV-0007, 447 GiB)`. */
export function describeRootDisk(rootDisk: RootDisk): string {
  const value = rootDisk.serial ?? rootDisk.wwn;
  const identity =
    value === undefined ? rootDisk.byPath : `${rootDisk.serial === undefined ? "wwn" : "serial"} ${value}`;
  const facts = [
    value !== undefined && rootDisk.name.includes(value) ? undefined : identity,
    rootDisk.sizeGiB > 0 ? `${rootDisk.sizeGiB} GiB` : undefined,
  ].filter(Boolean);
  return facts.length === 0 ? shortDiskName(rootDisk.name) : `${shortDiskName(rootDisk.name)} (${facts.join(", ")})`;
}
