import { describeRootDisk, isSameRootDisk, type RootDisk } from "../host/rootDisk.js";
import { formatChecksum } from "../image/checksum.js";
import { type InstalledMachine, isInstalledInput, isUsedRebuild, letsDiskMove } from "./installedMachine.js";
import { keptText } from "./keptDisks.js";
import type { MachineSpec, ReinstallField } from "./machineSpec.js";

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
  keepDisks: { effect: "in-place" },
  replaceDisk: { effect: "in-place" },
  reinstall: { effect: "in-place" },
  whenInstalled: { effect: "in-place" },
  protect: { effect: "in-place" },
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

/** What a change of a machine comes to. Only `first-install`, `reinstall` and `may-reinstall` can write to a disk. */
export type MachinePlan =
  | {
      /** No install has ended on the host. */
      readonly kind: "first-install";
      /** For people: disk and host by name. */
      readonly message: string;
    }
  | {
      /** Nothing happens to the server. */
      readonly kind: "no-change";
      /** Says that the change may yet be refused, because of fields that are not known yet. */
      readonly doubt?: string | undefined;
    }
  | {
      /** `may-reinstall` depends on values that are not known yet; never planned when all are known. */
      readonly kind: "reinstall" | "may-reinstall";
      /** Fields that changed; for `may-reinstall` also those not known yet; `image` where the disk may not hold it any more. */
      readonly fields: readonly ReinstallField[];
      /** Disks whose content is at stake. */
      readonly disks: readonly RootDisk[];
      /** What asks for it, e.g. `` `image` changed ``; also the end of `message`. */
      readonly why: string;
      /** For people: host, fields and disks by name. */
      readonly message: string;
      /** Says that the change may yet be refused, because of fields that are not known yet. */
      readonly doubt?: string | undefined;
    }
  | {
      /** Only an install would apply it, and it is not allowed. */
      readonly kind: "refused";
      /** Fields that need leave. */
      readonly fields: readonly ReinstallField[];
      /** Disks whose content would be at stake. */
      readonly disks: readonly RootDisk[];
      /** For people: host, fields and disks by name. */
      readonly message: string;
      /** How to allow it or to take it back. */
      readonly remedy: string;
    }
  | {
      /** Applied by the next install; nothing is at stake. */
      readonly kind: "pending";
      /** Wait for the next install. */
      readonly fields: readonly ReinstallField[];
      /** For people: host and fields by name. */
      readonly message: string;
      /** Says that the change may yet be refused, because of fields that are not known yet. */
      readonly doubt?: string | undefined;
    };

type Reinstall = Extract<MachinePlan, { readonly kind: "reinstall" | "may-reinstall" }>;

/** What is known beside installed and wanted machine. */
export interface ChangeOptions {
  /** The host as the program names it, for messages. */
  readonly host?: string | undefined;
  /** Fields whose values are not known yet (computed, in a preview). */
  readonly unknown?: readonly (keyof MachineSpec)[] | undefined;
  /**
   * The key of the hashes in what is installed. Where it is lost, nobody can tell whether user data, network data or
   * metadata changed; they count as unchanged, so that a lost key never reinstalls.
   */
  readonly inputKey?: string | undefined;
}

/**
 * Decides what a spec means for what is installed, without doing anything.
 *
 * Nothing installed, a failed first install included, is a first install. Afterwards a change that only an install applies
 * is refused, unless `reinstall.allow` covers each changed field or `rebuild` has a new value. A token of an earlier install
 * is refused: it comes from a change that was taken back, or from an old branch. `whenInstalled: "pending"`
 * lets user data, network data and metadata wait; it never starts a reinstall. Another root disk needs `reinstall.allow`:
 * a `rebuild` alone stays on its disk.
 *
 * Where a later install failed and the disk is not known to be intact, leave to reinstall the image is leave to write it
 * again, with nothing changed.
 *
 * A field that is not known yet may turn out changed: where that would reinstall, the plan is `may-reinstall`; where it
 * would be refused, `doubt` says so. An image that is not known yet is refused at once where `image` may not reinstall.
 */
