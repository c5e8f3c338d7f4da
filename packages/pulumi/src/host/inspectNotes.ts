import { asksForInspection, problemLine, unexpectedHardware } from "@ironworks/core";
import { touchesUnknown } from "../resource/plain.js";
import type { HostInputs, HostOutputs } from "./hostRecord.js";

/** What `inspect` and `expect` come to, from what is stored alone. */
export interface InspectionPlan {
  /** Another look is asked for, and nothing that is known forbids it. */
  readonly isAskedFor: boolean;
  /** The server is powered on for it. */
  readonly boots: boolean;
  readonly refusals: readonly string[];
}

const NOTHING: InspectionPlan = { isAskedFor: false, boots: false, refusals: [] };

/** Ironic's state of a server with an operating system on it. */
const INSTALLED = "active";

/** Says what a new value of `inspect` does to the server, and refuses what is known to be refused later. */
export function planInspection(stored: HostOutputs, inputs: HostInputs, unknown: readonly string[]): InspectionPlan {
  const { name } = inputs.ironworks;
  if (touchesUnknown("inspect", unknown) || !asksForInspection(inputs, stored)) {
    return { ...NOTHING, refusals: unexpected(stored, inputs, unknown) };
  }
  if (inputs.inspectionMode === "fast") {
    return { ...NOTHING, isAskedFor: true };
  }
  if (stored.provisionState === INSTALLED) {
    return { ...NOTHING, refusals: [`\`${name}\` ${rebootText(stored.provisionState)}`] };
  }
  return { ...NOTHING, isAskedFor: true, boots: true };
}

function rebootText(state: string): string {
  return (
    `is in \`${state}\`, and \`inspect\` has a new value: its operating system would be shut down to look at the server. ` +
    "Nothing was done. [HOST_IN_USE] next: put the old value of `inspect` back, or deprovision the machine first"
  );
}

/** A host that is ready is looked at again only when `inspect` asks for it, so its stored hardware decides. */
function unexpected(stored: HostOutputs, inputs: HostInputs, unknown: readonly string[]): readonly string[] {
  if (!stored.ironworks.settled || stored.hardware === undefined || touchesUnknown("expect", unknown)) {
    return [];
  }
  const problems = unexpectedHardware(inputs.expect, stored.hardware);
  if (problems.length === 0) {
    return [];
  }
  return [
    `\`${inputs.ironworks.name}\` is another server than expected: ${problems.map(problemLine).join(" ")} [HARDWARE_UNEXPECTED] ` +
      "next: correct `expect`; or, if the server was changed, give `inspect` a new value",
  ];
}

/**
 * Hosts of one run that are to boot the deploy ramdisk. A host's own state does not say whether a machine was installed on it
 * since; the machine, which comes after its host, does.
 */
export class RamdiskBoots {
  readonly #hosts = new Set<string>();

  add(hostId: string): void {
    this.#hosts.add(hostId);
  }

  /** Why an installed machine stops the run. */
  refusals(machine: string, hostId: string): readonly string[] {
    if (!this.#hosts.has(hostId)) {
      return [];
    }
    return [
      `\`${machine}\` is installed on host \`${hostId}\`, whose \`inspect\` has a new value: it would be shut down to look at the ` +
        "server. Nothing was done. [HOST_IN_USE] next: put the old value of `inspect` back, or deprovision the machine first",
    ];
  }
}
