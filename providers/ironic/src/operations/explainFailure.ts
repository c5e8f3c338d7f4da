import { type Diagnosis, diagnose, type FailureClass } from "@ironworks/core";
import type { StopDetails } from "@ironworks/driver";
import type { IronicClient } from "../api/client.js";
import type { NodeSummary } from "../api/node.js";
import { failureReason, type SeenSoFar } from "./failureReason.js";
import type { NodeHandle } from "./nodeHandle.js";

/** Why a node failed, what kind of failure that is, and what to do. */
export interface ExplainedFailure {
  /** One line: what it means, and what Ironic said. */
  readonly reason: string;
  readonly failureClass: FailureClass;
  /** Of the kind of failure; undefined where the catalogue does not know it. */
  readonly code: string | undefined;
  readonly remedy: string;
  /** `deploy.write_image`. */
  readonly step: string | undefined;
  /** What Ironic said, whole; empty where it lost it. */
  readonly text: string;
}

/** Why a node is in a failed state, of what class, and what to do. */
export async function explainFailure(
  client: IronicClient,
  node: NodeSummary,
  seenSoFar: SeenSoFar,
): Promise<ExplainedFailure> {
  const { text } = await failureReason(client, node, seenSoFar);
  const diagnosis = diagnose(text, node.provision_state, client.secretsOf(node.uuid));
  return { ...meaningOf(diagnosis), step: diagnosis.step ?? seenSoFar.steps.at(-1), text };
}

/** The same, ready for `operation.failure`. */
export async function failedState({ operation, seenSoFar }: NodeHandle, seen: NodeSummary): Promise<StopDetails> {
  const { text: _text, reason, ...rest } = await explainFailure(operation.endpoint.client, seen, seenSoFar);
  return { ...rest, detail: reason };
}

/** What the answer to a request means, where it names a failure of the BMC or the image. */
export function explainText(text: string): Omit<ExplainedFailure, "step" | "text"> {
  return meaningOf(diagnose(text));
}

/** The news first: the meaning, or what was said where the meaning is not known. */
function meaningOf(diagnosis: Diagnosis): Omit<ExplainedFailure, "step" | "text"> {
  const { detail, cause, failureClass, remedy, id, code } = diagnosis;
  const [first, then] = failureClass === "unknown" ? [detail, cause] : [cause, detail];
  return { reason: id === "unknown" ? detail : `${first} (${then})`, failureClass, code, remedy };
}
