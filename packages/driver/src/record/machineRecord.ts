import type { InstalledMachine, IronicRootDevice } from "@ironworks/core";
import { hasText, objectOf, otherFields, said } from "./json.js";

/** Whose the installed system is, and what was written. */
export interface MachineRecord {
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name, e.g. `web-0`. */
  readonly machineId: string;
  /** Of the machine's own claim; rotated at each attach. */
  readonly incarnation: string;
  /** The route's atomic claim. */
  readonly instanceUuid: string;
  /** What the last install wrote, or is writing. True of the disk once the route says that it is installed. */
  readonly installed: InstalledMachine;
  /** No install has ended yet, so that one that the route failed may be asked for again without leave. */
  readonly firstInstall?: boolean | undefined;
  /** A reinstall that was asked for and not yet seen to end well. */
  readonly reinstall?: ReinstallRecord | undefined;
  /**
   * The route's mark of the moment of a failure of which we know that the disk still held what `installed` says. Any
   * other mark there: something happened since, so that nothing is known.
   */
  readonly intactAt?: string | undefined;
  /** What we wrote into the node's `skip_block_devices`: disks that no install and no cleaning may touch. */
  readonly kept?: readonly IronicRootDevice[] | undefined;
  /** Given up by its owner, who gets it back by asking for it again. A tombstone. */
  readonly detached?: boolean | undefined;
  /** An undeploy was asked for. */
  readonly deprovisioning?: boolean | undefined;
  /** Fields of a newer version, kept as they are. */
  readonly more?: Readonly<Record<string, unknown>> | undefined;
}

/** A reinstall, written down before it is asked for. */
export interface ReinstallRecord {
  /** What it is to put on the disk. */
  readonly installed: InstalledMachine;
  /** The route's mark of the moment before the verb: while it is unchanged, the verb never went out. */
  readonly before: string | null;
  /** The disk was intact when the verb went out. */
  readonly fromIntact?: boolean | undefined;
  /** Asked for without writing: only to bring the server back to what is on its disk. */
  readonly keepsDisk?: boolean | undefined;
}

const MACHINE_KEYS = [
  "owner",
  "machineId",
  "incarnation",
  "instanceUuid",
  "installed",
  "firstInstall",
  "reinstall",
  "intactAt",
  "kept",
  "detached",
  "deprovisioning",
];

/** Reads what is kept; undefined where there is nothing that can be read. */
export function parseMachineRecord(value: unknown): MachineRecord | undefined {
  const record = objectOf(value);
  if (!record || !hasText(record, "owner") || !hasText(record, "machineId") || !hasText(record, "instanceUuid")) {
    return undefined;
  }
  const installed = objectOf(record.installed);
  if (!hasText(record, "incarnation") || !installed) {
    return undefined;
  }
  const { owner, machineId, incarnation, instanceUuid } = record;
  return {
    owner,
    machineId,
    incarnation,
    instanceUuid,
    installed: installed as unknown as InstalledMachine,
    firstInstall: record.firstInstall === true,
    reinstall: reinstallOf(record.reinstall),
    intactAt: typeof record.intactAt === "string" ? record.intactAt : undefined,
    kept: Array.isArray(record.kept) ? (record.kept as readonly IronicRootDevice[]) : undefined,
    detached: record.detached === true,
    deprovisioning: record.deprovisioning === true,
    more: otherFields(record, MACHINE_KEYS),
  };
}

function reinstallOf(value: unknown): ReinstallRecord | undefined {
  const reinstall = objectOf(value);
  const installed = objectOf(reinstall?.installed);
  return (
    installed && {
      installed: installed as unknown as InstalledMachine,
      before: typeof reinstall?.before === "string" ? reinstall.before : null,
      fromIntact: reinstall?.fromIntact === true,
      keepsDisk: reinstall?.keepsDisk === true,
    }
  );
}

/** The record as it is kept. */
export function keptMachineRecord({ more, reinstall, ...fields }: MachineRecord): Record<string, unknown> {
  return { ...more, ...said({ ...fields, reinstall: reinstall && said({ ...reinstall }) }) };
}
