import type { Problem } from "@ironworks/core/problems";
import { checkObject } from "../rules/checkObject.js";
import type { Manifest } from "../rules/manifest.js";
import { ObjectSet } from "../rules/objectSet.js";
import { type HostObjectInput, hostObject } from "./hostObject.js";
import { validateOperatorHost, validateOperatorMachine } from "./operatorProblems.js";

/** What is wrong, by who can fix it; fields are those of their specs. */
export interface HostObjectProblems {
  /** What the host's spec can fix. */
  readonly host: readonly Problem[];
  /** What the machine's spec can fix. */
  readonly machine: readonly Problem[];
}

/**
 * Everything that is wrong with a host, its machine, and the object that they make: what we refuse, then what the API
 * server or the operator's webhook of the release would refuse, then advice. One source a field.
 *
 * @param object - The object as it will be applied, where something changed it after {@link hostObject}.
 * @param others - What is applied together with it, so that two hosts on one BMC show.
 */
export function hostObjectProblems(
  input: HostObjectInput,
  object: Manifest = hostObject(input),
  others: ObjectSet = new ObjectSet([object]),
): HostObjectProblems {
  const { host, machine, release } = input;
  const hostProblems = validateOperatorHost(host);
  const machineProblems = machine ? validateOperatorMachine(machine, host) : [];
  const judged = new Set([...hostProblems, ...machineProblems].map(({ field }) => field));
  const verdict = checkObject(object, { release, others }).problems.map(problemOf);
  const rest = verdict.filter(({ field }) => !judged.has(field));
  const ofMachine = (problem: Problem): boolean => machine !== undefined && isOfMachine(problem);
  return {
    host: [...hostProblems, ...rest.filter((problem) => !ofMachine(problem))],
    machine: [...machineProblems, ...rest.filter(ofMachine)],
  };
}

/** Fields of the object that its machine brings. */
const MACHINE_FIELDS = /^(?:image|userData|networkData|metaData)(?:\.|$)/;

function isOfMachine({ field }: Problem): boolean {
  return MACHINE_FIELDS.test(field);
}

/** Two objects of one name are advice for a person's files, and here a mistake: which of them is applied is chance. */
const DECISIVE: readonly string[] = ["object-defined-twice"];

function problemOf({ rule, field, message, remedy, severity }: Problem): Problem {
  return { field: fieldOfSpec(field), message, remedy, severity: DECISIVE.includes(rule ?? "") ? "error" : severity };
}

/** Where the spec of a host or machine has what an object has at a path. */
function fieldOfSpec(path: string): string {
  const field = path.replace(/^spec\./, "");
  return field === "preprovisioningNetworkDataName" ? "preprovisioningNetworkData.name" : field;
}
