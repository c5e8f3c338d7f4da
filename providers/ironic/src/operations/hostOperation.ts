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
import { NodeRefusal } from "./nodeRefusal.js";

/** A failure without its phase, which the operation knows. */
export type NodeFailure = Omit<FailureDetails, "phase" | "disksTouched" | "partial">;

/** One operation on one host or machine at one endpoint: how far it is, and what exists if it fails now. */
export class HostOperation {
  /** What is being done right now; an error names it. */
  phase: OperationFailure["phase"];
  /** Kernel names of disks that may have been written by now. */
  disksTouched: readonly string[] = [];
  /** What to store if it fails now; undefined while nothing exists. */
  partial: () => HostState | MachineState | undefined = () => undefined;

  constructor(
    readonly endpoint: Endpoint,
    /** Clock, budgets, progress and the signal that ends it. */
    readonly running: RunningOperation,
    phase: OperationFailure["phase"],
    /** What to do where the endpoint refuses the credentials. */
    readonly credentialsRemedy?: string,
  ) {
    this.phase = phase;
  }

  /** The error to throw. `partial` and the disks are added on the way out. */
  failure(details: NodeFailure): OperationError {
    return this.running.failure({ ...details, phase: this.phase });
  }

  /** What begins now in the present phase, in a few words, with what it usually takes. */
  announce(
    message: string,
    more: { readonly expectedSeconds?: number | undefined; readonly detail?: string | undefined } = {},
  ): void {
    const { phase, running } = this;
    const waited = phase in DEFAULT_BUDGETS ? (phase as Phase) : "lock";
    const usually = phase === waited ? running.budget(waited).expectedSeconds : undefined;
    const { expectedSeconds = usually, detail } = more;
    running.progress.begin({ phase: waited, message, expectedSeconds, detail });
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
    const { failure, code, cause } = this.#asOperationError(error);
    const disksTouched = failure.disksTouched.length > 0 ? failure.disksTouched : this.disksTouched;
    const partial = failure.partial ?? this.partial();
    const whole = { ...failure, disksTouched, ...(partial && { partial }) };
    return new OperationError(whole, { code, ...(cause !== undefined && { cause }) });
  }

  #asOperationError(error: unknown): OperationError {
    if (error instanceof OperationError) {
      return error;
    }
    if (this.running.signal.aborted) {
      return this.running.cancelled(this.phase);
    }
    if (error instanceof IronicError) {
      const { failureClass, detail, code } = error;
      const remedy = (code === "IRONIC_UNAUTHORIZED" ? this.credentialsRemedy : undefined) ?? error.remedy;
      return this.failure({ failureClass, detail, remedy, code, cause: error });
    }
    if (error instanceof NodeRefusal) {
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
