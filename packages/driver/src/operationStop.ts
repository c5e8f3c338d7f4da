import { type FailureClass, IronworksError } from "@ironworks/core";

/** What stops an operation, before it is known where. */
export interface StopDetails {
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
  /** What the server said, or what was found; one line, secrets removed. */
  readonly detail: string;
  /** What to do next. */
  readonly remedy: string;
  /** Step of the route, e.g. `write_image`. */
  readonly step?: string | undefined;
  /** Default: made from `failureClass`. */
  readonly code?: string | undefined;
  /** What led to it, without secrets. */
  readonly cause?: unknown;
}

/**
 * Stops an operation. Whoever throws it knows what is wrong and what to do; which phase it was, what exists and which disks
 * may have been written is added where it passes: {@link RunningOperation.attempt}, and the gate.
 */
export class OperationStop extends IronworksError {
  /** Of the stop itself; the error that a caller sees has the code in `details`. */
  override readonly code = "OPERATION_STOPPED";

  constructor(
    /** What is known where it was thrown. */
    readonly details: StopDetails,
  ) {
    super(details.detail, details.cause === undefined ? undefined : { cause: details.cause });
  }
}
