/** How certain a {@link Problem} is: an `error` stops, a `warning` is shown. */
export type Severity = "error" | "warning";

/**
 * Who objects to a Kubernetes object: the API server while it decodes (`strict`) or against the definition of the kind
 * (`schema`), the operator's `webhook`, or Ironworks itself (`advice`: the server takes the object, and it cannot work or
 * is risky).
 */
export type ProblemSource = "strict" | "schema" | "webhook" | "advice";

/** One thing wrong with what a user wrote: where, what, and what to do. All parts of Ironworks say it in this form. */
export interface Problem {
  /** Name of the resource as the program knows it, e.g. `node-0`. Absent where the caller names it. */
  readonly resource?: string | undefined;
  /** Path of the input, e.g. `bmc.address`. */
  readonly field: string;
  /** What is wrong, as what a sentence says of the field: `is missing.` Never holds a secret. */
  readonly message: string;
  /** What to do, as a request without a full stop: ``write `true` or `false` ``. */
  readonly remedy?: string | undefined;
  /** Whether it stops. */
  readonly severity: Severity;
  /** Stable id of the rule that is broken, where a table of rules has it; may be used in the configuration of CI. */
  readonly rule?: string | undefined;
  /** Who objects. Absent: Ironworks, before anything is sent. */
  readonly by?: ProblemSource | undefined;
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

/** Those that are shown. */
export function warningsAmong(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "warning");
}
