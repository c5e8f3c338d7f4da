import {
  type Budget,
  type DestructionLedger,
  type OperationContext,
  OperationError,
  type OperationFailure,
  type Phase,
} from "@ironworks/core";
import { budgetOf, type PhaseBudget } from "./budget.js";
import type { Clock } from "./clock.js";
import { ProgressReporter } from "./progress.js";

/** What a failure is made of; the rest comes from the operation. */
export interface FailureDetails extends Omit<OperationFailure, "subject" | "elapsedSeconds" | "disksTouched"> {
  /** Default: none. */
  readonly disksTouched?: OperationFailure["disksTouched"] | undefined;
  /** Of the error. Default: made from `failureClass`. */
  readonly code?: string | undefined;
  /** What led to it, without secrets. */
  readonly cause?: unknown;
}

/** One call of a driver under way: its name, clock, budgets, progress, and how it fails. */
export class RunningOperation {
  /** Where lines of progress go. */
  readonly progress: ProgressReporter;
  /** Stops waiting, never the server. */
  readonly signal: AbortSignal;
  /** What counts destructive deeds; absent where they are not limited. */
  readonly ledger: DestructionLedger | undefined;
  /** Another stack may have the very same owner. */
  readonly sharedOwner: boolean;
  readonly #budgets: Partial<Record<Phase, Budget>> | undefined;

  constructor(
    /** Host or machine as the program names it. */
    readonly subject: string,
    context: OperationContext,
    /** Its time. */
    readonly clock: Clock,
  ) {
    this.signal = context.signal;
    this.ledger = context.ledger;
    this.sharedOwner = context.sharedOwner === true;
    this.#budgets = context.budgets;
    this.progress = new ProgressReporter(clock, context.report);
  }

  /** The caller's budget of a phase, else the default. */
  budget(phase: Phase): PhaseBudget {
    return budgetOf(phase, this.#budgets);
  }

  /** The error to throw. */
  failure({ code, cause, disksTouched = [], ...details }: FailureDetails): OperationError {
    const options = { ...(cause === undefined ? {} : { cause }), ...(code === undefined ? {} : { code }) };
    const { elapsedSeconds } = this.progress;
    return new OperationError({ ...details, disksTouched, subject: this.subject, elapsedSeconds }, options);
  }

  /** Throws when the caller has given up. Nothing that the server does is stopped. */
  throwIfCancelled(phase: OperationFailure["phase"]): void {
    if (this.signal.aborted) {
      throw this.cancelled(phase);
    }
  }

  /** The error of a caller who has given up. */
  cancelled(phase: OperationFailure["phase"], state?: string): OperationError {
    return this.failure({
      phase,
      failureClass: "cancelled",
      detail: `waiting was stopped${state ? ` in state \`${state}\`` : ""}; the server goes on by itself`,
      remedy: "run again: it goes on from there",
    });
  }
}
