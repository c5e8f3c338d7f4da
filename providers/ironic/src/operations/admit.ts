import type { Deed } from "@ironworks/core";
import type { NodeHandle } from "./nodeHandle.js";

/** Asks the run's ledger before something destructive is done to a node, and throws where it exceeds the limit. */
export function admit(handle: NodeHandle, deed: Omit<Deed, "host" | "subject">): void {
  const { operation } = handle;
  const { ledger, subject } = operation.running;
  const refusal = ledger?.admit({ ...deed, host: handle.uuid, subject });
  if (refusal !== undefined) {
    const { detail, remedy } = refusal;
    throw operation.failure({
      failureClass: "config",
      detail: `${detail}; nothing was done to this one`,
      remedy,
      code: "BLAST_RADIUS",
    });
  }
}
