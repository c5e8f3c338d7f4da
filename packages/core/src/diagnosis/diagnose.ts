import type { FailureClass } from "../driver/operationError.js";
import { BMC_FAILURES } from "./bmcFailures.js";
import type { FailureRow } from "./failureRow.js";
import { cleanDetail, stepOf } from "./failureText.js";
import { IMAGE_FAILURES } from "./imageFailures.js";
import { RAMDISK_FAILURES } from "./ramdiskFailures.js";
import { redact } from "./redact.js";
import { REQUEST_FAILURES } from "./requestFailures.js";
import { STACK_FAILURES } from "./stackFailures.js";

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
 * @param secrets - What must not stand in the result, however it is written.
 *
 * @example
 * ```ts
 * diagnose(node.last_error, node.provision_state).remedy;
 * ```
 */
export function diagnose(
  text: string | null | undefined,
  state?: string,
  secrets: readonly (string | undefined)[] = [],
): Diagnosis {
  const said = redact((text ?? "").slice(0, LONGEST_TEXT).trim(), secrets);
  return said === "" ? reasonLost(state) : ofRow(firstOf(FAILURES, said) ?? UNKNOWN, said);
}

/**
 * Explains what a pod of the control plane or the operator printed, before any host is there.
 *
 * @returns undefined where it is not a failure of the control plane; {@link diagnose} may know it.
 */
export function diagnoseStack(text: string): Diagnosis | undefined {
  const said = redact(text.slice(0, LONGEST_TEXT).trim());
  const row = firstOf(STACK_FAILURES, said);
  return row && ofRow(row, said);
}

/**
 * Explains why a node is in maintenance.
 *
 * @param reason - The node's `maintenance_reason`.
 * @param fault - The node's `fault`, which Ironic sets: without one, a person set maintenance and the reason is their word.
 */
export function diagnoseMaintenance(reason: string | null | undefined, fault: string | null | undefined): Diagnosis {
  if (fault) {
    const found = diagnose(reason);
    return found.code === undefined && fault === "power failure"
      ? { ...ofRow(POWER_FAULT, fault), detail: found.detail }
      : found;
  }
  return ofRow(BY_A_PERSON, redact((reason ?? "").slice(0, LONGEST_TEXT).trim()));
}

function firstOf(rows: readonly FailureRow[], said: string): FailureRow | undefined {
  return rows.find(({ pattern }) => pattern.test(said));
}

function ofRow(row: Meaning, said: string): Diagnosis {
  const { id, failureClass, cause, remedy, pattern } = row;
  const step = stepOf(said);
  const found = pattern?.exec(said)?.groups ?? {};
  return {
    id,
    ...(id !== UNKNOWN.id && { code: failureCode(id) }),
    failureClass,
    cause: filled(cause, found),
    remedy: filled(remedy, found),
    ...(step !== undefined && { step }),
    detail: cleanDetail(said),
  };
}

/** The clause with what the pattern's groups have found in the place of their names. */
function filled(clause: string, found: Readonly<Record<string, string>>): string {
  return clause.replace(/<(\w+)>/g, (whole, name: string) =>
    Object.hasOwn(found, name) ? (found[name] ?? whole) : whole,
  );
}

/** The code of errors that a row of {@link FAILURES} explains: `bmc-credentials` is `BMC_CREDENTIALS`. */
function failureCode(id: string): string {
  return id.toUpperCase().replaceAll("-", "_");
}

const LONGEST_TEXT = 20_000;

/** A row that is not, or not only, known by its text. */
type Meaning = Omit<FailureRow, "pattern" | "said"> & { readonly pattern?: RegExp };

const UNKNOWN: Meaning = {
  id: "unknown",
  failureClass: "unknown",
  cause: "this failure is not in the catalogue",
  remedy: "read what the server says, and its log",
};

const POWER_FAULT: Meaning = {
  id: "power-fault",
  failureClass: "hardware",
  cause: "Ironic lost the BMC for several checks and has put the node into maintenance",
  remedy: "fix the BMC or its network; Ironic takes the node back by itself within minutes",
};

const BY_A_PERSON: Meaning = {
  id: "maintenance",
  failureClass: "ownership",
  cause: "somebody has put the node into maintenance",
  remedy: "ask who set it; when their work is done, `baremetal node maintenance unset`",
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
