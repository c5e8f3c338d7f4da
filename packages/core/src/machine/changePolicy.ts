import type { InstalledMachine } from "../driver/driver.js";
import { describeRootDisk, isSameRootDisk } from "../host/rootDisk.js";
import { formatChecksum } from "../image/checksum.js";
import { hashOf } from "../json/canonicalJson.js";
import type { MachineSpec, RootDisk } from "./machineSpec.js";

/** Inputs of a machine that only an install applies. */
export type ReinstallField = "image" | "rootDisk" | "userData" | "networkData" | "metaData" | "rebuild";

/** What a change of a field of a machine needs. */
export interface FieldPolicy {
  /** `in-place`: nothing happens to the server. `install`: only writing the disk anew applies it. */
  readonly effect: "in-place" | "install";
  /** May wait for the next install (`whenInstalled: "pending"`). */
  readonly mayWait?: boolean | undefined;
  /** The name under which a reinstall is allowed (`reinstall.triggers`), for fields with another name. */
  readonly field?: ReinstallField | undefined;
}

/** Every field of a machine, and what its change needs. An image is its checksum: a new URL alone is in place. */
export const MACHINE_FIELDS: Readonly<Record<keyof MachineSpec, FieldPolicy>> = {
  image: { effect: "install" },
  rootDisk: { effect: "install" },
  rootDeviceHints: { effect: "install", field: "rootDisk" },
  userData: { effect: "install", mayWait: true },
  networkData: { effect: "install", mayWait: true },
  metaData: { effect: "install", mayWait: true },
  rebuild: { effect: "install" },
  reinstall: { effect: "in-place" },
  whenInstalled: { effect: "in-place" },
  onDestroy: { effect: "in-place" },
};

/** Everything that can be a trigger of a reinstall. */
export const REINSTALL_FIELDS: readonly ReinstallField[] = [
  "image",
  "rootDisk",
  "userData",
  "networkData",
  "metaData",
  "rebuild",
];

/** What a change of a machine comes to. Only `first-install` and `reinstall` write to a disk. */
export type MachinePlan =
  | { readonly kind: "first-install" }
  | { readonly kind: "no-change" }
  | { readonly kind: "in-place"; readonly fields: readonly string[] }
  | (Planned & { readonly kind: "reinstall" })
  | (Planned & { readonly kind: "refused"; readonly remedy: string })
  | {
      readonly kind: "pending";
      /** Wait for the next install. */
      readonly fields: readonly ReinstallField[];
      readonly message: string;
    };

interface Planned {
  readonly fields: readonly ReinstallField[];
  /** Disks whose content is at stake. */
  readonly disks: readonly RootDisk[];
  /** For people: host, fields and disks by name. */
  readonly message: string;
}

export interface ChangeOptions {
  /** The host as the program names it, for messages. */
  readonly host?: string | undefined;
  /** Fields whose values are not known yet (computed, in a preview). They count as unchanged, but see `image`. */
  readonly unknown?: readonly (keyof MachineSpec)[] | undefined;
  /** The spec of last time: what changed in place is told from it. */
  readonly previous?: MachineSpec | undefined;
}

/**
 * Decides what a spec means for what is installed, without doing anything.
 *
 * Nothing installed, a failed first install included, is a first install. Afterwards a change that only an install applies
 * is refused, unless `reinstall.allow` covers each changed field or `rebuild` has a new value. `whenInstalled: "pending"`
 * lets user data, network data and metadata wait; it never starts a reinstall. Another root disk needs `reinstall.allow`:
 * a `rebuild` alone stays on its disk. An image whose checksum is not known yet is refused where `image` may not reinstall,
 * since a preview could not show a wipe.
 */
export function planMachineChange(
  installed: InstalledMachine | undefined,
  spec: MachineSpec,
  resolvedDisk: RootDisk | undefined,
  options: ChangeOptions = {},
): MachinePlan {
  if (installed === undefined) {
    return { kind: "first-install" };
  }
  const disk = options.unknown?.includes("rootDisk") ? undefined : (resolvedDisk ?? spec.rootDisk);
  const change: Change = { installed, spec, disk, host: options.host ?? "?", unknown: options.unknown ?? [] };
  const changed = changedFields(change);
  const waiting = spec.whenInstalled === "pending" ? changed.filter((field) => MACHINE_FIELDS[field].mayWait) : [];
  const pressing = changed.filter((field) => !waiting.includes(field));

  const refused = pressing.filter((field) => !isAllowed(field, change, pressing));
  if (refused.length > 0) {
    return refusal(change, refused);
  }
  if (change.unknown.includes("image") && !isAllowed("image", change, pressing)) {
    return unknownImage(change);
  }
  if (pressing.length > 0) {
    return reinstall(change, changed);
  }
  if (waiting.length > 0) {
    const message = `host \`${change.host}\`: ${list(waiting)} changed and will be applied by the next install.`;
    return { kind: "pending", fields: waiting, message };
  }
  const inPlace = changedInPlace(options.previous, spec, change.unknown);
  return inPlace.length > 0 ? { kind: "in-place", fields: inPlace } : { kind: "no-change" };
}

interface Change {
  readonly installed: InstalledMachine;
  readonly spec: MachineSpec;
  readonly disk: RootDisk | undefined;
  readonly host: string;
  readonly unknown: readonly (keyof MachineSpec)[];
}

