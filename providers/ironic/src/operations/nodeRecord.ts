import type { HostSpec } from "@ironworks/core";
import {
  type HostRecord,
  keptDeedRecord,
  keptMachineRecord,
  type MachineRecord,
  parseHostRecord,
  RECORD_VERSION,
} from "@ironworks/driver";
import type { PatchOperation } from "../api/node.js";

/** Where on a node Ironworks keeps whose it is and what is on its disk: `extra.ironworks`. */
const KEY = "ironworks";
export const HOST_RECORD_PATH: string = `/extra/${KEY}`;
export const MACHINE_RECORD_PATH: string = `${HOST_RECORD_PATH}/machine`;
const DEED_PATH = `${HOST_RECORD_PATH}/deed`;

/** What is kept on a node; undefined where there is nothing that can be read. */
export function hostRecordOf(node: { readonly extra: Readonly<Record<string, unknown>> }): HostRecord | undefined {
  return parseHostRecord(node.extra[KEY]);
}

/** Writes down whose the system is and what it is. */
export function machineRecordPatch(record: MachineRecord): PatchOperation {
  return { op: "add", path: MACHINE_RECORD_PATH, value: keptMachineRecord(record) };
}

/** Writes a deed down. */
export function deedPatch(deed: Parameters<typeof keptDeedRecord>[0]): readonly PatchOperation[] {
  return [{ op: "add", path: DEED_PATH, value: keptDeedRecord(deed) }];
}

/** Takes the deed off that is written down. */
export function deedEndedPatch(record: HostRecord | undefined): readonly PatchOperation[] {
  return record?.deed ? [{ op: "remove", path: DEED_PATH }] : [];
}

/** Names the version of the record, where it is older than what is written now. */
export function versionPatch(record: HostRecord | undefined): readonly PatchOperation[] {
  return record && (record.version ?? 0) < RECORD_VERSION
    ? [{ op: "add", path: `${HOST_RECORD_PATH}/version`, value: RECORD_VERSION }]
    : [];
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
