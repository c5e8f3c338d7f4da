import {
  type BmcAddress,
  bmcDriver,
  canonicalBmcEndpoint,
  type HostRequest,
  type HostState,
  type IpaImage,
  isProof,
  nodeUuid,
  type Ownership,
  parseBmcAddress,
  ValidationError,
} from "@ironworks/core";
import { type Named, newIncarnation } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node } from "../api/node.js";
import { isAsFound, isUnproved, NOT_THE_SERVER } from "./asFound.js";
import { requireSameServer } from "./bmcMove.js";
import { bringToAvailable, type HostGoal, noteLeftOn, refusePoweredOn } from "./bringToAvailable.js";
import { describeNode } from "./describeNode.js";
import { attachable, decideEnrolment } from "./enrolment.js";
import type { HostOperation } from "./hostOperation.js";
import { hostState } from "./hostState.js";
import { movedEndpoint } from "./nodeFailures.js";
import { creationBody, fieldsPatch, type NodeFields, nodeFields } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { nodeName } from "./nodeName.js";
import {
  asKept,
  cleaningModeOf,
  cleaningModePatch,
  HOST_RECORD_PATH,
  type HostRecord,
  hostRecordOf,
} from "./nodeRecord.js";
import { hostNotHeld, notHeld } from "./notHeld.js";
import { setPower } from "./power.js";
import { probe } from "./probe.js";
import { stateFacts } from "./provisionState.js";
import { hostHolding, hostStampPatch, patchRenamed } from "./stamp.js";
import { adoptedRecord, handedOver, requireProof, takeBackHost } from "./takeOver.js";

/** Codes of refusals that come before anything was done to the server. */
const UNTOUCHED = new Set(["HOST_POWERED_ON", "BOOT_MAC_MISMATCH", ...NOT_THE_SERVER]);

/** Enrols a server, or attaches to the node that is ours already, and brings it to `available`. */
export function createHost(
  operation: HostOperation,
  request: HostRequest,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  return operation.run(async () => {
    const { owner, hostId, spec } = request;
    const address = addressOf(request);
    const bmc = canonicalBmcEndpoint(address);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const ownership: Ownership = { owner, hostId, incarnation: newIncarnation() };
    const enrolling: Enrolling = { ...request, bmc, uuid: nodeUuid(bmc), asFound: isProof(spec.adopt) };
    const { handle, enrolledNow } = await enrol(operation, enrolling, ownership, fields);
    const goal: HostGoal = { spec, fields, enrolledNow, needsPort: bmcDriver(address.scheme).boots === "network" };
    try {
      return await finish(handle, ownership, goal, bmc);
    } catch (error) {
      if (enrolledNow) {
        await takeBack(handle, error);
      }
      throw error;
    }
  });
}

/** Brings a host that is ours to its spec: access to its BMC, an unfinished create, power. */
export function updateHost(
  operation: HostOperation,
  request: HostRequest,
  stored: HostState,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  return operation.run(async () => {
    const { spec, owner, hostId } = request;
    operation.partial = () => stored;
    const address = addressOf(request);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const wanted: Named = { owner, name: hostId };
    const bmc = canonicalBmcEndpoint(address);
    const node = await operation.endpoint.client.findNode(stored.nodeUuid, operation.running.signal);
    const known = node && new NodeHandle(operation, node);
    if (!node && request.formerEndpoint !== undefined) {
      throw movedEndpoint(operation, request.formerEndpoint);
    }
    const lost = !node || isUnproved(node);
    const taken = known && (await takeBackHost(known, { ...request, bmc }, stored));
    const current = taken ?? stored;
    operation.partial = () => current;
    const handle = known
      ? await held(known, wanted, current)
      : await enrolAgain(operation, { ...request, bmc, uuid: current.nodeUuid }, current, fields);
    const record = requireHeld(handle, wanted, current);
    if (!lost) {
      await requireSameServer(handle, { spec, bmc, fields, hardware: current.hardware });
    }
    await patchRenamed(handle, wanted, [
      ...hostStampPatch(handle.node, wanted),
      ...cleaningModePatch(record, spec),
      ...fieldsPatch(handle.node, fields),
    ]);
    requireHeld(handle, wanted, current);
    const renamed: HostState = { ...current, owner, hostId };
    operation.partial = () => hostState(handle.node, renamed, { bmcEndpoint: bmc, hardware: current.hardware });
    if (handle.state !== "enroll") {
      await probe(handle);
    }
    const goal: HostGoal = {
      spec,
      fields,
      enrolledNow: false,
      needsPort: bmcDriver(address.scheme).boots === "network",
      hardware: current.hardware,
      formerBmc: current.bmcEndpoint,
    };
    return lost ? finishAgain(handle, renamed, goal, bmc, current) : finish(handle, renamed, goal, bmc);
  });
}

/** The node of a host, at rest, where it is in the hands of the attach that is stored; to be looked at again then. */
async function held(handle: NodeHandle, wanted: Named, current: HostState): Promise<NodeHandle> {
  requireHeld(handle, wanted, current);
  if (stateFacts(handle.state).kind === "moving") {
    await handle.settle("provide", "resume");
  }
  return handle;
}

function requireHeld({ operation, node }: NodeHandle, wanted: Named, current: HostState): HostRecord {
  const record = hostRecordOf(node);
  const holding = hostHolding(node, current, wanted);
  if (holding.held && record) {
    return record;
  }
  const why = holding.held ? "unrecorded" : holding.why;
  throw notHeld(operation, why, hostNotHeld(why, node));
}

