import {
  type HostState,
  IronworksError,
  type MachineState,
  OperationError,
  type OperationFailure,
  type Phase,
} from "@ironworks/core";
import { DEFAULT_BUDGETS, type FailureDetails, type RunningOperation } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Endpoint } from "../endpoint.js";
import { Refusal } from "./refusal.js";

/** A failure without its phase, which the life knows. */
export type LifeFailure = Omit<FailureDetails, "phase" | "disksTouched" | "partial">;

/** One operation on one host or machine at one endpoint: how far it is, and what exists if it fails now. */
export class Life {
  phase: OperationFailure["phase"] = "enrol";
  /** Kernel names of disks that may have been written by now. */
  disksTouched: readonly string[] = [];
  /** What to store if it fails now; undefined while nothing exists. */
  partial: () => HostState | MachineState | undefined = () => undefined;

  constructor(
    readonly endpoint: Endpoint,
    readonly operation: RunningOperation,
  ) {}

  /** The error to throw. `partial` and the disks are added on the way out. */
  failure(details: LifeFailure): OperationError {
    return this.operation.failure({ ...details, phase: this.phase });
  }

  /** One line of progress about the present phase, with what it usually takes. */
  tell(message: string, usually?: number): void {
    const { phase, operation } = this;
    const waited = phase in DEFAULT_BUDGETS ? (phase as Phase) : "lock";
    const expectedSeconds = usually ?? (phase === waited ? operation.budget(waited).expectedSeconds : undefined);
    operation.progress.info({ phase: waited, message, expectedSeconds });
  }

  /** Runs the operation; whatever it throws leaves as an OperationError that carries what exists. */
  async run<Result>(body: () => Promise<Result>): Promise<Result> {
    try {
      return await body();
    } catch (error) {
      throw this.#complete(error);
    }
  }

  #complete(error: unknown): OperationError {
    const told = this.#told(error);
    const { failure, code, cause } = told;
    const disksTouched = failure.disksTouched.length > 0 ? failure.disksTouched : this.disksTouched;
    const partial = failure.partial ?? this.partial();
    const whole = { ...failure, disksTouched, ...(partial && { partial }) };
    return new OperationError(whole, { code, ...(cause !== undefined && { cause }) });
  }

  #told(error: unknown): OperationError {
    if (error instanceof OperationError) {
      return error;
    }
    if (this.operation.signal.aborted) {
      return this.operation.cancelled(this.phase);
    }
    if (error instanceof IronicError) {
      const { failureClass, detail, remedy, code } = error;
      return this.failure({ failureClass, detail, remedy, code, cause: error });
    }
    if (error instanceof Refusal) {
      const { failureClass, message, remedy, code } = error;
      return this.failure({ failureClass, detail: message, remedy, code });
    }
    if (error instanceof IronworksError) {
      const remedy = "correct what the message names, then run again";
      return this.failure({ failureClass: "config", detail: error.message, remedy, code: error.code, cause: error });
    }
    const detail = `Ironworks failed itself (${error instanceof Error ? error.message : String(error)})`;
    return this.failure({
      failureClass: "unknown",
      detail,
      remedy: "report it with this text, then run again",
      cause: error,
    });
  }
}
