import type { Disk } from "./hardware.js";
import { leadingOperator, matchesText, parseHintExpression } from "./hintExpression.js";

/** Metal3's root device hints. Strings are equal-to unless Ironic's operators are written out (`s==`, `<in>`, `<or>`, …). */
export interface RootDeviceHints {
  /** Kernel name or by-path name, e.g. `/dev/disk/by-path/…`. Kernel names move between boots. */
  readonly deviceName?: string | undefined;
  /** SCSI address, e.g. `0:0:0:0`. */
  readonly hctl?: string | undefined;
  /** Contained in the model. */
  readonly model?: string | undefined;
  /** Contained in the vendor. */
  readonly vendor?: string | undefined;
  /** Serial number, whole. */
  readonly serialNumber?: string | undefined;
  /** Smallest size, GiB. */
  readonly minSizeGigabytes?: number | undefined;
  /** World wide name, with its `0x`. */
  readonly wwn?: string | undefined;
  /** World wide name with the vendor's extension. */
  readonly wwnWithExtension?: string | undefined;
  /** The vendor's extension of the world wide name alone. */
  readonly wwnVendorExtension?: string | undefined;
  /** Whether it spins. */
  readonly rotational?: boolean | undefined;
}

/** Ironic's `root_device`: each hint an expression. All must hold. */
export type IronicRootDevice = Readonly<Partial<Record<IronicHint, string>>>;

/** Names of Ironic's hints: attributes of a disk in its inventory. */
export type IronicHint =
  | "name"
  | "by_path"
  | "hctl"
  | "model"
  | "vendor"
  | "serial"
  | "size"
  | "wwn"
  | "wwn_with_extension"
  | "wwn_vendor_extension"
  | "rotational";

/** One disk's answer to hints. */
export interface HintExplanation {
  /** The disk that was asked about. */
  readonly disk: Disk;
  /** Do all hints hold of it? */
  readonly matches: boolean;
  /** Why it does not match, one short sentence a hint; empty where it matches. */
  readonly reasons: readonly string[];
}

const BY_PATH = "/dev/disk/by-path/";

const BYTES_PER_GIB = 2 ** 30;

type TextHint = Exclude<keyof RootDeviceHints, "deviceName" | "minSizeGigabytes" | "rotational">;

/** Text hints: Ironic's name, and the operator that Metal3 means where none is written. */
export const TEXT_HINTS: Readonly<
  Record<TextHint, { readonly ironic: IronicHint; readonly operator: "s==" | "<in>" }>
> = {
  hctl: { ironic: "hctl", operator: "s==" },
  model: { ironic: "model", operator: "<in>" },
  vendor: { ironic: "vendor", operator: "<in>" },
  serialNumber: { ironic: "serial", operator: "s==" },
  wwn: { ironic: "wwn", operator: "s==" },
  wwnWithExtension: { ironic: "wwn_with_extension", operator: "s==" },
  wwnVendorExtension: { ironic: "wwn_vendor_extension", operator: "s==" },
};

/** The hints that choose a machine's disk: its own, else its host's; never a mix of both. */
export function hintsOf<Hints>(
  machine: { readonly rootDeviceHints?: Hints | undefined } | undefined,
  host: { readonly rootDeviceHints?: Hints | undefined },
): Hints | undefined {
  return machine?.rootDeviceHints ?? host.rootDeviceHints;
}

/** Metal3's hints as Ironic's `root_device`, operators written out. Hints that are not given, or 0, are left out. */
export function ironicRootDevice(hints: RootDeviceHints): IronicRootDevice {
  const device: Partial<Record<IronicHint, string>> = {};
  if (hints.deviceName !== undefined) {
    device[hints.deviceName.startsWith(BY_PATH) ? "by_path" : "name"] = `s== ${hints.deviceName}`;
  }
  for (const [name, { ironic, operator }] of Object.entries(TEXT_HINTS) as [
    TextHint,
    (typeof TEXT_HINTS)[TextHint],
  ][]) {
    const text = hints[name];
    if (text !== undefined) {
      device[ironic] = leadingOperator(text) === undefined ? `${operator} ${text}` : text.trim();
    }
  }
  if (hints.minSizeGigabytes) {
    device.size = `>= ${hints.minSizeGigabytes}`;
  }
  if (hints.rotational !== undefined) {
    device.rotational = String(hints.rotational);
  }
  return device;
}

