import { randomBytes } from "node:crypto";
import {
  type InstalledMachine,
  type MachineRequest,
  type MachineState,
  OperationError,
  retoldMachine,
  untoldInputs,
} from "@ironworks/core";
import type { MachineRecord } from "@ironworks/driver";
import type { HostOperation } from "./hostOperation.js";

const KEY_BYTES = 32;

/** A request with the key of its machine's hashes. */
export type KeyedRequest = MachineRequest & { readonly inputKey: string };

/** Runs with the key of the machine's hashes, a new one where there is none, which leaves with the state, however it ends. */
export async function withInputKey(
  request: MachineRequest,
  current: MachineState | undefined,
  run: (request: KeyedRequest) => Promise<MachineState>,
): Promise<MachineState> {
  const inputKey = current?.inputKey ?? newInputKey();
  try {
    return { ...(await run({ ...request, inputKey })), inputKey };
  } catch (error) {
    if (!(error instanceof OperationError) || !error.failure.partial) {
      throw error;
    }
    const { failure, code, cause } = error;
    const partial = { ...failure.partial, inputKey } as MachineState;
    throw new OperationError({ ...failure, partial }, { code, ...(cause !== undefined && { cause }) });
  }
}

/** 256 random bits. */
export function newInputKey(): string {
  return randomBytes(KEY_BYTES).toString("base64url");
}

/**
 * Our record with hashes that can be compared. Where their key is lost with the state, the present inputs are taken for
 * those that were installed, which is said, and never reinstalls; the next change of them can be told again.
 */
export function retoldRecord(operation: HostOperation, record: MachineRecord, request: MachineRequest): MachineRecord {
  const { inputKey, spec } = request;
  if (inputKey === undefined) {
    return record;
  }
  const retold = (installed: InstalledMachine): InstalledMachine => retoldMachine(installed, spec, inputKey);
  const installed = retold(record.installed);
  const reinstall = record.reinstall && { ...record.reinstall, installed: retold(record.reinstall.installed) };
  const untold = untoldInputs(record.installed, spec, inputKey);
  if (untold.length > 0) {
    operation.running.progress.warning(
      "lock",
      `whether ${untold.map((field) => `\`${field}\``).join(", ")} changed since the install cannot be told: the key of the hash ` +
        "was in a state that is lost; what the program says now is taken for what was installed, and nothing is installed anew",
    );
  }
  const isSame = installed === record.installed && reinstall?.installed === record.reinstall?.installed;
  return isSame ? record : { ...record, installed, reinstall };
}
