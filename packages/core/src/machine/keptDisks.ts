import type { Disk, Hardware } from "../host/hardware.js";
import { explainRootDevice } from "../host/rootDeviceHints.js";
import { describeRootDisk, isSameRootDisk, pinDisk, type RootDisk, rootDeviceFor } from "../host/rootDisk.js";
import { checkNames, isUnknown, type ValidationOptions } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem } from "../problem.js";
import { type Fault, failure, type Result, success } from "../result.js";

/** A disk by what stays with it; both where both are given. */
export interface KeptDisk {
  /** Serial number, as the disk reports it. */
  readonly serial?: string | undefined;
  /** World wide name, e.g. `0x5000c500a1b2c3d4`. */
  readonly wwn?: string | undefined;
}

/**
 * The disks that no install and no cleaning may touch: each is one disk of the inventory, and none is the root disk; or a
 * fault, since a disk that is not there, or not known, cannot be promised to stay as it is.
 */
export function chooseKeptDisks(
  hardware: Hardware | undefined,
  kept: readonly KeptDisk[] = [],
  rootDisk?: RootDisk,
): Result<readonly RootDisk[], Fault> {
  if (kept.length === 0) {
    return success([]);
  }
  if (hardware?.source !== "agent") {
    const message = "has `keepDisks`, and its BMC does not know the disks' serials, so the disks cannot be told apart.";
    return failure({ message, remedy: 'inspect with `inspectionMode: "agent"`, or take `keepDisks` out' });
  }
  const disks: RootDisk[] = [];
  for (const wanted of kept) {
    const found = findDisk(wanted, hardware.storage);
    if (!found.ok) {
      return found;
    }
    disks.push(found.value);
  }
  const root = rootDisk && disks.find((disk) => isSameRootDisk(disk, rootDisk));
  return root
    ? failure({
        message: `is to keep ${describeRootDisk(root)} as it is, and that is its root disk.`,
        remedy: "choose another root disk, or take that one out of `keepDisks`",
      })
    : success(disks);
}

function findDisk(wanted: KeptDisk, storage: readonly Disk[]): Result<RootDisk, Fault> {
  const device = rootDeviceFor({ name: "", sizeGiB: 0, ...wanted });
  const [only, ...more] = explainRootDevice(device, storage).flatMap(({ disk, matches }) => (matches ? [disk] : []));
  if (only !== undefined && more.length === 0) {
    return pinDisk(only, storage);
  }
  return failure({
    message: `is to keep the disk with ${keptText(wanted)}, and ${only ? "several disks answer to that" : "has no such disk"}.`,
    remedy: "correct `keepDisks`, or the disks and give the host's `inspect` a new value",
  });
}

/** `serial S-1`, `wwn 0x…`. */
export function keptText({ serial, wwn }: KeptDisk): string {
  return [serial && `serial ${serial}`, wwn && `wwn ${wwn}`].filter(Boolean).join(", ");
}

/** What is wrong with the input `keepDisks` by itself. */
export function validateKeptDisks(kept: unknown, options: ValidationOptions): readonly Problem[] {
  if (kept === undefined || isUnknown("keepDisks", options)) {
    return [];
  }
  const remedy = 'write `keepDisks: [{ serial: "…" }]`';
  if (!Array.isArray(kept)) {
    return [errorAt("keepDisks", "is not a list.", remedy)];
  }
  return kept.flatMap((disk: unknown, index): readonly Problem[] => {
    const field = `keepDisks[${index}]`;
    if (!isRecord(disk)) {
      return [errorAt(field, "is not a disk.", remedy)];
    }
    const names = checkNames(disk, field, ["serial", "wwn"]);
    const given = [disk.serial, disk.wwn].filter((text) => text !== undefined);
    const isNamed = given.length > 0 && given.every((text) => typeof text === "string" && text.trim() !== "");
    return names.length > 0 || isNamed ? names : [errorAt(field, "has no serial and no WWN.", remedy)];
  });
}
