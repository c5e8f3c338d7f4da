import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRelease, refusedBy, validateKind } from "@ironworks/metal3";
import { parse } from "yaml";
import type { Comparison, ConformancePart } from "./part.js";

interface Verdict {
  readonly id: string;
  readonly operatorVersion: string;
  readonly rejectedBy: string;
  readonly message: string;
  readonly yaml: string;
  readonly oldYaml?: string | undefined;
}

const FILES = ["webhook_corpus.json", "webhook_corpus_kinds.json"];

/** Our structural and strict checks against verdicts of the real API server, with and without webhooks behind it. */
export const kindVerdictsPart: ConformancePart = {
  name: "kind-verdicts",
  run(dataFolder: string): readonly Comparison[] {
    return FILES.flatMap((file) => {
      const verdicts: Verdict[] = JSON.parse(readFileSync(join(dataFolder, "corpus", file), "utf8"));
      return verdicts.map(compare);
    });
  },
};

function compare(verdict: Verdict): Comparison {
  const release = verdict.operatorVersion;
  const name = `${release}: ${verdict.id}`;
  if (!isRelease(release)) {
    return { name, ok: false, difference: `${release} is not a release of ours` };
  }
  const problems = validateKind(parse(verdict.yaml), release, { old: oldObject(verdict) });
  const ours = refusedBy(problems) ?? "passed on";
  const theirs = { schema: "schema", "strict-decoding": "strict" }[verdict.rejectedBy] ?? "passed on";
  const missing =
    theirs === "passed on"
      ? []
      : unmentioned(
          verdict.message,
          problems.map(({ field }) => field),
        );
  if (ours === theirs && missing.length === 0) {
    return { name, ok: true };
  }
  const listed = problems.map(({ rule, field, message }) => `${rule} ${field}: ${message}`);
  const lines = [
    `ours ${ours}, server ${theirs}: ${verdict.message}`,
    ...missing.map((field) => `no problem at ${field}`),
    ...listed,
  ];
  return { name, ok: false, difference: lines.join("\n") };
}

function oldObject(verdict: Verdict): unknown {
  return verdict.oldYaml === undefined ? undefined : parse(verdict.oldYaml);
}

/** Fields that the server's message names and we do not. */
function unmentioned(message: string, ours: readonly string[]): string[] {
  const paths = [
    ...[...message.matchAll(/unknown field "([^"]+)"/g)].map((match) => match[1]),
    ...[...message.matchAll(/(?:is invalid: \[?|, )((?:spec|status|metadata)[\w.[\]/-]*): /g)].map((match) => match[1]),
  ];
  return [...new Set(paths.filter((path) => path !== undefined))].filter((path) => !ours.includes(path));
}
