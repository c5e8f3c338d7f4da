import { nearestOf } from "@ironworks/core/problems";
import { isRelease, KNOWN_RELEASES, lineOf, RELEASE_LINES } from "@ironworks/metal3/stack";

/** What to write for `--release`: a patch that is near to what was given, and the lines that are known. */
export function releaseRemedy(given?: string): string {
  const near = given === undefined ? undefined : nearRelease(given);
  const patch = near ?? KNOWN_RELEASES.findLast((known) => !known.includes("-"));
  return `write a patch such as \`${patch}\`; known lines are ${RELEASE_LINES.join(", ")}`;
}

function nearRelease(given: string): string | undefined {
  const line = isRelease(given) ? lineOf(given) : undefined;
  return KNOWN_RELEASES.findLast((known) => lineOf(known) === line) ?? nearestOf(given, KNOWN_RELEASES);
}