export function planMachineChange(
  installed: InstalledMachine | undefined,
  spec: MachineSpec,
  resolvedDisk: RootDisk | undefined,
  options: ChangeOptions = {},
): MachinePlan {
  const unknown = options.unknown ?? [];
  const host = options.host ?? "?";
  const disk = isUnknown("rootDisk", unknown) ? undefined : (resolvedDisk ?? spec.rootDisk);
  if (installed === undefined) {
    return { kind: "first-install", message: firstWrite(host, disk) };
  }
  const change: Change = { installed, spec, disk, host, unknown, inputKey: options.inputKey };
  const changed = REINSTALL_FIELDS.filter((field) => !isUnknown(field, unknown) && DIFFERS[field](change));
  const waiting = changed.filter((field) => waits(field, spec));
  const pressing = changed.filter((field) => !waiting.includes(field));
  const open = REINSTALL_FIELDS.filter((field) => isUnknown(field, unknown) && !waits(field, spec));
  const leave = (field: ReinstallField): Leave => leaveFor(field, change, pressing);

  if (changed.includes("rebuild") && spec.rebuild !== undefined && isUsedRebuild(installed, spec.rebuild)) {
    return usedToken(change, spec.rebuild);
  }
  const refused = pressing.filter((field) => leave(field) === "no");
  if (refused.length > 0) {
    return refusal(change, refused);
  }
  if (open.includes("image") && leave("image") === "no") {
    return unknownImage(change);
  }
  const possible = open.filter((field) => leave(field) !== "no");
  const relabelled = !open.includes("image") && isRelabelled(change) ? RELABELLED : undefined;
  const doubt = doubtOf(open.filter((field) => leave(field) === "no")) ?? relabelled;
  const unsure = installed.intact === "unknown" && !open.includes("image");
  if (pressing.some((field) => leave(field) === "unknown")) {
    return { ...possibleReinstall(change, changed, possible, leave), doubt };
  }
  if (pressing.length > 0) {
    const stops = doubtOf(open.filter((field) => leave(field) !== "yes"));
    return { ...reinstall(change, changed, possible, `${list(changed)} changed`), doubt: stops };
  }
  if (unsure && leave("image") === "yes") {
    return { ...reinstall(change, ["image", ...waiting], possible, NOT_INTACT), doubt };
  }
  if (possible.length > 0) {
    return { ...possibleReinstall(change, changed, possible, leave), doubt };
  }
  if (waiting.length > 0) {
    const message = `host \`${host}\`: ${list(waiting)} changed and will be applied by the next install.`;
    return { kind: "pending", fields: waiting, message, doubt };
  }
  return { kind: "no-change", doubt: doubt ?? (unsure ? `may be refused: ${NOT_INTACT}` : undefined) };
}

/** Said of a disk that an install which failed may have written to. */
const NOT_INTACT = "a later install failed, and the disk is not known to be intact";

interface Change {
  readonly installed: InstalledMachine;
  readonly spec: MachineSpec;
  readonly disk: RootDisk | undefined;
  readonly host: string;
  readonly unknown: readonly (keyof MachineSpec)[];
  readonly inputKey: string | undefined;
}

const DIFFERS: Readonly<Record<ReinstallField, (change: Change) => boolean>> = {
  image: (change) =>
    formatChecksum(change.spec.image.checksum) !== change.installed.imageChecksum && !isRelabelled(change),
  rootDisk: ({ installed, disk }) => disk !== undefined && !isSameRootDisk(installed.rootDisk, disk),
  userData: ({ installed, spec, inputKey }) => isInstalledInput(installed, spec, "userData", inputKey) === false,
  networkData: ({ installed, spec, inputKey }) => isInstalledInput(installed, spec, "networkData", inputKey) === false,
  metaData: ({ installed, spec, inputKey }) => isInstalledInput(installed, spec, "metaData", inputKey) === false,
  rebuild: ({ installed, spec }) => spec.rebuild !== undefined && spec.rebuild !== installed.rebuild,
};

/** Another algorithm at the same URL most likely names the same image, and nothing that is known could show it. */
function isRelabelled({ installed, spec: { image } }: Pick<Change, "installed" | "spec">): boolean {
  const [before] = installed.imageChecksum.split(":");
  return installed.imageUrl !== undefined && installed.imageUrl === image.url && before !== image.checksum.algorithm;
}

const RELABELLED =
  "`image.checksum` is one of another algorithm, at the same URL: it is taken for the same image, so nothing is installed. " +
  "next: to install it anew, give `rebuild` a new value; an image of another content gets a URL of its own";

function isUnknown(field: ReinstallField, unknown: readonly (keyof MachineSpec)[]): boolean {
  return unknown.some((key) => (MACHINE_FIELDS[key].field ?? key) === field);
}

/** Does a change of the field wait for the next install? */
function waits(field: ReinstallField, spec: MachineSpec): boolean {
  return spec.whenInstalled === "pending" && MACHINE_FIELDS[field].mayWait === true;
}

/** May a change of the field reinstall? `unknown` where that depends on a value that is not known yet. */
type Leave = "yes" | "no" | "unknown";

