/**
 * What every driver of a route needs around its calls: waits with budgets, back-off, progress, ownership.
 *
 * @packageDocumentation
 */

// One call of a driver under way: its budgets, its progress, and how it fails.

export { DEFAULT_BUDGETS, type PhaseBudget } from "./budget.js";
export { OperationStop, type StopDetails } from "./operationStop.js";
export { ProgressReporter, type Sign, type Step } from "./progress.js";
export { type Attempt, type FailureDetails, RunningOperation } from "./runningOperation.js";

// The one gate through which everything goes that may power, clean, write or undeploy a server.

export {
  DEEDS,
  type DeedEffect,
  type DeedKind,
  type DiskEffect,
  deedEffect,
  isDeedKind,
  type PowerEffect,
} from "./gate/deeds.js";
export { act, type Deed, type DeedEnd, type Destruction, type Ending, type Hand, resume } from "./gate/gate.js";

// What is kept with a server in its route.

export { type DeedRecord, keptDeedRecord } from "./record/deedRecord.js";
export { type HostRecord, keptHostRecord, parseHostRecord, RECORD_VERSION } from "./record/hostRecord.js";
export {
  keptMachineRecord,
  type MachineRecord,
  parseMachineRecord,
  type ReinstallRecord,
} from "./record/machineRecord.js";

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
export { unfinishedDeed } from "./ledger/unfinishedDeed.js";
