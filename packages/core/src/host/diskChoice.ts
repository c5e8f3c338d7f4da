import { type Fault, failure, type Result, success } from "../result.js";
import { formatDisks } from "./diskTable.js";
import type { Disk, DiskField, Hardware } from "./hardware.js";
import { parseHintExpression } from "./hintExpression.js";
import {
  explainHints,
  explainRootDevice,
  type HintExplanation,
  ironicRootDevice,
  type RootDeviceHints,
} from "./rootDeviceHints.js";
import { describeRootDisk, pinDisk, type RootDisk, rootDeviceFor } from "./rootDisk.js";

/** What a machine asks for and what its host has. */
export interface DiskChoice {
  /** The inspected hardware; undefined where the host has not been inspected, which is a fault. */
  readonly hardware: Hardware | undefined;
  /** A disk that was chosen before, to be found again. Exclusive with `rootDeviceHints`. */
  readonly rootDisk?: RootDisk | undefined;
  /** The machine's own hints, or else its host's. */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
}

/**
 * Exactly one root disk, pinned by serial, WWN or path, or a fault that lists the disks and says why.
 *
 * Without `rootDisk` and hints, a host's only disk is taken. After out-of-band inspection, where disks have neither serial
 * nor WWN, only an explicit `serialNumber` or `wwn` is accepted, and Ironic's agent finds the disk; its name and size are
 * then unknown (size 0).
 */
export function chooseRootDisk(choice: DiskChoice): Result<RootDisk, Fault> {
  const { hardware, rootDisk, rootDeviceHints } = choice;
  if (rootDisk !== undefined && rootDeviceHints !== undefined) {
    return fault("has both `rootDisk` and `rootDeviceHints`.", "remove one of them");
  }
  if (hardware === undefined) {
    return fault("has not been inspected, so no disk can be chosen.", "inspect the host first");
  }
  if (rootDisk !== undefined) {
    return findAgain(rootDisk, hardware);
  }
  const hints = rootDeviceHints ?? {};
  const omitted = omittedHint(hints, hardware);
  if (omitted !== undefined) {
    return fault(
      `cannot choose by \`${omitted}\`: it has many disks, and its stored inventory leaves that field out.`,
      "use `serialNumber`, `wwn` or `minSizeGigabytes`",
    );
  }
  return hardware.source === "redfish" ? chooseUnseen(hints, hardware) : chooseByHints(hints, hardware.storage);
}

function chooseByHints(hints: RootDeviceHints, disks: readonly Disk[]): Result<RootDisk, Fault> {
  if (disks.length === 0) {
    return fault(
      "has no disk in its inventory.",
      "use a `ramdisk` with the driver of the disk controller, or check the disks; then give the host's `inspect` a new value",
    );
  }
  const explained = explainHints(hints, disks);
  const matching = explained.filter(({ matches }) => matches);
  const [only] = matching;
  if (only !== undefined && matching.length === 1) {
    return pinDisk(only.disk, disks);
  }
  const wanted = Object.keys(ironicRootDevice(hints)).length === 0 ? "has no hint which disk to use; " : "";
  return fault(
    `${wanted}${matching.length} of its ${disks.length} disks match, and exactly one must:\n${tableOf(explained)}`,
    "name the disk by its serial or WWN: `rootDisk: disks => disks.only({ serial: … })` or `rootDeviceHints.serialNumber`",
  );
}

function tableOf(explained: readonly HintExplanation[]): string {
  return formatDisks(
    explained.map(({ disk, matches, reasons }) => ({ disk, remark: matches ? "in" : `out: ${reasons.join("; ")}` })),
  );
}