function leaveFor(
  field: ReinstallField,
  { spec, unknown, installed }: Change,
  changed: readonly ReinstallField[],
): Leave {
  if (field === "rootDisk" && changed.includes(field) && letsDiskMove(installed, spec.replaceDisk)) {
    return "yes";
  }
  const byToken = field !== "rootDisk";
  if (field === "rebuild" || (byToken && changed.includes("rebuild"))) {
    return "yes";
  }
  if (MACHINE_FIELDS[field].mayWait && unknown.includes("whenInstalled")) {
    return "unknown";
  }
  const policyUnknown = unknown.includes("reinstall") && spec.reinstall?.allow !== false;
  if (!policyUnknown && allows(spec, field)) {
    return "yes";
  }
  return policyUnknown || (byToken && unknown.includes("rebuild")) ? "unknown" : "no";
}

function allows({ reinstall }: MachineSpec, field: ReinstallField): boolean {
  return reinstall?.allow === true && (reinstall.triggers ?? REINSTALL_FIELDS).includes(field);
}

function firstWrite(host: string, disk: RootDisk | undefined): string {
  return disk === undefined
    ? `will write \`image\` to a disk of host \`${host}\` that is not known until the host is inspected`
    : `will write \`image\` to ${describeRootDisk(disk)} of host \`${host}\``;
}

function reinstall(
  change: Change,
  fields: readonly ReinstallField[],
  possible: readonly ReinstallField[],
  why: string,
): Reinstall {
  const message = `will ${erasing(change, [...fields, ...possible])}: ${why}${keeping(change)}`;
  return { kind: "reinstall", fields, disks: disksAtStake(change, fields), why, message };
}

function possibleReinstall(
  change: Change,
  changed: readonly ReinstallField[],
  possible: readonly ReinstallField[],
  leave: (field: ReinstallField) => Leave,
): Reinstall {
  const fields = REINSTALL_FIELDS.filter((field) => changed.includes(field) || possible.includes(field));
  const undecided = fields.some((field) => !waits(field, change.spec) && leave(field) === "unknown");
  const policy = undecided ? (["reinstall", "whenInstalled", "rebuild"] as const) : [];
  const unknown = new Set([...possible, ...policy.filter((field) => change.unknown.includes(field))]);
  const reasons = [...(changed.length > 0 ? [`${list(changed)} changed`] : []), notKnownYet([...unknown])];
  const why = reasons.join(", and ");
  const message = `may ${erasing(change, fields)}${undecided ? ", or be refused" : ""}: ${why}${keeping(change)}`;
  return { kind: "may-reinstall", fields, disks: disksAtStake(change, fields), why, message };
}

/** ``erase nvme0n1 (serial NV-0007, 447 GiB) of host `node-0` and install anew``. */
function erasing(change: Change, fields: readonly ReinstallField[]): string {
  const from = describeRootDisk(change.installed.rootDisk);
  const host = `of host \`${change.host}\` and install anew`;
  if (!fields.includes("rootDisk")) {
    return `erase ${from} ${host}`;
  }
  if (change.disk === undefined) {
    return `erase ${from} or another disk ${host}`;
  }
  const isReplaced = letsDiskMove(change.installed, change.spec.replaceDisk) && !allows(change.spec, "rootDisk");
  const only = isReplaced ? ", which must not be there any more (`replaceDisk`)" : "";
  return `erase ${describeRootDisk(change.disk)} ${host}, in place of ${from}${only}`;
}

function keeping({ spec: { keepDisks = [] } }: Change): string {
  return keepDisks.length === 0 ? "" : `; kept as they are: ${keepDisks.map(keptText).join("; ")}`;
}

function doubtOf(fields: readonly ReinstallField[]): string | undefined {
  return fields.length === 0
    ? undefined
    : `may be refused: ${notKnownYet(fields)}, and only a reinstall changes ${fields.length === 1 ? "it" : "them"}`;
}

function notKnownYet(fields: readonly string[]): string {
  return `${list(fields)} ${fields.length === 1 ? "is" : "are"} not known yet`;
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

function usedToken(change: Change, token: string): MachinePlan {
  const disks = [change.installed.rootDisk];
  const last = change.installed.rebuild;
  return {
    kind: "refused",
    fields: ["rebuild"],
    disks,
    message:
      `host \`${change.host}\`: \`rebuild\` is \`${token}\`, which an earlier install has used, so it is not leave to ` +
      `erase ${describe(disks)}. Nothing was done.`,
    remedy:
      "if this is an old branch or a change that was taken back, " +
      `${last === undefined ? "take `rebuild` out" : `put \`${last}\` back`}; ` +
      "to reinstall, give `rebuild` a value that was never used",
  };
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
  if (fields.includes("rootDisk")) {
    ways.push('if the recorded disk is gone, give `replaceDisk: "…"` a new value');
  } else {
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
