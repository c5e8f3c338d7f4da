import { formatProblems, type Problem, problemLine } from "@ironworks/core/problems";
import { type Indents, wrap } from "./wrap.js";

/** What is done about a problem begins a line of its own where the whole takes more than one. */
const NEXT = " next: ";

/** A problem in lines of so many columns. */
export function problemBlock(problem: Problem, columns: number, indents: Indents = {}): string {
  return block(problemLine(problem), columns, indents);
}

/** All problems: how many, what became of the work, and each in lines of so many columns. */
export function problemList(problems: readonly Problem[], outcome: string, columns: number): string {
  const [head = "", ...items] = formatProblems(problems, outcome).split("\n");
  return [head, ...items.map((item) => block(item.trimStart(), columns, { first: "  ", rest: "    " }))].join("\n");
}

function block(line: string, columns: number, indents: Indents): string {
  const { rest = "", first = rest } = indents;
  const place = line.lastIndexOf(NEXT);
  if (first.length + line.length <= columns || place < 0) {
    return wrap(line, columns, indents).join("\n");
  }
  const next = line.slice(place + 1);
  return [...wrap(line.slice(0, place), columns, indents), ...wrap(next, columns, { rest })].join("\n");
}
