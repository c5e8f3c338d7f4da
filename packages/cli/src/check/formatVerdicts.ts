import { errorsAmong, type Problem, warningsAmong } from "@ironworks/core/problems";
import type { AnyRelease } from "@ironworks/metal3";
import { problemBlock } from "../terminal/problemBlock.js";
import type { DocumentVerdict } from "./documentVerdicts.js";

/** What was found, for people: `file:line` first, then where in the object, what, and what to do. */
export function formatVerdicts(verdicts: readonly DocumentVerdict[], release: AnyRelease, columns: number): string {
  const blocks = verdicts.flatMap((verdict) =>
    verdict.problems.map((problem) => formatProblem(verdict, problem, columns)),
  );
  return [...blocks, summary(verdicts, release)].map((block) => `${block}\n`).join("\n");
}

function formatProblem(verdict: DocumentVerdict, problem: Problem, columns: number): string {
  const { file, lineOf } = verdict.document;
  const where = `${file}:${lineOf(problem.field)}: ${problem.severity}: ${problem.rule} (${problem.by})`;
  return `${where}\n${problemBlock({ ...problem, resource: subject(verdict, problem) }, columns, { rest: "  " })}`;
}

/** Kind and name of the object, or of the item of a list. */
export function subject({ document, kind, name }: DocumentVerdict, { field }: Problem): string {
  const own = [kind, name].filter(Boolean).join(" ");
  const index = /^items\[(\d+)\]/.exec(field)?.[1];
  const items = document.object.items;
  if (index === undefined || !Array.isArray(items)) {
    return own;
  }
  const item: { readonly kind?: unknown; readonly metadata?: { readonly name?: unknown } } | null =
    items[Number(index)];
  return `${own}: ${[item?.kind, item?.metadata?.name].filter((word) => typeof word === "string").join(" ")}`;
}

/** Refusals are the server's; advice is ours, on what the server takes. */
function summary(verdicts: readonly DocumentVerdict[], release: AnyRelease): string {
  const refused = verdicts.filter(({ accepted }) => !accepted).length;
  const advice = verdicts.flatMap(({ problems }) => problems).filter(({ by }) => by === "advice");
  const errors = errorsAmong(advice).length;
  const warnings = warningsAmong(advice).length;
  const counts = [
    `${count(verdicts.length, "document")} for ${release}`,
    refused === 0 ? "all accepted" : `${refused} refused`,
  ];
  const advised = [
    ...(errors === 0 ? [] : [count(errors, "error")]),
    ...(warnings === 0 ? [] : [count(warnings, "warning")]),
  ];
  return `${[counts.join(", "), ...(advised.length === 0 ? [] : [`advice: ${advised.join(", ")}`])].join("; ")}.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
