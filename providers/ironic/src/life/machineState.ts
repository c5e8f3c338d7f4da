import type { InstalledMachine, MachineState } from "@ironworks/core";
import type { NodeSummary } from "../api/node.js";
import { powerStateOf } from "./hostState.js";
import type { MachineStamp } from "./stamp.js";

/** States in which the disk does not hold (yet, or any more) what was asked for. */
const NOT_INSTALLED = new Set(["available", "deploying", "wait call-back", "deploy hold", "deploy failed", "deleting"]);

/** A node as the state of the machine on it. */
export function machineState(node: NodeSummary, stamp: MachineStamp): MachineState {
  const { owner, machineId, incarnation, instanceUuid } = stamp;
  const installed = installedOn(node, stamp);
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

/** What the disk holds; undefined where no install has ended. */
export function installedOn(node: NodeSummary, stamp: MachineStamp): InstalledMachine | undefined {
  if (NOT_INSTALLED.has(node.provision_state)) {
    return undefined;
  }
  const { reinstall } = stamp;
  return reinstall && wentOut(node, reinstall.before) ? reinstall.installed : stamp.installed;
}

/** Did the verb that was announced go out? Ironic dates each change of the provision state. */
export function wentOut(node: NodeSummary, before: string | null): boolean {
  return node.provision_updated_at !== before;
}
