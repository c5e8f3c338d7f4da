import type { MachineRequest, MachineState } from "@ironworks/core";
import type { NodeSummary } from "../api/node.js";
import { Refusal } from "./refusal.js";
import { hostStampOf, type MachineStamp } from "./stamp.js";
import { describeNode } from "./whose.js";

/** Refuses a node whose host is not the one of the request. */
export function requireHost(node: NodeSummary, request: MachineRequest): void {
  const stamp = hostStampOf(node);
  const { owner, hostId } = request.host;
  if (stamp && !stamp.detached && stamp.owner === request.owner && stamp.owner === owner && stamp.hostId === hostId) {
    return;
  }
  throw new Refusal(
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
): MachineStamp | undefined {
  const stamp = hostStampOf(node)?.machine;
  const held = node.instance_uuid;
  if (held === null) {
    return undefined;
  }
  if (stamp?.instanceUuid !== held) {
    throw new Refusal(
      "ownership",
      `the host carries instance ${held}, which Ironworks did not put there`,
      "find out who installed it; nothing was touched",
    );
  }
  if (stamp.owner === request.owner && stamp.machineId === request.machineId) {
    return stamp;
  }
  const state = stamp.detached ? "was given up by" : "belongs to";
  throw new Refusal(
    "ownership",
    `the operating system on the host ${state} machine \`${stamp.machineId}\` of stack \`${stamp.owner}\``,
    `bring that machine back under its name and release it there, or use another host; nothing was touched`,
  );
}

/** Is the live claim the very attach that we hold? */
export function holdsClaim(node: NodeSummary, current: MachineState): boolean {
  const stamp = hostStampOf(node)?.machine;
  return (
    stamp !== undefined &&
    !stamp.detached &&
    stamp.owner === current.owner &&
    stamp.machineId === current.machineId &&
    stamp.incarnation === current.incarnation &&
    stamp.instanceUuid === current.instanceUuid
  );
}
