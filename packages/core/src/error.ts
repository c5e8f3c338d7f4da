import type { Problem } from "./problem.js";
import { formatProblems } from "./problemText.js";

/** Base of every error that Ironworks throws on purpose: a stable `code` for programs, a sentence for people. */
export abstract class IronworksError extends Error {
  /** Stable across releases; the table is in docs/errors.md. */
  abstract readonly code: string;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Everything wrong with one or many inputs, found before anything was sent. */
export class ValidationError extends IronworksError {
  /** Stable across releases. */
  override readonly code = "INVALID_INPUT";

  constructor(
    /** What is wrong, in the order of the fields; never empty. */
    readonly problems: readonly Problem[],
  ) {
    super(formatProblems(problems, undefined, "INVALID_INPUT"));
  }
}
