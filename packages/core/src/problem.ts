/** How certain a {@link Problem} is: an `error` stops, a `warning` is shown. */
export type Severity = "error" | "warning";

/** One thing wrong with what a user wrote: where, what, and what to do. */
export interface Problem {
  /** Name of the resource as the program knows it, e.g. `node-0`. Absent where the caller names it. */
  readonly resource?: string | undefined;
  /** Path of the input, e.g. `bmc.address`. */
  readonly field: string;
  /** What is wrong, a full sentence without the resource's name. Never holds a secret. */
  readonly message: string;
  /** What to write instead. */
  readonly remedy?: string | undefined;
  readonly severity: Severity;
}

/** A problem that stops. */
export function errorAt(field: string, message: string, remedy?: string): Problem {
  return { field, message, severity: "error", ...(remedy !== undefined && { remedy }) };
}

/** A problem that is shown. */
export function warningAt(field: string, message: string, remedy?: string): Problem {
  return { field, message, severity: "warning", ...(remedy !== undefined && { remedy }) };
}

/** Those that stop. */
export function errorsAmong(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}
