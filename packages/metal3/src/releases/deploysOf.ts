import type { DeployFlags } from "./deployFlags.js";
import { ironicAssembly } from "./ironicAssembly.js";
import type { IronicPart } from "./releaseFacts.js";
import { findRelease } from "./table.js";

/**
 * The letters of deploy.sh that a release takes, e.g. `b`, `i`, `t`.
 *
 * @returns nothing for a release that Ironworks cannot deploy.
 */
export function deployLettersOf(release: string): readonly string[] | undefined {
  return findRelease(release)?.letters;
}

/** The parts of Ironic that the deploy.sh of a release applies for some flags; none for an unknown release. */
export function ironicPartsOf(release: string, flags: DeployFlags): readonly IronicPart[] {
  const facts = findRelease(release);
  return facts && flags.ironic ? ironicAssembly(facts, flags).parts : [];
}

/** Whether a release runs ironic-inspector beside Ironic, with credentials of its own. */
export function hasInspector(release: string): boolean {
  return findRelease(release)?.inspector === true;
}
