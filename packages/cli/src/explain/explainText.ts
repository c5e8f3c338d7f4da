import { diagnose, diagnoseStack, ERROR_CODES, FAILURES, nearestOf, STACK_FAILURES } from "@ironworks/core";
import { codeShownIn, codesNamedIn } from "./codesInText.js";
import { type Explanation, ofCodeNamed, ofFailure } from "./explanation.js";
import { saidIn } from "./saidIn.js";

/** Rows that say only that some step failed; of use where nothing better is known. */
const GENERAL = new Set(["step-failed", "teardown", "power-change", "verify-step"]);

const LONGEST_TEXT = 100_000;
const MOST_CLOSEST = 3;
const ROWS = [...STACK_FAILURES, ...FAILURES];
/** Every failure that is known by what Ironic, a ramdisk, a BMC or the operator says. */
export const KNOWN_FAILURES: readonly Explanation[] = ROWS.map(ofFailure);
/** `checksum-mismatch` is the code `CHECKSUM_MISMATCH` of an error. */
const FAILURE_CODES = ROWS.map(({ id }) => id.toUpperCase().replaceAll("-", "_"));

/** What a code, the name of a failure, or a pasted message means; the code first. Empty where nothing is known. */
export function explainText(text: string): readonly Explanation[] {
  const asked = text.slice(0, LONGEST_TEXT).trim();
  const name = asked.replace(/^\[(.*)\]$/, "$1");
  const named = ofCodeNamed(name) ?? failureNamed(name);
  if (named) {
    return [named];
  }
  const all = [
    ...codesNamedIn(asked, FAILURE_CODES).flatMap((code) => ofCodeNamed(code) ?? failureNamed(code) ?? []),
    ...failuresIn(asked),
  ];
  const known = [...new Map(all.map((one) => [one.id, one])).values()];
  const shown = known.length > 0 ? undefined : codeShownIn(asked);
  return shown === undefined ? known : [ofCodeNamed(shown) ?? []].flat();
}

/** What is most like an unknown text: a code or name by its spelling, else failures by their words. */
export function closestTo(text: string): readonly Explanation[] {
  const asked = text.slice(0, LONGEST_TEXT).trim();
  if (!/\s/.test(asked)) {
    const near = nearestOf(asked.replace(/^\[(.*)\]$/, "$1"), [
      ...ERROR_CODES.map(({ code }) => code),
      ...ROWS.map(({ id }) => id),
    ]);
    const found = near === undefined ? undefined : (ofCodeNamed(near) ?? failureNamed(near));
    return found ? [found] : [];
  }
  const words = wordsOf(asked);
  const scored = ROWS.map((row) => {
    const own = wordsOf(`${row.id} ${row.cause} ${row.pattern.source}`);
    return { row, score: [...own].filter((word) => words.has(word)).length };
  });
  return scored
    .filter(({ score }) => score >= 2)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_CLOSEST)
    .map(({ row }) => ofFailure(row));
}

function failureNamed(name: string): Explanation | undefined {
  const row = ROWS.find(({ id }) => id === name.toLowerCase().replaceAll("_", "-"));
  return row && ofFailure(row);
}

function failuresIn(text: string): readonly Explanation[] {
  const sentences = saidIn(text);
  const stack = sentences.flatMap((sentence) => diagnoseStack(sentence) ?? []);
  if (stack.length > 0) {
    return [...new Map(stack.map((one) => [one.id, ofFailure(one)])).values()];
  }
  const found = new Map<string, Explanation>();
  for (const sentence of sentences) {
    const { id, failureClass, cause, remedy } = diagnose(sentence);
    if (id !== "unknown" && id !== "reason-lost") {
      found.set(id, ofFailure({ id, failureClass, cause, remedy }));
    }
  }
  const exact = [...found.values()].filter(({ id }) => !GENERAL.has(id));
  return exact.length > 0 ? exact : [...found.values()].slice(0, 1);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z]{4,}/g) ?? []);
}
