import type { DestructionLedger } from "./deed.js";

/** How long one wait may take, in seconds: after `soft` a warning names the likely cause, after `hard` waiting stops (the server goes on). */
export interface Budget {
  /** When to warn. */
  readonly softSeconds: number;
  /** When to stop waiting. */
  readonly hardSeconds: number;
}

/** The waits that have budgets of their own. */
export type Phase = "verify" | "inspect" | "provide" | "deploy" | "power" | "deprovision" | "lock";

/** What is going on, reported once for each change. */
export interface Progress {
  /** `info` is shown while it lasts; `warning` stays; `summary` is the closing line of a resource. */
  readonly kind: "info" | "warning" | "summary";
  /** What is waited for. */
  readonly phase: Phase | "done";
  /** The route's own state, e.g. `wait call-back`. */
  readonly state?: string | undefined;
  /** The route's own step, e.g. `deploy.write_image`. */
  readonly step?: string | undefined;
  /** Since the operation began. */
  readonly elapsedSeconds: number;
  /** What the phase usually takes on real hardware. */
  readonly expectedSeconds?: number | undefined;
  /** One line for people, without the resource's name and without secrets. */
  readonly message: string;
}

/** What every call of a driver is given. */
export interface OperationContext {
  /** Stops waiting, never the server. */
  readonly signal: AbortSignal;
  /** Called with each line of progress. */
  readonly report: (progress: Progress) => void;
  /** Overrides of the default budgets. */
  readonly budgets?: Partial<Record<Phase, Budget>> | undefined;
  /** What counts destructive deeds of the run. Absent: they are not limited. */
  readonly ledger?: DestructionLedger | undefined;
  /**
   * Another stack may have the very same `owner`, as in a backend of files or buckets, where nobody hands out names. A create
   * then does not take over what a run that the state knows nothing of holds under that name. Default: false.
   */
  readonly sharedOwner?: boolean | undefined;
}
