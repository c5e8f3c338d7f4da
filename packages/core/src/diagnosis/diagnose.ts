import type { FailureClass } from "../driver/operationError.js";
import { BMC_FAILURES } from "./bmcFailures.js";
import type { FailureRow, Retry } from "./failureRow.js";
import { cleanDetail, stepOf } from "./failureText.js";
import { IMAGE_FAILURES } from "./imageFailures.js";
import { RAMDISK_FAILURES } from "./ramdiskFailures.js";
import { redact } from "./redact.js";
import { REQUEST_FAILURES } from "./requestFailures.js";

/** Every known failure. The first row that fits is the diagnosis. */
export const FAILURES: readonly FailureRow[] = [
  ...BMC_FAILURES,
  ...REQUEST_FAILURES,
  ...IMAGE_FAILURES,
  ...RAMDISK_FAILURES,
];

export interface DiagnosisContext {
  /** The server's state, e.g. `inspect failed`: what can be said where it lost the reason. */
  readonly state?: string | undefined;
  /** Taken out of `detail`. */
  readonly secrets?: readonly string[] | undefined;
}

/** What a failure means and what to do about it. */
export interface Diagnosis {
  /** Of the row in {@link FAILURES}; `reason-lost` for no text, `unknown` where no row fits. */
  readonly id: string;
  readonly failureClass: FailureClass;
  readonly retry: Retry;
  readonly cause: string;
  readonly remedy: string;
  /** The server's step, e.g. `deploy.write_image`. */
  readonly step?: string | undefined;
  /** What the server said: one line without uuids, wrapping and secrets. */
  readonly detail: string;
}

/**
 * Explains what a server said of a failure (`last_error`, node history, the answer to a request).
 *
 * @example diagnose(node.last_error, { state: node.provision_state }).remedy
 */
export function diagnose(text: string | null | undefined, context: DiagnosisContext = {}): Diagnosis {
  const said = redact((text ?? "").slice(0, LONGEST_TEXT).trim(), context.secrets ?? []);
  if (said === "") {
    return reasonLost(context.state);
  }
  const step = stepOf(said);
  const row = FAILURES.find(({ pattern }) => pattern.test(said));
  const { id, failureClass, retry, cause, remedy } = row ?? UNKNOWN;
  return { id, failureClass, retry, cause, remedy, ...(step !== undefined && { step }), detail: cleanDetail(said) };
}

const LONGEST_TEXT = 20_000;

const UNKNOWN: Omit<FailureRow, "pattern"> = {
  id: "unknown",
  failureClass: "unknown",
  retry: "no",
  cause: "this failure is not in the catalogue",
  remedy: "read what the server says, and its log",
};

const LIKELY: Readonly<Record<string, string>> = {
  "inspect failed": "the ramdisk probably did not report in time",
  "deploy failed": "a step of the ramdisk probably failed: checksum, disk hints or writing",
  "clean failed": "a cleaning step probably failed",
};

function reasonLost(state: string | undefined): Diagnosis {
  const likely = state !== undefined && Object.hasOwn(LIKELY, state) ? LIKELY[state] : undefined;
  return {
    id: "reason-lost",
    failureClass: "unknown",
    retry: "operation",
    cause: likely ?? "Ironic kept no reason",
    remedy: "read Ironic's log and the ramdisk's log of this node",
    detail: `Ironic discarded the reason${state === undefined ? "" : ` (state ${state})`}`,
  };
}