/** The pinned disk in the inventory of today. */
function findAgain(rootDisk: RootDisk, hardware: Hardware): Result<RootDisk, Fault> {
  const device = rootDeviceFor(rootDisk);
  const strong = device.serial !== undefined || device.wwn !== undefined;
  if (!strong && (device.by_path === undefined || hardware.source === "redfish")) {
    return fault(
      `has a \`rootDisk\` without a serial or WWN (${describeRootDisk(rootDisk)}).`,
      "choose it with `disks.only({ … })` after inspection by the deploy ramdisk; kernel names move between boots",
    );
  }
  if (hardware.source === "redfish" && !hardware.storage.some(isIdentified)) {
    return success(rootDisk);
  }
  const same = explainRootDevice(device, hardware.storage).flatMap(({ disk, matches }) => (matches ? [disk] : []));
  const [only] = same;
  if (only !== undefined && same.length === 1) {
    return pinDisk(only, hardware.storage);
  }
  return fault(
    `${same.length === 0 ? "no longer has" : `has ${same.length} disks that answer to`} its root disk ` +
      `${describeRootDisk(rootDisk)}:\n${formatDisks(hardware.storage.map((disk) => ({ disk })))}`,
    "if the disk was replaced, give the host's `inspect` a new value and choose the disk again; nothing was written",
  );
}

/** The BMC does not know serials: only the agent can find the disk, so the name must be one that fits a single disk. */
function chooseUnseen(hints: RootDeviceHints, hardware: Hardware): Result<RootDisk, Fault> {
  const given = Object.keys(hints).filter((key) => hints[key as keyof RootDeviceHints] !== undefined);
  const serial = explicitValue(hints.serialNumber);
  const wwn = explicitValue(hints.wwn);
  const explicit = given.filter((key) => key === "serialNumber" || key === "wwn");
  const understood = (serial === undefined ? 0 : 1) + (wwn === undefined ? 0 : 1);
  if (understood === 0 || given.length !== explicit.length || explicit.length !== understood) {
    return fault(
      "was inspected through its BMC, which does not know the disks' serials, so hints cannot be tried beforehand:\n" +
        formatDisks(hardware.storage.map((disk) => ({ disk }))),
      'give `rootDeviceHints` with nothing but an exact `serialNumber` or `wwn`, or inspect with `inspectionMode: "agent"`',
    );
  }
  if (hardware.storage.some(isIdentified)) {
    return chooseByHints(hints, hardware.storage);
  }
  const name = serial === undefined ? `disk with WWN ${wwn}` : `disk with serial ${serial}`;
  return success({
    name,
    ...(serial !== undefined && { serial }),
    ...(wwn !== undefined && { wwn }),
    sizeGiB: 0,
  });
}

/** The value of an equal-to hint. */
function explicitValue(hint: string | undefined): string | undefined {
  if (hint === undefined) {
    return undefined;
  }
  const operator = parseHintExpression(hint)?.operator;
  if (operator !== "" && operator !== "s==") {
    return undefined;
  }
  return hint.trim().replace(/^s==/i, "").trim() || undefined;
}

function isIdentified(disk: Disk): boolean {
  return disk.serial !== undefined || disk.wwn !== undefined;
}

const HINTED_FIELDS: Readonly<Record<DiskField, keyof RootDeviceHints | undefined>> = {
  byPath: "deviceName",
  hctl: "hctl",
  model: "model",
  vendor: "vendor",
  wwnWithExtension: "wwnWithExtension",
  wwnVendorExtension: "wwnVendorExtension",
  // The disk's type says it as well.
  rotational: undefined,
};

function omittedHint(hints: RootDeviceHints, hardware: Hardware): string | undefined {
  for (const field of hardware.omitted ?? []) {
    const hint = HINTED_FIELDS[field];
    if (hint === undefined || hints[hint] === undefined) {
      continue;
    }
    if (hint !== "deviceName" || hints.deviceName?.startsWith("/dev/disk/")) {
      return hint;
    }
  }
  return undefined;
}

function fault(message: string, remedy: string): { readonly ok: false; readonly error: Fault } {
  return failure({ message, remedy });
}
