import { type BmcAddress, type IpaImage, type Problem, readHost, validateRamdisk } from "@ironworks/core";
import { touchesUnknown } from "../resource/plain.js";
import { timeoutProblems } from "../resource/timeoutProblems.js";
import { routeProblemsWithin } from "../route/routeProblems.js";
import { type HostInputs, hostSpecOf } from "./hostRecord.js";

/** Everything wrong with a host's own inputs; what depends on a value that is not known is left for later. */
export function hostSpecProblems(
  name: string,
  values: Readonly<Record<string, unknown>>,
  unknown: readonly string[],
  ramdisk: IpaImage | undefined,
): Problem[] {
  const { timeouts, ...spec } = values;
  const waits = timeoutProblems(timeouts).filter(({ field }) => !touchesUnknown(field, unknown));
  const { address, problems } = readHost(spec, { unknown });
  return [...problems, ...bootProblems(address, ramdisk), ...waits].map((problem) => ({
    ...problem,
    resource: name,
  }));
}

/** The same for what reached the provider, where more is known. */
export function hostProblems(inputs: HostInputs, unknown: readonly string[]): Problem[] {
  const { ironworks, route, timeouts } = inputs;
  return [
    ...hostSpecProblems(ironworks.name, { ...hostSpecOf(inputs), timeouts }, unknown, route.ramdisk),
    ...routeProblemsWithin(ironworks.name, route, unknown),
  ];
}

/** Can this BMC boot the endpoint's ramdisk? Mistakes of the ramdisk itself are those of the route. */
function bootProblems(address: BmcAddress | undefined, ramdisk: IpaImage | undefined): readonly Problem[] {
  return address && ramdisk ? validateRamdisk(address.scheme, ramdisk, "route.ramdisk") : [];
}
