import type { Hardware } from "./hardware.js";
import type { HostSpec } from "./hostSpec.js";

/**
 * Does `inspect` ask for another look at the hardware? It does once, with a value that is not the one of the last inspection;
 * of a host whose hardware is not known yet, the first inspection is the answer.
 */
export function asksForInspection(
  { inspect }: Pick<HostSpec, "inspect">,
  known: { readonly inspected?: string | undefined; readonly hardware?: Hardware | undefined },
): boolean {
  return inspect !== undefined && inspect !== known.inspected && known.hardware !== undefined;
}
