import {
  type Budget,
  type DestructionLedger,
  type HostState,
  IronworksError,
  type MachineState,
  type OperationContext,
  OperationError,
  type OperationFailure,
  type Phase,
} from "@ironworks/core";
import { budgetOf, type PhaseBudget } from "./budget.js";
import type { Clock } from "./clock.js";
import { OperationStop, type StopDetails } from "./operationStop.js";
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

/** A part of an operation: what it does, and what is to be stored if it fails. */
export interface Attempt {
  /** What an error names. */
  readonly phase: OperationFailure["phase"];
  /** What exists if it fails now; undefined while nothing does. Asked when it fails. */
  readonly partial?: (() => HostState | MachineState | undefined) | undefined;
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
  readonly #explain: (error: unknown) => StopDetails | undefined;

  /**
   * @param explain - What an error of the route's own client means; undefined where it is none of those.
   */
  constructor(
    /** Host or machine as the program names it. */
    readonly subject: string,
    context: OperationContext,
    /** Its time. */
    readonly clock: Clock,
    explain: (error: unknown) => StopDetails | undefined = () => undefined,
  ) {
    this.signal = context.signal;
    this.ledger = context.ledger;
    this.sharedOwner = context.sharedOwner === true;
    this.#budgets = context.budgets;
    this.#explain = explain;
    this.progress = new ProgressReporter(clock, context.report);
  }

  /** The caller's budget of a phase, else the default. */
  budget(phase: Phase): PhaseBudget {
    return budgetOf(phase, this.#budgets);
  }

  /** The error to throw where the phase is known; elsewhere throw an {@link OperationStop}. */
  failure({ code, cause, disksTouched = [], ...details }: FailureDetails): OperationError {
    const options = { ...(cause === undefined ? {} : { cause }), ...(code === undefined ? {} : { code }) };
    const { elapsedSeconds } = this.progress;
    return new OperationError({ ...details, disksTouched, subject: this.subject, elapsedSeconds }, options);
  }

  /** Runs a part of the operation. Whatever it throws leaves as an OperationError that says where, and carries what exists. */
  async attempt<Result>({ phase, partial }: Attempt, body: () => Promise<Result>): Promise<Result> {
    try {
      return await body();
    } catch (error) {
      const placed = this.placed(error, phase);
      const exists = placed.failure.partial ?? partial?.();
      throw exists === undefined ? placed : copyOf(placed, { partial: exists });
    }
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

  /** The error with its phase, which it may have already. */
  placed(error: unknown, phase: OperationFailure["phase"]): OperationError {
    if (error instanceof OperationError) {
      return error;
    }
    if (this.signal.aborted) {
      return this.cancelled(phase);
    }
    const details = error instanceof OperationStop ? error.details : this.#explain(error);
    if (details) {
      return this.failure({ ...details, phase });
    }
    if (error instanceof IronworksError) {
      const remedy = "correct what the message names, then run again";
      const { message: detail, code } = error;
      return this.failure({ phase, failureClass: "config", detail, remedy, code, cause: error });
    }
    return this.failure({
      phase,
      failureClass: "unknown",
      detail: `Ironworks failed itself (${error instanceof Error ? error.message : String(error)})`,
      remedy: "report it with this text, then run again",
      cause: error,
    });
  }
}

/** The same failure, with more known of it. */
export function copyOf(error: OperationError, more: Partial<OperationFailure>): OperationError {
  const { failure, code, cause } = error;
  return new OperationError({ ...failure, ...more }, { code, ...(cause !== undefined && { cause }) });
}
