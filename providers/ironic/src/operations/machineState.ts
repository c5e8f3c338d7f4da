import type { InstalledMachine, MachineState } from "@ironworks/core";
import type { MachineRecord } from "@ironworks/driver";
import type { NodeSummary } from "../api/node.js";
import { powerStateOf } from "./hostState.js";

/** States in which no machine is on the disk, or none that counts any more. */
const VACANT = new Set(["available", "deleting"]);
/** States of an install that has not ended, or failed. */
const INSTALLING = new Set(["deploying", "wait call-back", "deploy hold", "deploy failed"]);

/** A node as the state of the machine on it. */
export function machineState(node: NodeSummary, record: MachineRecord): MachineState {
  const { owner, machineId, incarnation, instanceUuid } = record;
  const installed = installedOn(node, record);
  return {
    nodeUuid: node.uuid,
    owner,
    machineId,
    incarnation,
    instanceUuid,
    provisionState: node.provision_state,
    powerState: powerStateOf(node),
    observed: "present",
    ...(installed && { installed }),
  };
}

/**
 * What the last install that ended put on the disk; undefined where none has. A later one that failed, ours or anybody's,
 * does not make it undone: then `intact` says what is known of the disk.
 */
export function installedOn(node: NodeSummary, record: MachineRecord): InstalledMachine | undefined {
  const { installed, firstInstall, reinstall, intactAt } = record;
  if (VACANT.has(node.provision_state)) {
    return undefined;
  }
  if (INSTALLING.has(node.provision_state)) {
    const intact = node.provision_state === "deploy failed" && node.provision_updated_at === intactAt;
    return firstInstall ? undefined : { ...installed, intact: intact ? "yes" : "unknown" };
  }
  return reinstall && wentOut(node, reinstall.before) ? reinstall.installed : installed;
}

/** As {@link installedOn}, for a caller who saw the machine installed, whatever the node's record says. */
export function stillInstalledOn(
  node: NodeSummary,
  record: MachineRecord,
  seen: InstalledMachine | undefined,
): InstalledMachine | undefined {
  return installedOn(node, seen ? { ...record, firstInstall: false } : record);
}

/** Did the verb that was announced go out? Ironic dates each change of the provision state. */
export function wentOut(node: NodeSummary, before: string | null): boolean {
  return node.provision_updated_at !== before;
}
