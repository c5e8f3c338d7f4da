import type { HostSpec, InstalledMachine, IronicRootDevice, Ownership } from "@ironworks/core";
import type { PatchOperation } from "../api/node.js";

/** Where on a node Ironworks keeps whose it is and what is on its disk: `extra.ironworks`. */
const KEY = "ironworks";
export const HOST_RECORD_PATH: string = `/extra/${KEY}`;
export const MACHINE_RECORD_PATH: string = `${HOST_RECORD_PATH}/machine`;

/** Whose the host is and how far its enrolment has come. */
export interface HostRecord extends Ownership {
  /** Its identity was checked (power state, and NICs where the BMC lists them): from here on we may power it. */
  readonly accepted?: boolean | undefined;
  /** It was on when we left it without an operating system: that it is on shows nobody's work. */
  readonly leftOn?: boolean | undefined;
  /** Given up by its owner, who gets it back by asking for it again. A tombstone. */
  readonly detached?: boolean | undefined;
  /** What deprovisioning a machine on the host does to its disks. On the node itself it would act at the next `provide`. */
  readonly automatedCleaningMode?: "metadata" | undefined;
  readonly machine?: MachineRecord | undefined;
}

/** Whose the installed system is, and what was written. */
export interface MachineRecord {
  readonly owner: string;
  readonly machineId: string;
  readonly incarnation: string;
  readonly instanceUuid: string;
  /** What the last install wrote, or is writing. True of the disk once the node is `active`. */
  readonly installed: InstalledMachine;
  /** No install has ended yet, so that one that Ironic failed may be asked for again without leave. */
  readonly firstInstall?: boolean | undefined;
  /** A reinstall that was asked for and not yet seen to end well. */
  readonly reinstall?: ReinstallRecord | undefined;
  /**
   * The node's `provision_updated_at` at a failure of which we know that the disk still held what `installed` says. Any
   * other date there: something happened since, so that nothing is known.
   */
  readonly intactAt?: string | undefined;
  /** What we wrote into the node's `skip_block_devices`: disks that no install and no cleaning may touch. */
  readonly kept?: readonly IronicRootDevice[] | undefined;
  readonly detached?: boolean | undefined;
  /** An undeploy was asked for. */
  readonly deprovisioning?: boolean | undefined;
}

/** A reinstall, written down before it is asked for. */
export interface ReinstallRecord {
  /** What it is to put on the disk. */
  readonly installed: InstalledMachine;
  /** The node's `provision_updated_at` before the verb: while it is unchanged, the verb never went out. */
  readonly before: string | null;
  /** The disk was intact when the verb went out. */
  readonly fromIntact?: boolean | undefined;
  /** Asked for without writing: only to bring the node back to what is on its disk. */
  readonly keepsDisk?: boolean | undefined;
}

/** What is kept on a node; undefined where there is nothing that can be read. */
export function hostRecordOf(node: { readonly extra: Readonly<Record<string, unknown>> }): HostRecord | undefined {
  const record = objectOf(node.extra[KEY]);
  if (!record || !hasText(record, "owner") || !hasText(record, "hostId") || !hasText(record, "incarnation")) {
    return undefined;
  }
  const { owner, hostId, incarnation } = record;
  return {
    owner,
    hostId,
    incarnation,
    accepted: record.accepted === true,
    leftOn: record.leftOn === true,
    detached: record.detached === true,
    automatedCleaningMode: cleaningModeOf(record.automatedCleaningMode),
    machine: machineRecordOf(record.machine),
  };
}

/** What is kept of a host's `automatedCleaningMode`: nothing where it is `disabled`, the default. */
export function cleaningModeOf(mode: unknown): "metadata" | undefined {
  return mode === "metadata" ? "metadata" : undefined;
}

/** Brings what is kept of the mode to what the spec says. */
export function cleaningModePatch(record: HostRecord, spec: HostSpec): readonly PatchOperation[] {
  const wanted = cleaningModeOf(spec.automatedCleaningMode);
  const path = `${HOST_RECORD_PATH}/automatedCleaningMode`;
  if (wanted === record.automatedCleaningMode) {
    return [];
  }
  return wanted === undefined ? [{ op: "remove", path }] : [{ op: "add", path, value: wanted }];
}

/** Brings what is kept of the power in which a server without an operating system was left to what it is. */
export function leftOnPatch(record: HostRecord | undefined, on: boolean): readonly PatchOperation[] {
  const path = `${HOST_RECORD_PATH}/leftOn`;
  if (!record || on === (record.leftOn === true)) {
    return [];
  }
  return on ? [{ op: "add", path, value: true }] : [{ op: "remove", path }];
}

function machineRecordOf(value: unknown): MachineRecord | undefined {
  const record = objectOf(value);
  if (!record || !hasText(record, "owner") || !hasText(record, "machineId") || !hasText(record, "instanceUuid")) {
    return undefined;
  }
  const installed = objectOf(record.installed);
  if (!hasText(record, "incarnation") || !installed) {
    return undefined;
  }
  const { owner, machineId, incarnation, instanceUuid } = record;
  const reinstall = objectOf(record.reinstall);
  const again = objectOf(reinstall?.installed);
  return {
    owner,
    machineId,
    incarnation,
    instanceUuid,
    installed: installed as unknown as InstalledMachine,
    firstInstall: record.firstInstall === true,
    reinstall: again && {
      installed: again as unknown as InstalledMachine,
      before: typeof reinstall?.before === "string" ? reinstall.before : null,
      fromIntact: reinstall?.fromIntact === true,
      keepsDisk: reinstall?.keepsDisk === true,
    },
    intactAt: typeof record.intactAt === "string" ? record.intactAt : undefined,
    kept: Array.isArray(record.kept) ? (record.kept as readonly IronicRootDevice[]) : undefined,
    detached: record.detached === true,
    deprovisioning: record.deprovisioning === true,
  };
}

/** The record as it is kept: without what is false or absent. */
export function asKept(record: HostRecord | MachineRecord | ReinstallRecord): Record<string, unknown> {
  const kept = Object.entries(record).filter(([, value]) => value !== undefined && value !== false);
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "machine" || key === "reinstall" ? asKept(value) : value]),
  );
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
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
