import {
  type MachinePlan,
  type MachineRequest,
  type MachineState,
  planMachineChange,
  untoldInputs,
} from "@ironworks/core";
import { equalJson } from "@ironworks/core/json";
import { reinstallDeed } from "@ironworks/driver";
import type { Lifecycle } from "../resource/lifecycle.js";
import { touchesUnknown } from "../resource/plain.js";
import { isRenamed, renameNotes } from "../resource/resourceMeta.js";
import { machineDrift } from "./machineDrift.js";
import { machineProblems } from "./machineProblems.js";
import {
  MACHINE_SPEC_FIELDS,
  type MachineInputs,
  type MachineOutputs,
  machineOutputsOf,
  machineSpecOf,
  machineStateOf,
} from "./machineRecord.js";

/** A machine is never replaced: a change that needs an install is one that its own policy allows, or it is refused. */
export const machineLifecycle: Lifecycle<MachineInputs, MachineOutputs, MachineState> = {
  problems: machineProblems,

  warningsOfCreate(inputs, unknown) {
    const plan = planOf(undefined, inputs, unknown);
    return plan.kind === "first-install" ? [`${plan.message}: ${FIRST}`] : [];
  },

  diff(stored, inputs, unknown) {
    const { name } = inputs.ironworks;
    const nothing = { refusals: [], warnings: [], notes: [] };
    const moved = movedTo(stored, inputs, unknown);
    if (moved !== undefined) {
      return { ...nothing, changes: true, refusals: [`\`${name}\` ${moved}`] };
    }
    const plan = planOf(stored, inputs, unknown);
    const doubt = "doubt" in plan && plan.doubt !== undefined ? [plan.doubt] : [];
    const untold = untoldOf(stored, inputs, unknown);
    const notes = [...doubt, ...untoldNotes(untold), ...renameNotes(stored.ironworks, inputs.ironworks)];
    const inPlace = untold.length > 0 || changedInPlace(stored, inputs, unknown);
    switch (plan.kind) {
      case "first-install":
        return { ...nothing, changes: true, warnings: [`${plan.message}: ${NOT_ENDED}`], notes };
      case "reinstall":
      case "may-reinstall":
        return {
          ...nothing,
          changes: true,
          warnings: [plan.message],
          notes,
          deed: {
            ...reinstallDeed(plan),
            host: stored.nodeUuid,
            subject: name,
            certain: plan.kind === "reinstall" && plan.doubt === undefined,
          },
        };
      case "refused":
        return {
          ...nothing,
          changes: true,
          refusals: [`\`${name}\` on ${plan.message} [REINSTALL_REFUSED] next: ${plan.remedy}`],
        };
      case "pending":
        return { ...nothing, changes: inPlace, warnings: [`\`${name}\` on ${plan.message}`], notes };
      case "no-change":
        return { ...nothing, changes: inPlace, notes };
    }
  },

  create: (driver, inputs, context) => driver.createMachine(request(inputs), context),
  update: (driver, inputs, stored, context) => driver.updateMachine(request(inputs), machineStateOf(stored), context),

  read: (driver, stored, context) => driver.readMachine(machineStateOf(stored), context),
  drift: machineDrift,
  delete: (driver, stored, context) =>
    driver.deleteMachine(machineStateOf(stored), stored.onDestroy ?? "detach", context),
  outputs: machineOutputsOf,
  /** What is installed cannot be read back from a disk, so the inputs of the program stay what they were. */
  inputsOf: () => undefined,
};

/** Said where the state knows of an install that failed, or that nobody saw the end of. */
const NOT_ENDED = "the last install did not end (one that is still under way is waited for)";

/** A create attaches to what this stack installed before: after a detach, or where the state lost the machine. */
const FIRST = "first install, unless this stack installed it there before";

/** Inputs of which the state cannot tell whether they are those that were installed. */
function untoldOf(
  { installed, inputKey }: MachineOutputs,
  inputs: MachineInputs,
  unknown: readonly string[],
): readonly string[] {
  const untold = installed === undefined ? [] : untoldInputs(installed, machineSpecOf(inputs), inputKey);
  return untold.filter((field) => !touchesUnknown(field, unknown));
}

function untoldNotes(untold: readonly string[]): readonly string[] {
  const fields = untold.map((field) => `\`${field}\``).join(", ");
  return untold.length === 0
    ? []
    : [
        `whether ${fields} changed since the install cannot be told, as the key of the hash is lost; nothing is installed anew for it`,
      ];
}

function planOf(stored: MachineOutputs | undefined, inputs: MachineInputs, unknown: readonly string[]): MachinePlan {
  return planMachineChange(stored?.installed, machineSpecOf(inputs), inputs.rootDisk, {
    host: touchesUnknown("host.hostId", unknown) ? stored?.host.hostId : inputs.host.hostId,
    inputKey: stored?.inputKey,
    unknown: MACHINE_SPEC_FIELDS.filter((field) => touchesUnknown(field, unknown)),
  });
}

/** Stored for deleting and for display; what only the next `diff` reads is not compared. */
const STORED_FIELDS = ["image", "protect", "onDestroy", "keepDisks", "timeouts", "route"] as const;

function changedInPlace(stored: MachineOutputs, inputs: MachineInputs, unknown: readonly string[]): boolean {
  const { ironworks } = stored;
  return (
    !ironworks.settled ||
    stored.installed?.intact !== undefined ||
    stored.observed === "lost" ||
    isRenamed(ironworks, inputs.ironworks) ||
    STORED_FIELDS.some((field) => !touchesUnknown(field, unknown) && !equalJson(stored[field], inputs[field]))
  );
}

function movedTo(stored: MachineOutputs, inputs: MachineInputs, unknown: readonly string[]): string | undefined {
  if (touchesUnknown("host.nodeUuid", unknown) || inputs.host.nodeUuid === stored.nodeUuid) {
    return undefined;
  }
  return (
    `is on host \`${stored.host.hostId}\` and cannot move to \`${inputs.host.hostId}\`: a machine stays on its host. [HOST_CHANGE_REFUSED] ` +
    `next: declare a machine with another name on \`${inputs.host.hostId}\`; taking this one out of the program leaves its server running`
  );
}

function request(inputs: MachineInputs): MachineRequest {
  const { ironworks, host } = inputs;
  return { owner: ironworks.owner, machineId: ironworks.name, host, spec: machineSpecOf(inputs) };
}
