import { nearestOf, type Problem } from "@ironworks/core";
import { DEPLOY_LETTERS, type DeployFlag, formatDeployFlags } from "../releases/deployFlags.js";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import { isRelease, lineOf } from "../releases/release.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { findRelease, KNOWN_RELEASES } from "../releases/table.js";
import { checkSettings, checkValues } from "./checkSettings.js";
import { checkAddresses, checkVariables } from "./checkVariables.js";
import type { UpstreamSpec } from "./upstreamSpec.js";

/** Everything that is wrong with a spec, errors and warnings, without stopping at the first. Empty when all is well. */
export function checkUpstream(spec: UpstreamSpec): readonly Problem[] {
  const facts = findRelease(spec.release);
  if (facts) {
    return [...checkFlags(facts, spec), ...checkVariables(facts, spec), ...checkSettings(facts, spec)];
  }
  // What holds for any release is worth saying now, too.
  return [unknownRelease(spec.release), ...checkAddresses(spec), ...checkValues(spec)];
}

function unknownRelease(release: string): Problem {
  const sameLine = isRelease(release) ? KNOWN_RELEASES.filter((known) => lineOf(known) === lineOf(release)) : [];
  const near = sameLine.at(-1) ?? nearestOf(release, KNOWN_RELEASES);
  return {
    field: "release",
    message: `\`${release}\` is not a release that Ironworks can deploy.`,
    remedy: `${near ? `Did you mean \`${near}\`? ` : ""}Choose one of ${KNOWN_RELEASES.join(", ")}.`,
    severity: "error",
  };
}

/** Letter of deploy.sh for a flag. */
function letterOf(flag: DeployFlag): string {
  return Object.keys(DEPLOY_LETTERS).find((letter) => DEPLOY_LETTERS[letter]?.flag === flag) ?? "";
}

function checkFlags(facts: ReleaseFacts, { flags }: UpstreamSpec): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [letter, { flag, value }] of Object.entries(DEPLOY_LETTERS)) {
    if (flags[flag] !== value || facts.letters.includes(letter)) {
      continue;
    }
    const since = KNOWN_RELEASES.find((release) => findRelease(release)?.letters.includes(letter));
    problems.push({
      field: `flags.${flag}`,
      message: `\`-${letter}\` (${flag}) needs ${since} or later; this stack is ${facts.release}.`,
      remedy: `Leave it out, or choose a later release.`,
      severity: "error",
    });
  }
  if (!flags.operator && !flags.ironic) {
    problems.push({
      field: "flags",
      message: "There is nothing to deploy.",
      remedy: "Add `-b` for the operator, `-i` for Ironic, or both.",
      severity: "error",
    });
  }
  if (flags.mariadb && !flags.tls && facts.letters.includes(letterOf("mariadb"))) {
    problems.push({
      field: "flags.mariadb",
      message: "deploy.sh deploys MariaDB with TLS only.",
      remedy: "Add `-t`, or leave `-m` out.",
      severity: "error",
    });
  }
  const { missing } = ironicAssembly(facts, flags);
  if (flags.ironic && missing) {
    problems.push({
      field: "flags",
      message: `\`${formatDeployFlags(flags)}\` deploys less than it says: in ${facts.release}, ${missing}.`,
      remedy: "Keep it if you want exactly what upstream applies; otherwise choose other flags.",
      severity: "warning",
    });
  }
  return problems;
}