const DIFFERS: Readonly<Record<ReinstallField, (change: Change) => boolean>> = {
  image: ({ installed, spec }) => formatChecksum(spec.image.checksum) !== installed.imageChecksum,
  rootDisk: ({ installed, disk }) => disk !== undefined && !isSameRootDisk(installed.rootDisk, disk),
  userData: ({ installed, spec }) => inputHash(spec.userData) !== installed.userDataHash,
  networkData: ({ installed, spec }) => inputHash(spec.networkData) !== installed.networkDataHash,
  metaData: ({ installed, spec }) => inputHash(spec.metaData) !== installed.metaDataHash,
  rebuild: ({ installed, spec }) => spec.rebuild !== undefined && spec.rebuild !== installed.rebuild,
};

function changedFields(change: Change): readonly ReinstallField[] {
  return REINSTALL_FIELDS.filter((field) => !change.unknown.includes(field) && DIFFERS[field](change));
}

function isAllowed(field: ReinstallField, change: Change, changed: readonly ReinstallField[]): boolean {
  if (field === "rebuild") {
    return true;
  }
  if (changed.includes("rebuild") && field !== "rootDisk") {
    return true;
  }
  return allows(change.spec, field);
}

function allows({ reinstall }: MachineSpec, field: ReinstallField): boolean {
  return reinstall?.allow === true && (reinstall.triggers ?? REINSTALL_FIELDS).includes(field);
}

function reinstall(change: Change, fields: readonly ReinstallField[]): MachinePlan {
  const disks = disksAtStake(change, fields);
  return {
    kind: "reinstall",
    fields,
    disks,
    message: `host \`${change.host}\`: ${list(fields)} changed; it is installed again. Erased: ${describe(disks)}.`,
  };
}

function refusal(change: Change, fields: readonly ReinstallField[]): MachinePlan {
  const disks = disksAtStake(change, fields);
  const moved = fields.includes("rootDisk");
  const stake = moved
    ? `The root disk would move from ${describe([change.installed.rootDisk])} to ${describe(disks.slice(1))}: data on both disks is at stake.`
    : `That would erase ${describe(disks)}.`;
  const message = `host \`${change.host}\`: ${list(fields)} changed, which only a reinstall applies. ${stake} Nothing was done.`;
  return { kind: "refused", fields, disks, message, remedy: waysOut(fields) };
}

function unknownImage(change: Change): MachinePlan {
  const disks = [change.installed.rootDisk];
  return {
    kind: "refused",
    fields: ["image"],
    disks,
    message:
      `host \`${change.host}\`: image is not known yet, so it may be another one, which only a reinstall applies. ` +
      `That would erase ${describe(disks)}. Nothing was done.`,
    remedy: `write the checksum into the program, or ${waysOut(["image"])}`,
  };
}

function waysOut(fields: readonly ReinstallField[]): string {
  const ways = ["to reinstall, write `reinstall: { allow: true }`"];
  if (!fields.includes("rootDisk")) {
    ways.push('for this once, give `rebuild: "…"` a new value');
  }
  if (fields.every((field) => MACHINE_FIELDS[field].mayWait)) {
    ways.push('to apply it at the next install, write `whenInstalled: "pending"`');
  }
  ways.push("else, undo the change");
  return ways.join("; ");
}

function disksAtStake(change: Change, fields: readonly ReinstallField[]): readonly RootDisk[] {
  const from = change.installed.rootDisk;
  return fields.includes("rootDisk") && change.disk !== undefined ? [from, change.disk] : [from];
}

function describe(disks: readonly RootDisk[]): string {
  return disks.map(describeRootDisk).join(" and ");
}

function list(fields: readonly string[]): string {
  return fields.map((field) => `\`${field}\``).join(", ");
}

function changedInPlace(
  previous: MachineSpec | undefined,
  spec: MachineSpec,
  unknown: readonly (keyof MachineSpec)[],
): readonly string[] {
  if (previous === undefined) {
    return [];
  }
  const keys = (Object.keys(MACHINE_FIELDS) as (keyof MachineSpec)[]).filter((key) => !unknown.includes(key));
  return keys.flatMap((key) => {
    if (key === "userData" || key === "networkData" || key === "metaData" || key === "rootDisk") {
      return [];
    }
    if (hashOf(previous[key]) === hashOf(spec[key])) {
      return [];
    }
    return key === "image" ? "image.url" : key;
  });
}

/** The hash by which an input of an install is compared; absent where there is nothing to compare. */
export function inputHash(value: string | object | undefined): string | undefined {
  if (value === undefined || value === "") {
    return undefined;
  }
  if (typeof value === "object" && Object.keys(value).length === 0) {
    return undefined;
  }
  return hashOf(value);
}

/** What is recorded after an install, and later compared with. */
export function installedMachine(spec: MachineSpec, rootDisk: RootDisk): InstalledMachine {
  const optional = {
    userDataHash: inputHash(spec.userData),
    networkDataHash: inputHash(spec.networkData),
    metaDataHash: inputHash(spec.metaData),
    rebuild: spec.rebuild,
  };
  return {
    imageChecksum: formatChecksum(spec.image.checksum),
    rootDisk,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
