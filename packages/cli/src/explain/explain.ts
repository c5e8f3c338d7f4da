import { ERROR_CODES, redact } from "@ironworks/core";
import type { Output } from "../runProgram.js";
import { table } from "../terminal/table.js";
import { DEFAULT_COLUMNS, wrap } from "../terminal/wrap.js";
import { closestTo, explainText, KNOWN_FAILURES } from "./explainText.js";
import type { Explanation } from "./explanation.js";

/** The options of `ironworks explain` as they were written. */
export interface ExplainCommandOptions {
  readonly json?: true;
}

/** What the command reads when it is told to. */
export interface ExplainInput extends Output {
  readonly readStdin: () => string;
}

/** Explains a code or a message. Returns the exit code: 1 where it is not known. */
export function explain(words: readonly string[], options: ExplainCommandOptions, io: ExplainInput): number {
  const asked = words.length === 1 && words[0] === "-" ? io.readStdin() : words.join(" ");
  if (asked.trim() === "") {
    io.out(options.json ? json({ codes: ERROR_CODES, failures: KNOWN_FAILURES }) : `${codeList(io.columns)}\n`);
    return 0;
  }
  const explanations = explainText(asked);
  const closest = explanations.length > 0 ? [] : closestTo(asked);
  if (options.json) {
    io.out(json({ explanations, closest }));
  } else if (explanations.length > 0) {
    io.out(`${explanations.map((one) => block(one, io.columns)).join("\n\n")}\n`);
  } else {
    io.out(`${unknown(asked, closest, io.columns)}\n`);
  }
  return explanations.length > 0 ? 0 : 1;
}

const LABEL_WIDTH = 7;

/** One explanation: its name, and below it class, cause, what to do and where there is more. */
function block(one: Explanation, columns: number | undefined): string {
  const line = (label: string, text: string) =>
    wrap(text, columns ?? DEFAULT_COLUMNS, {
      first: `  ${label.padEnd(LABEL_WIDTH)}`,
      rest: " ".repeat(LABEL_WIDTH + 2),
    }).join("\n");
  return [
    codeOf(one.id),
    line("class", one.class),
    line("cause", one.cause),
    line("next:", one.next),
    line("page", one.page),
  ].join("\n");
}

/** As an error prints it: `checksum-mismatch` is `CHECKSUM_MISMATCH`. */
function codeOf(id: string): string {
  return id.toUpperCase().replaceAll("-", "_");
}

function unknown(asked: string, closest: readonly Explanation[], columns: number | undefined): string {
  const [first = ""] = redact(asked.trim()).split("\n");
  const quoted = first.length > QUOTED ? `${first.slice(0, QUOTED)}…` : first;
  const head = `\`${quoted}\` is not known: neither as a code nor among the failures of Ironic, ramdisks, BMCs and the operator.`;
  const lines = wrap(head, columns ?? DEFAULT_COLUMNS);
  if (closest.length === 0) {
    return [...lines, "next: run `ironworks explain` for all codes, or `ironworks doctor`"].join("\n");
  }
  return [...lines, "", "Closest:", "", closest.map((one) => block(one, columns)).join("\n\n")].join("\n");
}

const QUOTED = 60;

function codeList(columns: number | undefined): string {
  return table(
    ["code", "class", "meaning"],
    [
      ...ERROR_CODES.map(({ code, failureClass, meaning }) => [code, failureClass, meaning]),
      ...KNOWN_FAILURES.map((failure) => [codeOf(failure.id), failure.class, failure.cause]),
    ],
    columns,
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
