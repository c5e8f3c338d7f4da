import { errorAt, type Problem } from "@ironworks/core";
import { DEPLOY_LETTERS, type DeployFlag, type DeployFlags, NO_FLAGS } from "../releases/deployFlags.js";

/** Flags as deploy.sh would read them, and what is wrong with them. */
export interface ParsedDeployFlags {
  readonly flags: DeployFlags;
  readonly problems: readonly Problem[];
}

/**
 * Reads deploy.sh's arguments, separate or joined: `-b -i -n`, `-bin`. Whether a release knows a letter is for
 * {@link checkUpstream} to say.
 *
 * @example parseDeployFlags("-b -i -n").flags.authentication // false
 */
export function parseDeployFlags(text: string): ParsedDeployFlags {
  const flags: Record<DeployFlag, boolean> = { ...NO_FLAGS };
  const problems: Problem[] = [];
  const letters = Object.keys(DEPLOY_LETTERS).map((letter) => `-${letter}`);
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (!/^-[^-]/.test(word)) {
      problems.push(errorAt("flags", `\`${word}\` is not a flag of deploy.sh.`, `Use ${letters.join(", ")}.`));
      continue;
    }
    for (const letter of word.slice(1)) {
      const known = DEPLOY_LETTERS[letter];
      if (known) {
        flags[known.flag] = known.value;
      } else {
        problems.push(errorAt("flags", `deploy.sh has no flag \`-${letter}\`.`, `Use ${letters.join(", ")}.`));
      }
    }
  }
  return { flags, problems };
}
