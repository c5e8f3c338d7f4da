import type { MachineRequest, MachineState } from "@ironworks/core";
import type { NodeSummary } from "../api/node.js";
import { describeNode } from "./describeNode.js";
import { hostRecordOf, type MachineRecord } from "./nodeRecord.js";
import { NodeRefusal } from "./nodeRefusal.js";

/** Refuses a node whose host is not the one of the request. */
export function requireHost(node: NodeSummary, request: MachineRequest): void {
  const record = hostRecordOf(node);
  const { owner, hostId } = request.host;
  if (
    record &&
    !record.detached &&
    record.owner === request.owner &&
    record.owner === owner &&
    record.hostId === hostId
  ) {
    return;
  }
  throw new NodeRefusal(
    "ownership",
    `the host is not this stack's to install: ${describeNode(node)}`,
    "manage host and machine from one stack; nothing was touched",
  );
}

/**
 * Our own claim on the node: live, or one that we gave up. Undefined where nobody has one. A claim of somebody else is
 * refused; so is an operating system without a claim.
 */
export function claimOf(
  node: NodeSummary,
  request: Pick<MachineRequest, "owner" | "machineId">,
): MachineRecord | undefined {
  const record = hostRecordOf(node)?.machine;
  const held = node.instance_uuid;
  if (held === null) {
    return undefined;
  }
  if (record?.instanceUuid !== held) {
    throw new NodeRefusal(
      "ownership",
      `the host carries instance ${held}, which Ironworks did not put there`,
      "find out who installed it; nothing was touched",
    );
  }
  if (record.owner === request.owner && record.machineId === request.machineId) {
    return record;
  }
  const state = record.detached ? "was given up by" : "belongs to";
  throw new NodeRefusal(
    "ownership",
    `the operating system on the host ${state} machine \`${record.machineId}\` of stack \`${record.owner}\``,
    `bring that machine back under its name and deprovision it there, or use another host; nothing was touched`,
  );
}

/** Is the live claim the very attach that we hold? */
export function holdsClaim(node: NodeSummary, current: MachineState): boolean {
  const record = hostRecordOf(node)?.machine;
  return (
    record !== undefined &&
    !record.detached &&
    record.owner === current.owner &&
    record.machineId === current.machineId &&
    record.incarnation === current.incarnation &&
    record.instanceUuid === current.instanceUuid
  );
}
