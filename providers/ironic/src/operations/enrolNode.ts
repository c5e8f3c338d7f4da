import type { HostRequest, HostState, Ownership } from "@ironworks/core";
import { type HostRecord, keptHostRecord } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node } from "../api/node.js";
import { requireSameServer } from "./bmcMove.js";
import { refusePoweredOn } from "./bringToAvailable.js";
import { describeNode } from "./describeNode.js";
import { attachable, decideEnrolment } from "./enrolment.js";
import type { HostOperation } from "./hostOperation.js";
import { creationBody, fieldsPatch, type NodeFields } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { nodeName } from "./nodeName.js";
import { cleaningModeOf, HOST_RECORD_PATH, hostRecordOf } from "./nodeRecord.js";
import { requireOwnByName } from "./ownByName.js";
import { stateFacts } from "./provisionState.js";
import { patchRenamed } from "./stamp.js";
import { adoptedRecord, handedOver, requireProof } from "./takeOver.js";

/** A server that is to be enrolled, or attached to. */
export interface Enrolling extends HostRequest {
  readonly bmc: string;
  readonly uuid: string;
  /** Not to be powered, inspected or installed over: Ironic had lost it, or it was nobody's. */
  readonly asFound?: boolean | undefined;
}

/** A node that Ironic does not know any more, under its old uuid, record and incarnation. What was never inspected is new. */
export async function enrolAgain(
  operation: HostOperation,
  request: Enrolling,
  { incarnation, hardware }: HostState,
  fields: NodeFields,
): Promise<NodeHandle> {
  const { owner, hostId } = request;
  const again: Enrolling = { ...request, asFound: hardware !== undefined };
  const { handle } = await enrol(operation, again, { owner, hostId, incarnation }, fields);
  if (handle.uuid === request.uuid) {
    return handle;
  }
  throw operation.failure({
    failureClass: "ownership",
    detail: `Ironic has lost the node ${request.uuid}, and the server is enrolled under another one: ${describeNode(handle.node)}`,
    remedy: "`pulumi state delete --target-dependents <urn>` and `pulumi up` attach to that one, without a write",
    code: "NODE_LOST",
  });
}

/** Creates a node for the server, or attaches to the one that is ours. */
export async function enrol(
  operation: HostOperation,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
): Promise<{ readonly handle: NodeHandle; readonly enrolledNow: boolean }> {
  const { owner, hostId, bmc } = request;
  const { bootMACAddress, adopt } = request.spec;
  for (let turn = 0; ; turn++) {
    const directory = await operation.endpoint.directory();
    const decision = decideEnrolment(directory, { owner, hostId, nodeUuid: request.uuid, bmc, bootMACAddress, adopt });
    if (decision.kind === "refused") {
      throw operation.failure({
        failureClass: "ownership",
        detail: decision.detail,
        remedy: decision.remedy,
        code: "NOT_OURS",
      });
    }
    if (decision.kind === "attach") {
      const handle = await attach(operation, request, decision.nodeUuid, ownership, fields);
      if (handle) {
        return { handle, enrolledNow: false };
      }
    } else {
      const node = await create(operation, request, ownership, fields, turn > 0);
      if (node) {
        return { handle: new NodeHandle(operation, node), enrolledNow: true };
      }
    }
    if (turn > 0) {
      throw operation.failure({
        failureClass: "transient",
        detail: "the node appears and disappears: somebody else is enrolling the same server",
        remedy: "find out who, then run again",
      });
    }
  }
}

/** Undefined where somebody was quicker: then everything is decided anew, once. */
async function create(
  operation: HostOperation,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
  again: boolean,
): Promise<Node | undefined> {
  const { client } = operation.endpoint;
  const { owner, hostId, uuid } = request;
  operation.running.signal.throwIfAborted();
  const name = nodeName(hostId, owner);
  const record: HostRecord = {
    ...ownership,
    automatedCleaningMode: cleaningModeOf(request.spec.automatedCleaningMode),
    asFound: request.asFound,
  };
  const identity = { uuid, name, extra: { ironworks: keptHostRecord(record) } };
  const { final, outOfBand } = fields.inspect;
  const inspectInterface = outOfBand ?? final;
  try {
    return await client.createNode(creationBody(fields, identity, inspectInterface), operation.running.signal);
  } catch (error) {
    if (!IronicError.is(error)) {
      throw error;
    }
    if (error.uncertain) {
      const node = await client.findNode(uuid, operation.running.signal);
      if (node && hostRecordOf(node)?.incarnation === ownership.incarnation) {
        return node;
      }
      if (!node && !again) {
        return undefined;
      }
      throw error;
    }
    if (error.code !== "IRONIC_DUPLICATE") {
      throw error;
    }
    if (!again && !/name/i.test(error.detail)) {
      return undefined;
    }
    const holder = await client.findNode(name, operation.running.signal);
    if (!holder) {
      return undefined;
    }
    const detail = `its name in Ironic is taken by another server's node: ${describeNode(holder)}`;
    const remedy = "rename the host in the program, or have the other node renamed";
    throw operation.failure({ failureClass: "ownership", detail, remedy, code: error.code, cause: error });
  }
}

/** Attaches to a node that is ours, or that was given up, under a new incarnation. Undefined where it has gone. */
async function attach(
  operation: HostOperation,
  { spec, bmc }: Enrolling,
  uuid: string,
  ownership: Ownership,
  fields: NodeFields,
): Promise<NodeHandle | undefined> {
  const node = await operation.endpoint.client.findNode(uuid, operation.running.signal);
  if (!node) {
    return undefined;
  }
  const handle = new NodeHandle(operation, node);
  if (stateFacts(handle.state).kind === "moving") {
    await handle.settle("provide", "resume");
    await handle.reload();
  }
  const live = hostRecordOf(handle.node);
  const standing = attachable(handle.node, { ...ownership, bmc, adopt: spec.adopt });
  if (!standing) {
    const detail = `the node changed hands while it was looked at: ${describeNode(handle.node)}`;
    throw operation.failure({ failureClass: "ownership", detail, remedy: "run again", code: "NOT_OURS" });
  }
  if (live && standing !== "taken" && standing !== "nobodys") {
    requireOwnByName(handle, live, standing);
  }
  if (standing === "given-up-elsewhere") {
    refusePoweredOn(handle, spec);
  }
  if (standing === "nobodys") {
    await requireProof(handle, { spec, bmc, fields });
  } else {
    await requireSameServer(handle, { spec, bmc, fields });
  }
  const automatedCleaningMode = cleaningModeOf(spec.automatedCleaningMode);
  const before = standing === "taken" ? handedOver(live, ownership.owner) : (live ?? adoptedRecord(handle));
  const record: HostRecord = { ...before, ...ownership, automatedCleaningMode, detached: false };
  await patchRenamed(handle, { owner: ownership.owner, name: ownership.hostId }, [
    { op: "add", path: HOST_RECORD_PATH, value: keptHostRecord(record) },
    ...fieldsPatch(handle.node, fields),
  ]);
  return handle;
}
