import type { Problem } from "@ironworks/core";
import type { AnyRelease } from "@ironworks/metal3";
import type { DocumentVerdict } from "./check.js";

const WIDTH = 80;

/** What was found, for people: `file:line` first, then what, where and what to do, in 80 columns. */
export function formatVerdicts(verdicts: readonly DocumentVerdict[], release: AnyRelease): string {
  const blocks = verdicts.flatMap((verdict) => verdict.problems.map((problem) => formatProblem(verdict, problem)));
  return [...blocks, summary(verdicts, release)].map((block) => `${block}\n`).join("\n");
}

function formatProblem(verdict: DocumentVerdict, problem: Problem): string {
  const { document } = verdict;
  const line = document.lineOf(problem.field);
  return [
    `${document.file}:${line}: ${problem.severity}: ${problem.rule} (${problem.by})`,
    ...wrap(`${subject(verdict, problem)}, ${problem.field}`, "  "),
    ...wrap(problem.message, "  "),
    ...wrap(`Remedy: ${problem.remedy}`, "  "),
  ].join("\n");
}

/** Kind and name of the object, or of the item of a list. */
function subject({ document, kind, name }: DocumentVerdict, { field }: Problem): string {
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

function summary(verdicts: readonly DocumentVerdict[], release: AnyRelease): string {
  const refused = verdicts.filter(({ accepted }) => !accepted).length;
  const advice = verdicts.flatMap(({ problems }) => problems).filter(({ by }) => by === "advice").length;
  const counts = [
    `${count(verdicts.length, "document")} for ${release}`,
    refused === 0 ? "all accepted" : `${refused} refused`,
    ...(advice === 0 ? [] : [advice === 1 ? "1 piece of advice" : `${advice} pieces of advice`]),
  ];
  return `${counts.join(", ")}.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** Why nothing was checked. */
export function formatProblems(problems: readonly Problem[]): string {
  const lines = problems.flatMap(({ field, message, remedy }) =>
    wrap(`${field}: ${message}${remedy ? ` Remedy: ${remedy}` : ""}`, "    ", "  - "),
  );
  return `ironworks check: ${count(problems.length, "problem")}; nothing was checked:\n${lines.join("\n")}\n`;
}

/** Lines of at most 80 columns; a word that is longer stays whole, so that it can be copied. */
function wrap(text: string, indent: string, first: string = indent): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(" ")) {
    if (!isFresh && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line];
}
