/**
 * What every driver of a route needs around its calls: waits with budgets, back-off, progress, ownership.
 *
 * @packageDocumentation
 */

// One call of a driver under way: its budgets, its progress, and how it fails.

export { DEFAULT_BUDGETS, type PhaseBudget } from "./budget.js";
export { ProgressReporter, type Sign, type Step } from "./progress.js";
export { type FailureDetails, RunningOperation } from "./runningOperation.js";

// Waiting until something is seen, and pausing between tries.

export { type BackoffOptions, backoff } from "./backoff.js";
export { type Observer, type Verdict, type Wait, type Waiting, type Watch, waitFor } from "./wait.js";

// Time, injected so that waits can be tested without waiting.

export { type Clock, sleep, systemClock } from "./clock.js";

// Whose a host is.

export {
  type Holding,
  holdingOf,
  type Named,
  type NotHeld,
  newIncarnation,
  ownerText,
  type Stamp,
  type Standing,
  standingOf,
} from "./ownership.js";

export { attachByName, type ByName } from "./sharedOwner.js";

// How much one run may destroy.

export {
  DEFAULT_LIMIT,
  type DestructiveLimit,
  destructiveLimitOf,
  type LimitSettings,
} from "./ledger/destructiveLimit.js";
export { reinstallDeed } from "./ledger/reinstallDeed.js";
export { type LedgerWords, RunLedger } from "./ledger/runLedger.js";
