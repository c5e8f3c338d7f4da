import { redact } from "@ironworks/core";
import type { OperationStop } from "@ironworks/driver";
import type { Node } from "../api/node.js";
import type { HostOperation } from "./hostOperation.js";
import type { MachineStep } from "./provisionState.js";

/** A node in the hands of an operation, as last seen. */
interface HeldNode {
  readonly operation: HostOperation;
  readonly node: Node;
}

/** Ironic does not know the node; the server itself may run on. */
export function lostNode(operation: HostOperation, uuid: string): OperationStop {
  return operation.failure({
    failureClass: "ownership",
    detail: `Ironic does not know the node ${uuid} any more; the server itself was not touched`,
    remedy:
      "run `pulumi up --refresh`: host and machine are enrolled again as they are, without a write or a reboot; first find out " +
      "whether somebody removed the node, or Ironic lost its database",
    code: "NODE_LOST",
  });
}

/** The program names another Ironic, which does not know the node: that one lost nothing, and two would drive one server. */
export function movedEndpoint(operation: HostOperation, former: string): OperationStop {
  return operation.failure({
    failureClass: "config",
    detail:
      `\`endpoint\` changed from ${former} to ${operation.endpoint.client.endpoint}, which does not know the node; nothing was enrolled there, ` +
      "because two Ironics would drive one server",
    remedy:
      "put the old endpoint back; to move the host, remove its node there first (`baremetal node delete`), then refresh",
    code: "NODE_LOST",
  });
}

/** There is an operating system that nobody of Ironworks claims. */
export function unclaimed({ operation, node }: HeldNode): OperationStop {
  return operation.failure({
    failureClass: "ownership",
    detail: `the host is in \`${node.provision_state}\` without a claim of ours: somebody else put an operating system on it`,
    remedy: "find out who; nothing was touched",
    code: "NOT_OURS",
  });
}

const STUCK: Readonly<Partial<Record<MachineStep, readonly [string, string]>>> = {
  unfinishedHost: ["the host is not ready", "finish the host first: run again with a change to it, or refresh"],
  foreign: ["somebody else is at work on it", "let them finish, then run again"],
  held: ["it is held there", "let whoever holds it go on (`baremetal node unhold`), then run again"],
};

/** A state from which no install can start. */
export function stuckMachine({ operation, node }: HeldNode, step: MachineStep): OperationStop {
  const [what, remedy] = STUCK[step] ?? ["it does not get any further", "look into Ironic's log for this node"];
  const detail = `the node is in \`${node.provision_state}\`: ${what}`;
  return operation.failure({ failureClass: "transient", detail, remedy });
}

/** Nothing is done to a node in maintenance, unless it is there for a cleaning that failed. */
export function refuseMaintenance({ operation, node }: HeldNode): void {
  if (!node.maintenance || node.fault === "clean failure") {
    return;
  }
  const reason = node.maintenance_reason
    ? ` (${redact(node.maintenance_reason, operation.endpoint.client.secretsOf(node.uuid))})`
    : "";
  throw node.fault
    ? operation.failure({
        failureClass: "hardware",
        detail: `Ironic has put the node in maintenance for a ${node.fault}${reason}`,
        remedy: "fix the BMC; Ironic itself looks again every few minutes; then run again",
      })
    : operation.failure({
        failureClass: "ownership",
        detail: `somebody has put the node in maintenance${reason}`,
        remedy: "when their work is done: `baremetal node maintenance unset`, then run again",
      });
}
