import { errorAt, type Problem } from "@ironworks/core/problems";
import { DEPLOY_LETTERS, type DeployFlag, type DeployFlags, NO_FLAGS } from "../releases/deployFlags.js";

/** Flags as deploy.sh would read them, and what is wrong with them. */
export interface ParsedDeployFlags {
  /** Those that are known; others are left out. */
  readonly flags: DeployFlags;
  /** An error for each word and letter that deploy.sh does not know. */
  readonly problems: readonly Problem[];
}

/**
 * Reads deploy.sh's arguments, separate or joined: `-b -i -n`, `-bin`. Whether a release knows a letter is
 * said when a stack is made.
 *
 * @example
 * ```ts
 * parseDeployFlags("-b -i -n").flags.authentication; // false
 * ```
 */
export function parseDeployFlags(text: string): ParsedDeployFlags {
  const flags: Record<DeployFlag, boolean> = { ...NO_FLAGS };
  const unknown: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (!/^-[^-]/.test(word)) {
      unknown.push(word);
      continue;
    }
    for (const letter of word.slice(1)) {
      const known = DEPLOY_LETTERS[letter];
      if (known) {
        flags[known.flag] = known.value;
      } else {
        unknown.push(`-${letter}`);
      }
    }
  }
  return { flags, problems: unknown.map(unknownFlag) };
}

function unknownFlag(text: string): Problem {
  const letters = Object.keys(DEPLOY_LETTERS).map((letter) => `-${letter}`);
  return errorAt("flags", `have \`${text}\`, which is not a flag of deploy.sh.`, `choose among ${letters.join(", ")}`);
}
