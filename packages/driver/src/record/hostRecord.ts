import type { Ownership } from "@ironworks/core";
import { type DeedRecord, keptDeedRecord, parseDeedRecord } from "./deedRecord.js";
import { hasText, objectOf, otherFields, said } from "./json.js";
import { keptMachineRecord, type MachineRecord, parseMachineRecord } from "./machineRecord.js";

/** Of the records that this version writes. A newer version's fields are kept, whatever they are. */
export const RECORD_VERSION = 1;

/** Whose a host is, how far it has come, and what is on it: kept with the server in its route, never in a state alone. */
export interface HostRecord extends Ownership {
  /** Of the version that wrote it; the highest one where several did. Default 1. */
  readonly version?: number | undefined;
  /** Its identity was checked (power state, and NICs where the BMC lists them): from here on we may power it. */
  readonly accepted?: boolean | undefined;
  /** It was on when we left it without an operating system: that it is on shows nobody's work. */
  readonly leftOn?: boolean | undefined;
  /**
   * Enrolled as it was found: the route had lost it, or it was nobody's. An operating system may be on its disks that no record
   * here describes, so it is neither inspected, nor powered by us on the way, nor installed over.
   */
  readonly asFound?: boolean | undefined;
  /** Given up by its owner, who gets it back by asking for it again. A tombstone. */
  readonly detached?: boolean | undefined;
  /** What deprovisioning a machine on the host does to its disks. */
  readonly automatedCleaningMode?: "metadata" | undefined;
  /** What was begun with it and is not known to have ended. */
  readonly deed?: DeedRecord | undefined;
  /** The system on it. */
  readonly machine?: MachineRecord | undefined;
  /** Fields of a newer version, kept as they are. */
  readonly more?: Readonly<Record<string, unknown>> | undefined;
}

const HOST_KEYS = [
  "version",
  "owner",
  "hostId",
  "incarnation",
  "accepted",
  "leftOn",
  "asFound",
  "detached",
  "automatedCleaningMode",
  "deed",
  "machine",
];

/** Reads what is kept; undefined where there is nothing that can be read. */
export function parseHostRecord(value: unknown): HostRecord | undefined {
  const record = objectOf(value);
  if (!record || !hasText(record, "owner") || !hasText(record, "hostId") || !hasText(record, "incarnation")) {
    return undefined;
  }
  const { owner, hostId, incarnation } = record;
  return {
    version: typeof record.version === "number" ? record.version : undefined,
    owner,
    hostId,
    incarnation,
    accepted: record.accepted === true,
    leftOn: record.leftOn === true,
    asFound: record.asFound === true,
    detached: record.detached === true,
    automatedCleaningMode: record.automatedCleaningMode === "metadata" ? "metadata" : undefined,
    deed: parseDeedRecord(record.deed),
    machine: parseMachineRecord(record.machine),
    more: otherFields(record, HOST_KEYS),
  };
}

/** The record as it is kept. */
export function keptHostRecord({ more, machine, deed, version, ...fields }: HostRecord): Record<string, unknown> {
  return {
    ...more,
    ...said({
      ...fields,
      version: Math.max(version ?? RECORD_VERSION, RECORD_VERSION),
      deed: deed && keptDeedRecord(deed),
      machine: machine && keptMachineRecord(machine),
    }),
  };
}
