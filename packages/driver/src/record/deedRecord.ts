import { type DeedKind, isDeedKind } from "../gate/deeds.js";
import { hasText, objectOf } from "./json.js";

/** A deed that was begun: written down before the verb goes out, taken off when it is known to have ended. */
export interface DeedRecord {
  /** What was begun. */
  readonly kind: DeedKind;
  /** Kernel names of the disks that it may write. */
  readonly disks: readonly string[];
  /** When, ISO 8601. */
  readonly since: string;
}

/** Reads what is kept; undefined where there is nothing that can be read. */
export function parseDeedRecord(value: unknown): DeedRecord | undefined {
  const record = objectOf(value);
  if (!record || !hasText(record, "kind") || !hasText(record, "since") || !isDeedKind(record.kind)) {
    return undefined;
  }
  const disks = Array.isArray(record.disks) ? record.disks.filter((disk) => typeof disk === "string") : [];
  return { kind: record.kind, disks, since: record.since };
}

/** The record as it is kept. */
export function keptDeedRecord({ kind, disks, since }: DeedRecord): Record<string, unknown> {
  return { kind, since, ...(disks.length > 0 && { disks: [...disks] }) };
}
