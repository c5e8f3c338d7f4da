import type { FailureClass } from "../driver/operationError.js";

/**
 * Can a repeat help? `no`: only after an input or the hardware changed. `transient`: the same request, later. `operation`:
 * the whole operation, driven anew from the state that the server is in.
 */
export type Retry = "no" | "transient" | "operation";

/** One kind of failure: how its text is known, what it means and what to do. */
export interface FailureRow {
  readonly id: string;
  readonly pattern: RegExp;
  readonly failureClass: FailureClass;
  readonly retry: Retry;
  /** Why it happens; a clause without a full stop. */
  readonly cause: string;
  /** What to do next, in the program's own words; a clause without a full stop. */
  readonly remedy: string;
}
