import { type HostRequest, type HostSpec, type HostState, planHostChange } from "@ironworks/core";
import { equalJson } from "@ironworks/core/json";
import type { Lifecycle } from "../resource/lifecycle.js";
import { touchesUnknown } from "../resource/plain.js";
import { isRenamed, renameNotes } from "../resource/resourceMeta.js";
import { hostDrift } from "./hostDrift.js";
import { hostProblems } from "./hostProblems.js";
import {
  HOST_SPEC_FIELDS,
  type HostInputs,
  type HostOutputs,
  hostOutputsOf,
  hostSpecOf,
  hostStateOf,
} from "./hostRecord.js";
import { type InspectionPlan, planInspection } from "./inspectNotes.js";

/** Every change of a host is made in place: nothing that its resource does writes to a disk. */
export const hostLifecycle: Lifecycle<HostInputs, HostOutputs, HostState> = {
  problems: hostProblems,
  warningsOfCreate(inputs, unknown) {
    const change = planHostChange(undefined, hostSpecOf(inputs), inputs.ironworks.name, unknownFields(unknown));
    return change === undefined ? [] : [change.message];
  },

  diff(stored, inputs, unknown) {
    const before = { ...hostSpecOf(stored), route: stored.route, timeouts: stored.timeouts };
    const fields = [...HOST_SPEC_FIELDS, "route", "timeouts"] as const;
    const changed = fields.some((field) => !touchesUnknown(field, unknown) && !equalJson(before[field], inputs[field]));
    const renamed = isRenamed(stored.ironworks, inputs.ironworks);
    const powered = inputs.online === undefined || stored.powerState === "unknown";
    const power = !powered && stored.powerState !== (inputs.online ? "on" : "off");
    const lost = stored.observed === "lost";
    const inspection = planInspection(stored, inputs, unknown);
    return {
      changes: changed || renamed || power || lost || inspection.isAskedFor || !stored.ironworks.settled,
      refusals: inspection.refusals,
      warnings: powerWarnings(stored, inputs, unknown, inspection),
      notes: [
        ...renameNotes(stored.ironworks, inputs.ironworks),
        ...moveNotes(stored, inputs, unknown),
        ...takeoverNotes(stored, inputs),
      ],
      bootsRamdisk: inspection.boots,
    };
  },

  create: (driver, inputs, context) => driver.createHost(request(inputs), context),
  update: (driver, inputs, stored, context) => driver.updateHost(request(inputs, stored), hostStateOf(stored), context),
  read: (driver, stored, context) => driver.readHost(hostStateOf(stored), context),
  drift: hostDrift,
  delete: (driver, stored, context) => driver.deleteHost(hostStateOf(stored), stored.onDestroy ?? "detach", context),
  outputs: hostOutputsOf,

  inputsOf(stored) {
    const { ironworks, route, timeouts } = stored;
    const { incarnation: _incarnation, settled: _settled, ...meta } = ironworks;
    const spec = hostSpecOf(stored);
    const online =
      spec.online === undefined || stored.powerState === "unknown" ? spec.online : stored.powerState === "on";
    return { ...spec, online, ironworks: meta, route, timeouts };
  },
};

/** What the change does to the server's power. */
function powerWarnings(
  stored: HostOutputs,
  inputs: HostInputs,
  unknown: readonly string[],
  { isAskedFor }: InspectionPlan,
): readonly string[] {
  const { powerState, observed, hardware, ironworks } = stored;
  const known = { powerState, observed, inspected: ironworks.settled || hardware !== undefined, isAskedFor };
  const change = planHostChange(known, hostSpecOf(inputs), inputs.ironworks.name, unknownFields(unknown));
  return change === undefined ? [] : [change.message];
}

function unknownFields(unknown: readonly string[]): readonly (keyof HostSpec)[] {
  return HOST_SPEC_FIELDS.filter((field) => touchesUnknown(field, unknown));
}

/** Another address may be another server's; the driver finds out before it changes anything. */
function moveNotes(stored: HostOutputs, inputs: HostInputs, unknown: readonly string[]): readonly string[] {
  if (touchesUnknown("bmc", unknown) || stored.bmc.address === inputs.bmc.address) {
    return [];
  }
  return ["`bmc.address` changed: nothing is done unless the server there is shown to be the same"];
}

/** Once the host is ours, the input guards nothing; at a later enrolment it would let a server at work be taken over. */
function takeoverNotes(stored: HostOutputs, inputs: HostInputs): readonly string[] {
  return inputs.takeover === true && stored.hardware !== undefined && stored.ironworks.settled
    ? [
        "`takeover` has no effect any more: the host is enrolled. next: take it out, so that it cannot act on another server",
      ]
    : [];
}

function request(inputs: HostInputs, stored?: HostOutputs): HostRequest {
  const { owner, name } = inputs.ironworks;
  const former = stored?.route.endpoint;
  const moved = former !== undefined && former !== inputs.route.endpoint;
  return { owner, hostId: name, spec: hostSpecOf(inputs), ...(moved && { formerEndpoint: former }) };
}
