import type { Phase } from "@ironworks/core";
import { OperationStop, type RunningOperation, type StopDetails } from "@ironworks/driver";
import type { Endpoint } from "../endpoint.js";

/** One operation on one host or machine at one endpoint. */
export class HostOperation {
  constructor(
    readonly endpoint: Endpoint,
    /** Clock, budgets, progress, the signal that ends it, and how it fails. */
    readonly running: RunningOperation,
  ) {}

  /** To be thrown; phase, disks and what exists are added where it passes. */
  failure(details: StopDetails): OperationStop {
    return new OperationStop(details);
  }

  /** What begins now, in a few words, with what it usually takes. */
  announce(
    phase: Phase,
    message: string,
    more: { readonly expectedSeconds?: number | undefined; readonly detail?: string | undefined } = {},
  ): void {
    const { running } = this;
    const { expectedSeconds = running.budget(phase).expectedSeconds, detail } = more;
    running.progress.begin({ phase, message, expectedSeconds, detail });
  }
}
