import { relative, sep } from "node:path";
import { type Problem, problemLine } from "@ironworks/core/problems";
import { ownVersion } from "../version.js";
import type { DocumentVerdict } from "./documentVerdicts.js";
import { subject } from "./formatVerdicts.js";

/** What was found, as a SARIF 2.1.0 log: what code scanning of forges and editors reads. */
export function formatSarif(verdicts: readonly DocumentVerdict[]): string {
  const results = verdicts.flatMap((verdict) => verdict.problems.map((problem) => resultOf(verdict, problem)));
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort().map((id) => ({ id }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "ironworks check", version: ownVersion(), rules } }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
}

function resultOf(verdict: DocumentVerdict, problem: Problem): Result {
  const { file, lineOf } = verdict.document;
  return {
    ruleId: problem.rule ?? "ironworks",
    level: problem.severity,
    message: { text: problemLine({ ...problem, resource: subject(verdict, problem) }) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: lineOf(problem.field) },
        },
      },
    ],
  };
}

/** Relative to the working folder, which is the repository's in CI. */
function uriOf(file: string): string {
  const path = relative(process.cwd(), file);
  return (path.startsWith("..") ? file : path).split(sep).map(encodeURIComponent).join("/");
}
