import type { FailureClass } from "../driver/operationError.js";

/**
 * One kind of failure: how its text is known, what it means and what to do. `<name>` in a cause or remedy is what the group
 * `name` of the pattern has found.
 */
export interface FailureRow {
  /** Stable name of the kind, e.g. `bmc-credentials`. */
  readonly id: string;
  /** What people see of it, in short, with `…` for what differs from case to case. */
  readonly said: string;
  /** Fits what the server says, whatever the release that says it. */
  readonly pattern: RegExp;
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
  /** Why it happens; a clause without a full stop. */
  readonly cause: string;
  /** What to do next, in the program's own words; a clause without a full stop. */
  readonly remedy: string;
}
