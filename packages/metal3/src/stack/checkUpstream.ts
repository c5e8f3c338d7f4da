import { errorAt, errorsAmong, nearestOf, type Problem, warningAt } from "@ironworks/core/problems";
import { DEPLOY_LETTERS, type DeployFlag, formatDeployFlags } from "../releases/deployFlags.js";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import { isRelease, lineOf } from "../releases/release.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { findRelease, KNOWN_RELEASES } from "../releases/table.js";
import { checkSettings, checkValues } from "./checkSettings.js";
import { checkAddresses, checkVariables } from "./checkVariables.js";
import { type StackContext, stackContext, type UpstreamSpec } from "./stackContext.js";

/** What is wrong with a spec, and what its objects are made from, which is absent while an error is among the problems. */
interface CheckedUpstream {
  readonly problems: readonly Problem[];
  readonly context?: StackContext;
}

/** Looks at a spec once: finds its release, says everything that is wrong, and fills in defaults when nothing is. */
export function checkedUpstream(spec: UpstreamSpec): CheckedUpstream {
  const facts = findRelease(spec.release);
  if (!facts) {
    // What holds for any release is worth saying now, too.
    return { problems: [unknownRelease(spec.release), ...checkAddresses(spec), ...checkValues(spec)] };
  }
  const problems = [...checkFlags(facts, spec), ...checkVariables(facts, spec), ...checkSettings(facts, spec)];
  return errorsAmong(problems).length > 0 ? { problems } : { problems, context: stackContext(facts, spec) };
}

/** Everything that is wrong with a spec, errors and warnings, without stopping at the first. Empty when all is well. */
export function checkUpstream(spec: UpstreamSpec): readonly Problem[] {
  return checkedUpstream(spec).problems;
}

function unknownRelease(release: string): Problem {
  const sameLine = isRelease(release) ? KNOWN_RELEASES.filter((known) => lineOf(known) === lineOf(release)) : [];
  const near = sameLine.at(-1) ?? nearestOf(release, KNOWN_RELEASES);
  return errorAt(
    "release",
    `is \`${release}\`, which is not a release that Ironworks can deploy.`,
    `${near ? `did you mean \`${near}\`? ` : ""}choose one of ${KNOWN_RELEASES.join(", ")}`,
  );
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
    const message = `needs ${since} or later; this stack is ${facts.release}.`;
    problems.push(errorAt(`flags.${flag}`, message, `leave it out (\`-${letter}\`), or choose a later release`));
  }
  if (!flags.operator && !flags.ironic) {
    problems.push(errorAt("flags", "deploy nothing.", "set `operator` (`-b`), `ironic` (`-i`), or both"));
  }
  if (flags.mariadb && !flags.tls && facts.letters.includes(letterOf("mariadb"))) {
    const message = "needs TLS: deploy.sh deploys MariaDB with TLS only.";
    problems.push(errorAt("flags.mariadb", message, "set `tls` (`-t`) too, or leave `mariadb` (`-m`) out"));
  }
  const { missing } = ironicAssembly(facts, flags);
  if (flags.ironic && missing) {
    const message = `deploy no Ironic, though \`${formatDeployFlags(flags)}\` says so: in ${facts.release}, ${missing}.`;
    const remedy = "keep them if you want exactly what upstream applies, otherwise choose others";
    problems.push(warningAt("flags", message, remedy));
  }
  return problems;
}
