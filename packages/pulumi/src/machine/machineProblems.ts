import { errorAt, type Problem, validateMachine } from "@ironworks/core";
import { touchesUnknown } from "../resource/plain.js";
import { timeoutProblems } from "../resource/timeoutProblems.js";
import { routeProblemsWithin } from "../route/routeProblems.js";
import { type MachineInputs, machineSpecOf } from "./machineRecord.js";

/** Everything wrong with a machine's own inputs; what depends on a value that is not known is left for later. */
export function machineSpecProblems(
  name: string,
  values: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
): Problem[] {
  const { timeouts, rootDisk, hostName: _hostName, ...rest } = values;
  const chosen = typeof rootDisk === "function";
  const spec = chosen || rootDisk === undefined ? rest : { ...rest, rootDisk };
  const both = chosen && rest.rootDeviceHints !== undefined;
  const waits = timeoutProblems(timeouts).filter(({ field }) => !touchesUnknown(field, unknown));
  return [
    ...validateMachine(spec, { unknown }),
    ...(both ? [errorAt("rootDisk", "is given together with `rootDeviceHints`.", "remove one of them")] : []),
    ...waits,
  ].map((problem) => ({ ...problem, resource: name }));
}

/** The same for what reached the provider, where more is known. */
export function machineProblems(inputs: MachineInputs, unknown: readonly string[]): Problem[] {
  const { ironworks, route, host, timeouts } = inputs;
  const problems = [
    ...machineSpecProblems(ironworks.name, { ...machineSpecOf(inputs), timeouts }, unknown),
    ...routeProblemsWithin(ironworks.name, route, unknown),
  ];
  if (!touchesUnknown("host.owner", unknown) && host.owner !== ironworks.owner) {
    const message = host.owner
      ? `belongs to another stack, \`${host.owner}\`.`
      : "belongs to no stack: it was only looked up.";
    const remedy = "declare the machine in the stack that manages its host, or manage the host here";
    problems.push({ ...errorAt("host", message, remedy), resource: ironworks.name });
  }
  return problems;
}