/** What each disk answers to Metal3's hints, as Ironic's agent would decide. */
export function explainHints(hints: RootDeviceHints, disks: readonly Disk[]): readonly HintExplanation[] {
  return explainRootDevice(ironicRootDevice(hints), disks);
}

/** What each disk answers to Ironic's `root_device`, as its agent would decide. No hint at all matches every disk. */
export function explainRootDevice(device: IronicRootDevice, disks: readonly Disk[]): readonly HintExplanation[] {
  const hints = Object.entries(device) as [IronicHint, string][];
  return disks.map((disk) => {
    const reasons = hints.flatMap(([hint, expression]) => mismatch(disk, hint, expression) ?? []);
    return { disk, matches: reasons.length === 0, reasons };
  });
}

const ATTRIBUTES: Readonly<Record<Exclude<IronicHint, "size" | "rotational">, (disk: Disk) => string | undefined>> = {
  name: (disk) => disk.name,
  by_path: (disk) => disk.byPath,
  hctl: (disk) => disk.hctl,
  model: (disk) => disk.model,
  vendor: (disk) => disk.vendor,
  serial: (disk) => disk.serial,
  wwn: (disk) => disk.wwn,
  wwn_with_extension: (disk) => disk.wwnWithExtension,
  wwn_vendor_extension: (disk) => disk.wwnVendorExtension,
};

function mismatch(disk: Disk, hint: IronicHint, expression: string): string | undefined {
  if (hint === "size") {
    return sizeMismatch(disk, expression);
  }
  if (hint === "rotational") {
    return rotationalMismatch(disk, expression);
  }
  const attribute = ATTRIBUTES[hint](disk);
  const parsed = parseHintExpression(expression);
  if (parsed && matchesText(attribute, parsed)) {
    return undefined;
  }
  if (!parsed) {
    return `${hint} \`${expression}\` cannot be read`;
  }
  return attribute === undefined ? `has no ${hint}` : `${hint} \`${attribute}\` is not \`${expression}\``;
}

const SIZE_COMPARISONS: ReadonlyMap<string, (gib: number, wanted: number) => boolean> = new Map([
  ["", (gib, wanted) => gib === wanted],
  ["==", (gib, wanted) => gib === wanted],
  ["!=", (gib, wanted) => gib !== wanted],
  // Ironic's `=` is at-least, for compatibility with its first releases.
  ["=", (gib, wanted) => gib >= wanted],
  [">=", (gib, wanted) => gib >= wanted],
  [">", (gib, wanted) => gib > wanted],
  ["<=", (gib, wanted) => gib <= wanted],
  ["<", (gib, wanted) => gib < wanted],
]);

function sizeMismatch(disk: Disk, expression: string): string | undefined {
  const parsed = parseHintExpression(expression);
  const wanted = Number(parsed?.values[0]);
  const compare = SIZE_COMPARISONS.get(parsed?.operator ?? "");
  if (!compare || !Number.isInteger(wanted) || wanted <= 0) {
    return `size \`${expression}\` cannot be read`;
  }
  const gib = disk.sizeBytes / BYTES_PER_GIB;
  if (compare(gib, wanted)) {
    return undefined;
  }
  return `size ${Math.floor(gib * 10) / 10} GiB is not \`${expression}\``;
}

function rotationalMismatch(disk: Disk, expression: string): string | undefined {
  const rotational = isRotational(disk);
  if (rotational === undefined) {
    return "rotational is unknown";
  }
  if (String(rotational) === expression) {
    return undefined;
  }
  return rotational ? "is rotational" : "is not rotational";
}

/** Whether a disk spins; inferred from its type where the inventory left the flag out. */
export function isRotational(disk: Disk): boolean | undefined {
  if (disk.rotational !== undefined) {
    return disk.rotational;
  }
  return disk.type === undefined ? undefined : disk.type === "HDD";
}
