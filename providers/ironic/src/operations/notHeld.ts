import type { NotHeld, OperationStop } from "@ironworks/driver";
import type { Node } from "../api/node.js";
import { describeNode } from "./describeNode.js";
import type { HostOperation } from "./hostOperation.js";
import { hostRecordOf } from "./nodeRecord.js";

const WHY: Readonly<Record<NotHeld, string>> = {
  unrecorded: "the record of it is gone from the node",
  elsewhere: "another stack has it",
  sibling: "another resource of this stack has it",
  newer:
    "this resource has attached to it anew since, as `--replace` or a move in the program does, or a run with a later state",
};

/** What works, by the reason. Deleting a resource that holds nothing touches nothing. */
const NEXT: Readonly<Record<NotHeld, string>> = {
  unrecorded: "find out who changed `extra.ironworks` of the node, and put it back as it was",
  elsewhere:
    'take it out of this program, which touches nothing; to have it here, write `adopt: { takeFrom: "…" }` with that stack into ' +
    "the host: the record of its machine comes with it",
  sibling: "keep one of the two, and take the other out of the program, which touches nothing",
  newer:
    "make sure that no other program declares this server; where the state is older than the server (a backup that was " +
    'restored, a run that broke off), write `adopt: { takeFrom: "…" }` with this very stack into the host for one run: it ' +
    "attaches to host and machine again, without a write. A refresh does not help",
};

/** Why nothing was done to a host that the stored attach does not hold any more. */
export function hostNotHeld(why: NotHeld, node: Pick<Node, "uuid" | "name" | "extra">): string {
  return `${WHY[why]}: ${describeNode(node)}`;
}

/** Why nothing was done to a machine that the stored attach does not hold any more. */
export function machineNotHeld(why: NotHeld, node: Pick<Node, "extra">): string {
  const machine = hostRecordOf(node)?.machine;
  const whose = machine ? `: machine \`${machine.machineId}\` of stack \`${machine.owner}\`` : "";
  return `${WHY[why]}${whose}`;
}

/** The error of a resource that holds nothing any more; `what` says why. */
export function notHeld(operation: HostOperation, why: NotHeld, what: string): OperationStop {
  return operation.failure({
    failureClass: "ownership",
    detail: `nothing was touched: ${what}`,
    remedy: NEXT[why],
    code: "NOT_OURS",
  });
}
