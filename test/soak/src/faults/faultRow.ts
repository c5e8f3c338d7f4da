import type { LedgerEntry } from "@ironworks/lab";
import type { FaultCase } from "./faultCase.js";
import type { Heard } from "./heard.js";

/** What a user read of a fault. */
export interface FaultRow {
  readonly name: string;
  readonly stage: string;
  /** The first warning or error; empty where nothing was said. */
  readonly first: string;
  /** Until then. */
  readonly seconds: number;
  /** The first line of the error that ended it; empty where none did. */
  readonly error: string;
  /** Of the error that ended it; `slow` where none did. */
  readonly failureClass: string;
  /** What to do. */
  readonly next: string;
  /** What is not as it must be. */
  readonly problems: readonly string[];
  /** How the next run went once the fault was gone; undefined where it was not tried. */
  readonly recovered?: string | undefined;
}

/** What a run announces, whatever comes of it. */
const ANNOUNCED = /^will /;
const COUNT_LINE = /^\d+ (?:errors? occurred|problems?; nothing was sent \[\w+\]):$/;

/**
 * Judges what was said of a fault.
 *
 * @param heard - Of its resources, or of the stack for mistakes of a program.
 * @param ledger - Of its host, since the run began.
 * @param secrets - What must not be said.
 */
export function faultRow(
  fault: FaultCase,
  heard: readonly Heard[],
  ledger: readonly LedgerEntry[],
  secrets: readonly string[],
): FaultRow {
  const all = heard.filter(({ severity, text }) => isSaid(severity, text) && !ANNOUNCED.test(text));
  // Of a program that is otherwise good, other warnings come, too.
  const said = fault.stage === "program" ? all.filter(({ text }) => text.includes("next: ")) : all;
  const first = said[0];
  const error = said.findLast(({ severity }) => severity === "error");
  const failureClass = error ? classOf(error.text) : first ? (fault.stage === "program" ? "config" : "slow") : "-";
  const next = nextOf((error ?? first)?.text ?? "");
  const problems: string[] = [];
  if (first === undefined) {
    problems.push("nothing was said");
  } else if (!(fault.classes as readonly string[]).includes(failureClass)) {
    problems.push(`class ${failureClass}, not ${fault.classes.join(" or ")}`);
  }
  if (error && next === "") {
    problems.push("no `next:`");
  }
  const wrote = ledger.filter(({ kind }) => kind === "write" || kind === "erase");
  if (error?.text.includes("disks touched: none") && wrote.length > 0) {
    problems.push(`it says that no disk was touched, and ${wrote[0]?.disk} was`);
  }
  if (heard.some(({ text }) => secrets.some((secret) => text.includes(secret)))) {
    problems.push("a secret was said");
  }
  return {
    name: fault.name,
    stage: fault.stage,
    first: firstLine(first?.text ?? ""),
    seconds: first?.seconds ?? 0,
    error: firstLine(error?.text ?? ""),
    failureClass,
    next,
    problems,
  };
}

function isSaid(severity: string, text: string): boolean {
  return severity === "error" || severity === "warning" || (severity === "progress" && text.startsWith("⚠"));
}

function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^\s*[*-]?\s*/, "").trim());
  return lines.find((line) => line !== "" && !COUNT_LINE.test(line)) ?? "";
}

function classOf(text: string): string {
  return /\bclass (\w+)/.exec(text)?.[1] ?? (/\[INVALID_\w+\]/.test(text) ? "config" : "-");
}

function nextOf(text: string): string {
  return /next: ([^\n]+)/.exec(text)?.[1]?.trim() ?? "";
}

/** The table of a run, as Markdown. */
export function faultTable(rows: readonly FaultRow[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT");
  const good = rows.filter(({ problems }) => problems.length === 0).length;
  return [
    `${good} of ${rows.length} faults were said with the right class and what to do.`,
    "",
    "| fault | raised before | first line that the user saw | class | next | said after, s | next `up` | wrong |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map((row) => {
      const cells = [row.name, row.stage, row.first, row.failureClass, row.next, row.seconds.toFixed(0)];
      return `| ${[...cells, row.recovered ?? "", row.problems.join("; ")].map(cell).join(" | ")} |`;
    }),
  ].join("\n");
}
