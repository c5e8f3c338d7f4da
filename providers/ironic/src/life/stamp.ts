import type { HostSpec, InstalledMachine, Ownership } from "@ironworks/core";
import type { PatchOperation } from "../api/node.js";

/** Where on a node Ironworks says whose it is: `extra.ironworks`. */
const KEY = "ironworks";
export const HOST_STAMP_PATH: string = `/extra/${KEY}`;
export const MACHINE_STAMP_PATH: string = `${HOST_STAMP_PATH}/machine`;

/** Whose the host is and how far its enrolment has come. */
export interface HostStamp extends Ownership {
  /** Its identity was checked (power state, and NICs where the BMC tells them): from here on we may power it. */
  readonly accepted?: boolean | undefined;
  /** Given up by its owner, who gets it back by asking for it again. A tombstone. */
  readonly detached?: boolean | undefined;
  /** What a release of a machine on the host does to its disks. Never on the node itself before: then it would act at once. */
  readonly automatedCleaningMode?: "metadata" | undefined;
  readonly machine?: MachineStamp | undefined;
}

/** Whose the installed system is, and what was written. */
export interface MachineStamp {
  readonly owner: string;
  readonly machineId: string;
  readonly incarnation: string;
  readonly instanceUuid: string;
  /** What the last install wrote, or is writing. True of the disk once the node is `active`. */
  readonly installed: InstalledMachine;
  /** No install has ended yet, so that one that Ironic failed may be asked for again without leave. */
  readonly firstInstall?: boolean | undefined;
  /** A reinstall that was asked for and not yet seen to end well. */
  readonly reinstall?: ReinstallStamp | undefined;
  /**
   * The node's `provision_updated_at` at a failure of which we know that the disk still held what `installed` says. Any
   * other date there: something happened since, so that nothing is known.
   */
  readonly intactAt?: string | undefined;
  readonly detached?: boolean | undefined;
  /** An undeploy was asked for. */
  readonly releasing?: boolean | undefined;
}

export interface ReinstallStamp {
  readonly installed: InstalledMachine;
  /** The node's `provision_updated_at` before the verb: while it is unchanged, the verb never went out. */
  readonly before: string | null;
  /** The disk was intact when the verb went out. */
  readonly fromIntact?: boolean | undefined;
  /** Asked for without writing: only to bring the node back to what is on its disk. */
  readonly keepsDisk?: boolean | undefined;
}

/** The stamp on a node; undefined where there is none that can be read. */
export function hostStampOf(node: { readonly extra: Readonly<Record<string, unknown>> }): HostStamp | undefined {
  const stamp = record(node.extra[KEY]);
  if (!stamp || !hasText(stamp, "owner") || !hasText(stamp, "hostId") || !hasText(stamp, "incarnation")) {
    return undefined;
  }
  const { owner, hostId, incarnation } = stamp;
  return {
    owner,
    hostId,
    incarnation,
    accepted: stamp.accepted === true,
    detached: stamp.detached === true,
    automatedCleaningMode: cleaningModeOf(stamp.automatedCleaningMode),
    machine: machineStampOf(stamp.machine),
  };
}

/** What is kept of a host's `automatedCleaningMode`: nothing where it is `disabled`, the default. */
export function cleaningModeOf(mode: unknown): "metadata" | undefined {
  return mode === "metadata" ? "metadata" : undefined;
}

/** Brings what is kept of the mode to what the spec says. */
export function cleaningModePatch(stamp: HostStamp, spec: HostSpec): readonly PatchOperation[] {
  const wanted = cleaningModeOf(spec.automatedCleaningMode);
  const path = `${HOST_STAMP_PATH}/automatedCleaningMode`;
  if (wanted === stamp.automatedCleaningMode) {
    return [];
  }
  return wanted === undefined ? [{ op: "remove", path }] : [{ op: "add", path, value: wanted }];
}

function machineStampOf(value: unknown): MachineStamp | undefined {
  const stamp = record(value);
  if (!stamp || !hasText(stamp, "owner") || !hasText(stamp, "machineId") || !hasText(stamp, "instanceUuid")) {
    return undefined;
  }
  const installed = record(stamp.installed);
  if (!hasText(stamp, "incarnation") || !installed) {
    return undefined;
  }
  const { owner, machineId, incarnation, instanceUuid } = stamp;
  const reinstall = record(stamp.reinstall);
  const again = record(reinstall?.installed);
  return {
    owner,
    machineId,
    incarnation,
    instanceUuid,
    installed: installed as unknown as InstalledMachine,
    firstInstall: stamp.firstInstall === true,
    reinstall: again && {
      installed: again as unknown as InstalledMachine,
      before: typeof reinstall?.before === "string" ? reinstall.before : null,
      fromIntact: reinstall?.fromIntact === true,
      keepsDisk: reinstall?.keepsDisk === true,
    },
    intactAt: typeof stamp.intactAt === "string" ? stamp.intactAt : undefined,
    detached: stamp.detached === true,
    releasing: stamp.releasing === true,
  };
}

/** The stamp as it is written: without what is false or absent. */
export function written(stamp: HostStamp | MachineStamp | ReinstallStamp): Record<string, unknown> {
  const kept = Object.entries(stamp).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "machine" || key === "reinstall" ? written(value) : value]),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function hasText<Key extends string>(
  value: Readonly<Record<string, unknown>>,
  key: Key,
): value is Readonly<Record<string, unknown>> & Readonly<Record<Key, string>> {
  return typeof value[key] === "string" && value[key] !== "";
}
