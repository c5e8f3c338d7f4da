import { IronworksError } from "../error.js";
import type { HostState, MachineState } from "./driver.js";
import type { Phase } from "./operation.js";

/** What kind of thing failed; decides whether and when a repeat can help. */
export type FailureClass =
  | "config"
  | "credential"
  | "network"
  | "hardware"
  | "image"
  | "ownership"
  | "timeout"
  | "transient"
  | "cancelled"
  | "unknown";

/** Everything that is known of a failure. */
export interface OperationFailure {
  /** Host or machine as the program names it. */
  readonly subject: string;
  /** What was being done: a wait, or what comes before one. */
  readonly phase:
    | Phase
    | "enrol"
    | "update"
    | "read"
    | "detach"
    | "remove"
    | "powerOff"
    | "erase"
    | "look-up"
    | "claim"
    | "choose-disk"
    | "validate";
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
  /** What the server said, or what was found; one line, secrets removed. */
  readonly detail: string;
  /** What to do next. */
  readonly remedy: string;
  /** Step of the route, e.g. `write_image`. */
  readonly step?: string | undefined;
  /** Seconds since the operation began. */
  readonly elapsedSeconds?: number | undefined;
  /** Kernel names of disks that may have been written; empty means none. */
  readonly disksTouched: readonly string[];
  /** What exists all the same, to be stored so that the next run goes on from it. */
  readonly partial?: HostState | MachineState | undefined;
}

/** An operation on a host or machine that did not reach its end. */
export class OperationError extends IronworksError {
  /** `OPERATION_<CLASS>`, or the code of what led to it, e.g. `NOT_OURS` or `BMC_CREDENTIALS`. Part of the message. */
  override readonly code: string;

  constructor(
    /** What happened, and what exists all the same. */
    readonly failure: OperationFailure,
    options?: { readonly cause?: unknown; readonly code?: string },
  ) {
    const code = options?.code ?? `OPERATION_${failure.failureClass.toUpperCase()}`;
    super(formatFailure(failure, code), options);
    this.code = code;
  }
}

/** ``the checksum differs … · `rack3-u17`: deploy failed at write_image after 8m [CHECKSUM_MISMATCH] · class image · disks touched: sda · next: …`` */
function formatFailure(failure: OperationFailure, code: string): string {
  const at = failure.step ? ` at ${failure.step}` : "";
  const after = failure.elapsedSeconds === undefined ? "" : ` after ${formatSeconds(failure.elapsedSeconds)}`;
  const disks = failure.disksTouched.length > 0 ? failure.disksTouched.join(", ") : "none";
  return [
    failure.detail,
    `\`${failure.subject}\`: ${failure.phase} failed${at}${after} [${code}]`,
    `class ${failure.failureClass}`,
    `disks touched: ${disks}`,
    `next: ${failure.remedy}`,
  ].join(" · ");
}

/** `42s`, `8m`, `1h05m`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) {
    return `${whole}s`;
  }
  const minutes = Math.round(whole / 60);
  if (minutes < 60) {
    return `${minutes}m`;
  }
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
}