function addressOf({ spec, hostId }: HostRequest): BmcAddress {
  const address = parseBmcAddress(spec.bmc.address);
  if (address.ok) {
    return address.value;
  }
  const { message, remedy } = address.error;
  throw new ValidationError([{ resource: hostId, field: "bmc.address", message, remedy, severity: "error" }]);
}

async function fieldsFor(
  operation: HostOperation,
  request: HostRequest,
  address: BmcAddress,
  ramdisk: IpaImage | undefined,
): Promise<NodeFields> {
  const { client } = operation.endpoint;
  const version = await client.version();
  const { driver } = bmcDriver(address.scheme);
  const details = await operation.endpoint.driver(driver);
  if (!details) {
    throw operation.failure({
      failureClass: "config",
      detail: `the endpoint has no hardware type \`${driver}\`, or its conductor is not up yet`,
      remedy: "add it to `enabled_hardware_types` in Ironic's configuration, or choose another scheme in `bmc.address`",
    });
  }
  return nodeFields(address, request.spec, ramdisk, { version, details });
}

interface Enrolling extends HostRequest {
  readonly bmc: string;
  readonly uuid: string;
  /** Not to be powered, inspected or installed over: Ironic had lost it, or it was nobody's. */
  readonly asFound?: boolean | undefined;
}

/** A node that Ironic does not know any more, under its old uuid, record and incarnation. What was never inspected is new. */
async function enrolAgain(
  operation: HostOperation,
  request: Enrolling,
  { incarnation, hardware }: HostState,
  fields: NodeFields,
): Promise<NodeHandle> {
  const { owner, hostId } = request;
  const partial = operation.partial;
  const again: Enrolling = { ...request, asFound: hardware !== undefined };
  const { handle } = await enrol(operation, again, { owner, hostId, incarnation }, fields);
  operation.partial = partial;
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

/** Goes on with a node that was enrolled again. Where another server is behind its BMC, nothing of it stays. */
async function finishAgain(
  handle: NodeHandle,
  ownership: Ownership,
  goal: HostGoal,
  bmc: string,
  current: HostState,
): Promise<HostState> {
  const { operation } = handle;
  try {
    return await finish(handle, ownership, goal, bmc);
  } catch (error) {
    await takeBack(handle, error);
    operation.partial = () => ({ ...current, observed: "lost" });
    throw error;
  }
}

async function enrol(
  operation: HostOperation,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
): Promise<{ readonly handle: NodeHandle; readonly enrolledNow: boolean }> {
  const { owner, hostId, spec, bmc } = request;
  const { bootMACAddress, adopt } = spec;
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
        return { handle: handleOf(operation, node, ownership, bmc), enrolledNow: true };
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

function handleOf(operation: HostOperation, node: Node, ownership: Ownership, bmc: string): NodeHandle {
  const handle = new NodeHandle(operation, node);
  operation.partial = () => hostState(handle.node, ownership, { bmcEndpoint: bmc });
  return handle;
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
  operation.running.throwIfCancelled("enrol");
  const name = nodeName(hostId, owner);
  const record: HostRecord = {
    ...ownership,
    automatedCleaningMode: cleaningModeOf(request.spec.automatedCleaningMode),
    asFound: request.asFound,
  };
  const identity = { uuid, name, extra: { ironworks: asKept(record) } };
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
    { op: "add", path: HOST_RECORD_PATH, value: asKept(record) },
    ...fieldsPatch(handle.node, fields),
  ]);
  operation.partial = () => hostState(handle.node, ownership, { bmcEndpoint: bmc });
  if (handle.state !== "enroll") {
    await probe(handle);
  }
  return handle;
}

async function finish(handle: NodeHandle, ownership: Ownership, goal: HostGoal, bmc: string): Promise<HostState> {
  const proved = hostRecordOf(handle.node)?.accepted === true;
  const hardware = await bringToAvailable(handle, goal);
  const asFound = isAsFound(handle);
  handle.operation.partial = () => hostState(handle.node, ownership, { bmcEndpoint: bmc, hardware });
  if (goal.spec.online !== undefined && stateFacts(handle.state).kind === "settled" && (proved || !asFound)) {
    await setPower(handle, goal.spec.online);
    if (handle.node.instance_uuid === null && !asFound) {
      await noteLeftOn(handle, goal.spec.online);
    }
  }
  const { progress } = handle.operation.running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, node ${handle.uuid}`);
  return hostState(handle.node, ownership, { bmcEndpoint: bmc, hardware });
}

/** A server that is refused before anything was done to it, or that is another node's, leaves no node behind. */
async function takeBack(handle: NodeHandle, error: unknown): Promise<void> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code !== "SERVER_ENROLLED" && (!UNTOUCHED.has(code) || hostRecordOf(handle.node)?.accepted === true)) {
    return;
  }
  try {
    await handle.operation.endpoint.client.deleteNode(handle.uuid);
    handle.operation.partial = () => undefined;
  } catch (failed) {
    if (!IronicError.is(failed)) {
      throw failed;
    }
    handle.operation.running.progress.warning(
      "verify",
      `the node ${handle.uuid} could not be taken back (${failed.detail})`,
    );
  }
}
