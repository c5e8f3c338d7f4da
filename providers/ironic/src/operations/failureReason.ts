import type { IronicClient } from "../api/client.js";
import { IronicError } from "../api/ironicError.js";
import type { NodeSummary } from "../api/node.js";

/** What was seen of a node while it was waited for, kept because Ironic may lose it before the end. */
export interface SeenSoFar {
  lastError: string | undefined;
  /** `interface.step`, in the order seen. */
  readonly steps: string[];
}

export function nothingSeen(): SeenSoFar {
  return { lastError: undefined, steps: [] };
}

/** Adds what one list shows. */
export function remember(seenSoFar: SeenSoFar, node: NodeSummary): void {
  if (node.last_error) {
    seenSoFar.lastError = node.last_error;
  }
  const step = stepOf(node);
  if (step !== undefined && seenSoFar.steps.at(-1) !== step) {
    seenSoFar.steps.push(step);
  }
}

/** `deploy.write_image`; undefined between steps. */
export function stepOf(node: NodeSummary): string | undefined {
  const step = node.deploy_step?.step ? node.deploy_step : node.clean_step;
  return step?.step ? `${step.interface ?? "?"}.${step.step}` : undefined;
}

/** Why a node failed, and where that was found. */
export interface FailureReason {
  /** Empty where Ironic discarded it. */
  readonly text: string;
  readonly source: "last_error" | "seen" | "history" | "discarded";
}

/** An event belongs to a failure when Ironic recorded both within this time. */
const SAME_EVENT_MS = 120_000;

/**
 * Why a node is in a failed state: from `last_error`, else what was seen while waiting, else Ironic's own history. Ironic 39
 * clears `last_error` of a failed deploy when it powers the server off afterwards; the history keeps it.
 */
export async function failureReason(
  client: IronicClient,
  node: NodeSummary,
  seenSoFar: SeenSoFar,
): Promise<FailureReason> {
  if (node.last_error) {
    return { text: node.last_error, source: "last_error" };
  }
  if (seenSoFar.lastError) {
    return { text: seenSoFar.lastError, source: "seen" };
  }
  const event = await eventOf(client, node);
  if (event) {
    return { text: event, source: "history" };
  }
  return { text: "", source: "discarded" };
}

async function eventOf(client: IronicClient, node: NodeSummary): Promise<string | undefined> {
  try {
    const failedAt = Date.parse(`${node.provision_updated_at ?? ""}`);
    const events = await client.history(node.uuid);
    const near = events.find(
      ({ severity, created_at }) =>
        severity === "ERROR" && !(Math.abs(Date.parse(created_at) - failedAt) > SAME_EVENT_MS),
    );
    return near?.event;
  } catch (error) {
    if (error instanceof IronicError) {
      return undefined;
    }
    throw error;
  }
}
