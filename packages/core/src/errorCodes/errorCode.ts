import type { FailureClass } from "../driver/operationError.js";

/** What an error with this code is about. */
export type ErrorSubject = "input" | "operation" | "endpoint" | "tools";

/** One stable code of an error: what it means and what to do. */
export interface ErrorCode {
  /** E.g. `IRONIC_TLS`. */
  readonly code: string;
  /** Part of Ironworks that throws it. */
  readonly subject: ErrorSubject;
  /** Name of the class that carries it. */
  readonly error: string;
  /** What kind of thing failed; decides whether a repeat can help. */
  readonly failureClass: FailureClass;
  /** A clause without a full stop. */
  readonly meaning: string;
  /** Lower case, an imperative, without a full stop. */
  readonly remedy: string;
}

/** Codes of one subject and class of errors: code → failure class, meaning, remedy. */
export type CodeRows = Readonly<Record<string, readonly [failureClass: FailureClass, meaning: string, remedy: string]>>;

/** The rows of one class of errors. */
export function codesOf(subject: ErrorSubject, error: string, rows: CodeRows): readonly ErrorCode[] {
  return Object.entries(rows).map(([code, [failureClass, meaning, remedy]]) => ({
    code,
    subject,
    error,
    failureClass,
    meaning,
    remedy,
  }));
}
