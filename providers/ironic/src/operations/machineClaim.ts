import type { MachineRequest } from "@ironworks/core";
import { type MachineRecord, standingOf } from "@ironworks/driver";
import type { NodeSummary } from "../api/node.js";
import { describeNode } from "./describeNode.js";
import { aliasOf } from "./enrolment.js";
import { hostRecordOf } from "./nodeRecord.js";
import { refusal } from "./nodeRefusal.js";
import { machineStamp } from "./stamp.js";

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
  const isBehind = record && !record.detached && owner === request.owner && record.owner === owner;
  throw refusal(
    "ownership",
    `the host is not this stack's to install: ${describeNode(node)}`,
    isBehind
      ? `update the host \`${hostId}\` first (\`pulumi up\` without \`--target\`); nothing was touched`
      : "manage host and machine from one stack; nothing was touched",
  );
}

/**
 * Our own claim on the node: live, or one that this stack gave up, under whatever name. Undefined where nobody has one. A
 * claim of somebody else is refused; so is an operating system without a claim.
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
    throw refusal(
      "ownership",
      `the host carries instance ${held}, which Ironworks did not put there`,
      "find out who installed it; nothing was touched",
    );
  }
  const { owner, machineId } = record;
  switch (standingOf(machineStamp(record), { owner: request.owner, name: request.machineId })) {
    case "ours":
    case "given-up-here":
      return record;
    case "held-here":
      throw refusal(
        "ownership",
        `the operating system on the host belongs to machine \`${machineId}\` of stack \`${owner}\`, which is this stack`,
        `write \`${aliasOf(machineId)}\` into the options of \`${request.machineId}\`, with \`parent\` where it stood in another ` +
          `component: it is a machine of this stack under another name; if another one was meant, use another host; nothing was touched`,
      );
    case "given-up-elsewhere":
      throw refusal(
        "ownership",
        `the operating system on the host was given up by machine \`${machineId}\` of stack \`${owner}\``,
        `bring host and machine back in that stack and deprovision the machine there, or use another host; nothing was touched`,
      );
    case "held-elsewhere":
      throw refusal(
        "ownership",
        `the operating system on the host belongs to machine \`${machineId}\` of stack \`${owner}\``,
        `deprovision that machine in its stack, or use another host; nothing was touched`,
      );
  }
}
