import {
  type BmcAddress,
  bmcDriver,
  canonicalBmcEndpoint,
  type HostRequest,
  type HostState,
  type IpaImage,
  nodeUuid,
  type Ownership,
  parseBmcAddress,
  ValidationError,
} from "@ironworks/core";
import { type Named, newIncarnation } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node } from "../api/node.js";
import { requireSameServer } from "./bmcMove.js";
import { requireBootNic } from "./bootNic.js";
import { bringToAvailable, type HostGoal, noteLeftOn, refusePoweredOn } from "./bringToAvailable.js";
import { describeNode } from "./describeNode.js";
import { attachable, decideEnrolment } from "./enrolment.js";
import { requireExpected } from "./expectation.js";
import { explainText } from "./explainFailure.js";
import type { HostOperation } from "./hostOperation.js";
import { hostState } from "./hostState.js";
import { lostNode } from "./nodeFailures.js";
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
import { stateFacts } from "./provisionState.js";
import { inspectAgain, refuseReboot } from "./reinspection.js";
import { hostHolding, hostStampPatch, patchRenamed } from "./stamp.js";

/** Codes of refusals that come before anything was done to the server. */
const UNTOUCHED = new Set(["HOST_POWERED_ON", "BOOT_MAC_MISMATCH"]);

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
    const { handle, enrolledNow } = await enrol(operation, { ...request, bmc, uuid: nodeUuid(bmc) }, ownership, fields);
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
  current: HostState,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  return operation.run(async () => {
    const { spec, owner, hostId } = request;
    operation.partial = () => current;
    const address = addressOf(request);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const wanted: Named = { owner, name: hostId };
    const handle = await held(operation, wanted, current);
    const record = requireHeld(handle, wanted, current);
    const bmc = canonicalBmcEndpoint(address);
    refuseReboot(handle, { spec, fields, known: current });
    await requireSameServer(handle, { spec, bmc, fields, hardware: current.hardware });
    const needsPort = bmcDriver(address.scheme).boots === "network";
    await requireBootNic(handle, { spec, known: current, needsPort });
    await patchRenamed(handle, wanted, [
      ...hostStampPatch(handle.node, wanted),
      ...cleaningModePatch(record, spec),
      ...fieldsPatch(handle.node, fields),
    ]);
    requireHeld(handle, wanted, current);
    const renamed: HostState = { ...current, owner, hostId };
    operation.partial = () => hostState(handle.node, renamed, { ...current, bmcEndpoint: bmc });
    if (handle.state !== "enroll") {
      await probe(handle);
    }
    const goal: HostGoal = {
      spec,
      fields,
      enrolledNow: false,
      needsPort,
      hardware: current.hardware,
      inspected: current.inspected,
    };
    const again = await inspectAgain(handle, goal, { known: current, bmc });
    return finish(handle, renamed, again ? { ...goal, hardware: again } : goal, bmc);
  });
}

/** The node of a host, at rest, where it is in the hands of the attach that is stored; to be looked at again then. */
async function held(operation: HostOperation, wanted: Named, current: HostState): Promise<NodeHandle> {
  const node = await operation.endpoint.client.findNode(current.nodeUuid, operation.running.signal);
  if (!node) {
    throw lostNode(operation, current.nodeUuid);
  }
  const handle = new NodeHandle(operation, node);
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
}

async function enrol(
  operation: HostOperation,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
): Promise<{ readonly handle: NodeHandle; readonly enrolledNow: boolean }> {
  const { owner, hostId, spec, bmc } = request;
  const { bootMACAddress } = spec;
  for (let turn = 0; ; turn++) {
    const directory = await operation.endpoint.directory();
    const decision = decideEnrolment(directory, { owner, hostId, nodeUuid: request.uuid, bmc, bootMACAddress });
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
  const standing = attachable(handle.node, { ...ownership, bmc });
  if (!live || !standing) {
    const detail = `the node changed hands while it was looked at: ${describeNode(handle.node)}`;
    throw operation.failure({ failureClass: "ownership", detail, remedy: "run again", code: "NOT_OURS" });
  }
  if (standing === "given-up-elsewhere") {
    refusePoweredOn(handle, spec);
  }
  await requireSameServer(handle, { spec, bmc, fields });
  const automatedCleaningMode = cleaningModeOf(spec.automatedCleaningMode);
  const record: HostRecord = { ...live, ...ownership, automatedCleaningMode, detached: false };
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
  const hardware = await bringToAvailable(handle, goal);
  const found = { bmcEndpoint: bmc, hardware, inspected: goal.spec.inspect ?? goal.inspected };
  handle.operation.partial = () => hostState(handle.node, ownership, found);
  if (hardware) {
    requireExpected(handle, goal.spec, hardware);
  }
  if (goal.spec.online !== undefined && stateFacts(handle.state).kind === "settled") {
    await setPower(handle, goal.spec.online);
    if (handle.node.instance_uuid === null) {
      await noteLeftOn(handle, goal.spec.online);
    }
  }
  const { progress } = handle.operation.running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, node ${handle.uuid}`);
  return hostState(handle.node, ownership, found);
}

/**
 * Asks the BMC with the access that was just written: in no state but `enroll` would Ironic check it by itself. Changes
 * nothing.
 */
async function probe(handle: NodeHandle): Promise<void> {
  const { operation } = handle;
  operation.phase = "verify";
  try {
    await operation.endpoint.client.bootDevice(handle.uuid);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_BAD_REQUEST", "IRONIC_SERVER_ERROR")) {
      throw error;
    }
    const { failureClass, reason, remedy, code = error.code } = explainText(error.detail);
    if (failureClass !== "credential" && failureClass !== "network") {
      return;
    }
    throw operation.failure({ failureClass, detail: reason, remedy, code, cause: error });
  }
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
