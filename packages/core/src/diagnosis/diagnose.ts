import type { FailureClass } from "../driver/operationError.js";
import { BMC_FAILURES } from "./bmcFailures.js";
import type { FailureRow } from "./failureRow.js";
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

/** What a failure means and what to do about it. */
export interface Diagnosis {
  /** Stable name of the kind of failure, e.g. `bmc-credentials`; `reason-lost` for no text, `unknown` where no kind fits. */
  readonly id: string;
  /** The same as the code of an error, e.g. `BMC_CREDENTIALS`; absent where no kind fits. */
  readonly code?: string | undefined;
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
  /** Why it happens; a clause without a full stop. */
  readonly cause: string;
  /** What to do next; a clause without a full stop. */
  readonly remedy: string;
  /** The server's step, e.g. `deploy.write_image`. */
  readonly step?: string | undefined;
  /** What the server said: one line without uuids, wrapping and what has the shape of a secret. */
  readonly detail: string;
}

/**
 * Explains what a server said of a failure (`last_error`, node history, the answer to a request).
 *
 * @param text - What it said; empty or absent where it lost the reason.
 * @param state - The node's provision state, e.g. `inspect failed`: what can be said where the reason is lost.
 *
 * @example
 * ```ts
 * diagnose(node.last_error, node.provision_state).remedy;
 * ```
 */
export function diagnose(text: string | null | undefined, state?: string): Diagnosis {
  const said = redact((text ?? "").slice(0, LONGEST_TEXT).trim());
  if (said === "") {
    return reasonLost(state);
  }
  const step = stepOf(said);
  const row = FAILURES.find(({ pattern }) => pattern.test(said));
  const { id, failureClass, cause, remedy } = row ?? UNKNOWN;
  return {
    id,
    ...(row && { code: failureCode(row.id) }),
    failureClass,
    cause,
    remedy,
    ...(step !== undefined && { step }),
    detail: cleanDetail(said),
  };
}

/** The code of errors that a row of {@link FAILURES} explains: `bmc-credentials` is `BMC_CREDENTIALS`. */
function failureCode(id: string): string {
  return id.toUpperCase().replaceAll("-", "_");
}

const LONGEST_TEXT = 20_000;

const UNKNOWN: Omit<FailureRow, "pattern"> = {
  id: "unknown",
  failureClass: "unknown",
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
    cause: likely ?? "Ironic kept no reason",
    remedy: "read Ironic's log and the ramdisk's log of this node",
    detail: `Ironic discarded the reason${state === undefined ? "" : ` (state ${state})`}`,
  };
}
