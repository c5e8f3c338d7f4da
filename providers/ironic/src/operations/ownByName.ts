import { attachByName, type HostRecord, type Standing } from "@ironworks/driver";
import type { NodeHandle } from "./nodeHandle.js";

/** Stops a create at a host that may be that of another stack with the same name. */
export function requireOwnByName(handle: NodeHandle, live: HostRecord, standing: Standing): void {
  const { running } = handle.operation;
  const occupied = handle.node.instance_uuid !== null;
  const decision = attachByName(live, { standing, occupied }, running.sharedOwner);
  if (decision.kind === "attach") {
    if (decision.warning !== undefined) {
      running.progress.warning("verify", decision.warning);
    }
    return;
  }
  const { detail, remedy } = decision;
  throw handle.operation.failure({ failureClass: "ownership", detail, remedy, code: "OWNER_AMBIGUOUS" });
}
