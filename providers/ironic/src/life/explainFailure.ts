import type { FailureClass } from "@ironworks/core";
import type { IronicClient } from "../api/client.js";
import type { NodeSummary } from "../api/node.js";
import { failureReason, type Transit } from "./failureReason.js";

export interface ExplainedFailure {
  /** One line. */
  readonly reason: string;
  readonly failureClass: FailureClass;
  readonly remedy: string;
  /** `deploy.write_image`. */
  readonly step: string | undefined;
}

/** Why a node is in a failed state, of what class, and what to do. */
export async function explainFailure(
  client: IronicClient,
  node: NodeSummary,
  transit: Transit,
): Promise<ExplainedFailure> {
  const { text } = await failureReason(client, node, transit);
  const reason = text.replace(/\s+/g, " ").trim().slice(0, 1000);
  return { reason, ...explainText(reason), step: transit.steps.at(-1) };
}

/** What a text of Ironic's means. */
export function explainText(text: string): Pick<ExplainedFailure, "failureClass" | "remedy"> {
  return { failureClass: /401/.test(text) ? "credential" : "unknown", remedy: "look into Ironic's log" };
}
