import { type MachineRequest, type MachineState, planMachineChange } from "@ironworks/core";
import { machineProblems } from "../validate/machineProblems.js";
import {
  MACHINE_SPEC_FIELDS,
  type MachineInputs,
  type MachineOutputs,
  machineOutputsOf,
  machineSpecOf,
  machineStateOf,
} from "../wire/machineRecord.js";
import { sameData, touchesUnknown } from "../wire/plain.js";
import type { Lifecycle } from "./lifecycle.js";

/** A machine is never replaced: a change that needs an install is one that its own policy allows, or it is refused. */
export const machineLifecycle: Lifecycle<MachineInputs, MachineOutputs, MachineState> = {
  problems: machineProblems,

  notes(inputs, unknown) {
    if (!touchesUnknown("rootDisk", unknown)) {
      return [];
    }
    const host = touchesUnknown("host.hostId", unknown) ? "its host" : `host \`${inputs.host.hostId}\``;
    return [`the root disk is not known until ${host} is inspected; it is chosen during the update`];
  },

  diff(stored, inputs, unknown) {
    const { name } = inputs.ironworks;
    const moved = movedTo(stored, inputs, unknown);
    if (moved !== undefined) {
      return { changes: true, refusals: [`\`${name}\` ${moved}`], warnings: [] };
    }
    const plan = planMachineChange(stored.installed, machineSpecOf(inputs), inputs.rootDisk, {
      host: touchesUnknown("host.hostId", unknown) ? stored.host.hostId : inputs.host.hostId,
      unknown: MACHINE_SPEC_FIELDS.filter((field) => touchesUnknown(field, unknown)),
    });
    const refusals = plan.kind === "refused" ? [`\`${name}\` on ${plan.message} Next: ${plan.remedy}.`] : [];
    const warnings = plan.kind === "pending" ? [`\`${name}\` on ${plan.message}`] : [];
    const writes = plan.kind === "first-install" || plan.kind === "reinstall";
    return { changes: writes || refusals.length > 0 || changedInPlace(stored, inputs, unknown), refusals, warnings };
  },

  create: (driver, inputs, context) => driver.createMachine(request(inputs), context),
  update: (driver, inputs, stored, context) => driver.updateMachine(request(inputs), machineStateOf(stored), context),

  read: (driver, stored, context) => driver.readMachine(machineStateOf(stored), context),
  delete: (driver, stored, context) =>
    driver.deleteMachine(machineStateOf(stored), stored.onDestroy ?? "detach", context),
  outputs: machineOutputsOf,
  /** What is installed cannot be read back from a disk, so the inputs of the program stay what they were. */
  inputsOf: () => undefined,
};

/** Stored for deleting and for display; what only the next `diff` reads is not compared. */
const STORED_FIELDS = ["image", "onDestroy", "timeouts", "route"] as const;

function changedInPlace(stored: MachineOutputs, inputs: MachineInputs, unknown: readonly string[]): boolean {
  const { ironworks } = stored;
  return (
    !ironworks.settled ||
    stored.observed === "lost" ||
    ironworks.owner !== inputs.ironworks.owner ||
    ironworks.name !== inputs.ironworks.name ||
    STORED_FIELDS.some((field) => !touchesUnknown(field, unknown) && !sameData(stored[field], inputs[field]))
  );
}

function movedTo(stored: MachineOutputs, inputs: MachineInputs, unknown: readonly string[]): string | undefined {
  if (touchesUnknown("host.nodeUuid", unknown) || inputs.host.nodeUuid === stored.nodeUuid) {
    return undefined;
  }
  return (
    `is on host \`${stored.host.hostId}\` and cannot move to \`${inputs.host.hostId}\`: a machine stays on its host. ` +
    `Next: declare a machine with another name on \`${inputs.host.hostId}\`; taking this one out of the program leaves its server running.`
  );
}

function request(inputs: MachineInputs): MachineRequest {
  const { ironworks, host } = inputs;
  return { owner: ironworks.owner, machineId: ironworks.name, host, spec: machineSpecOf(inputs) };
}
