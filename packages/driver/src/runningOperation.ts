import { type Budget, type OperationContext, OperationError, type OperationFailure, type Phase } from "@ironworks/core";
import { budgetOf, type PhaseBudget } from "./budget.js";
import type { Clock } from "./clock.js";
import { ProgressReporter } from "./progress.js";

/** What a failure needs to be told; the rest comes from the operation. */
export type FailureDetails = Omit<OperationFailure, "subject" | "elapsedSeconds" | "disksTouched"> &
  Partial<Pick<OperationFailure, "disksTouched">>;

/** One call of a driver under way: its name, clock, budgets, progress, and how it fails. */
export class RunningOperation {
  readonly progress: ProgressReporter;
  readonly signal: AbortSignal;
  readonly #budgets: Partial<Record<Phase, Budget>> | undefined;

  constructor(
    /** Host or machine as the program names it. */
    readonly subject: string,
    context: OperationContext,
    readonly clock: Clock,
  ) {
    this.signal = context.signal;
    this.#budgets = context.budgets;
    this.progress = new ProgressReporter(clock, context.report);
  }

  budget(phase: Phase): PhaseBudget {
    return budgetOf(phase, this.#budgets);
  }

  /** The error to throw. */
  failure(details: FailureDetails, cause?: unknown, code?: string): OperationError {
    const options = { ...(cause === undefined ? {} : { cause }), ...(code === undefined ? {} : { code }) };
    return new OperationError(
      { disksTouched: [], ...details, subject: this.subject, elapsedSeconds: this.progress.elapsedSeconds },
      options,
    );
  }

  /** Throws when the caller has given up. Nothing that the server does is stopped. */
  throwIfCancelled(phase: OperationFailure["phase"]): void {
    if (this.signal.aborted) {
      throw this.cancelled(phase);
    }
  }

  cancelled(phase: OperationFailure["phase"], state?: string): OperationError {
    return this.failure({
      phase,
      failureClass: "cancelled",
      detail: `waiting was stopped${state ? ` in state \`${state}\`` : ""}; the server goes on by itself`,
      remedy: "run again: it goes on from there",
    });
  }
}
