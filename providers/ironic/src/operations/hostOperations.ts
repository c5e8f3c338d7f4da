import {
  type BmcAddress,
  bmcDriver,
  canonicalBmcEndpoint,
  type HostRequest,
  type HostState,
  type IpaImage,
  nodeUuid,
  OperationError,
  type Ownership,
  parseBmcAddress,
  ValidationError,
} from "@ironworks/core";
import { type Attempt, type HostRecord, keptHostRecord, type Named, newIncarnation } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node } from "../api/node.js";
import { requireSameServer } from "./bmcMove.js";
import { bringToAvailable, type HostGoal, noteLeftOn, refusePoweredOn } from "./bringToAvailable.js";
import { describeNode } from "./describeNode.js";
import { attachable, decideEnrolment } from "./enrolment.js";
import { explainText } from "./explainFailure.js";
import type { HostOperation } from "./hostOperation.js";
import { hostState } from "./hostState.js";
import { lostNode } from "./nodeFailures.js";
import { creationBody, fieldsPatch, type NodeFields, nodeFields } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { nodeName } from "./nodeName.js";
import { cleaningModeOf, cleaningModePatch, HOST_RECORD_PATH, hostRecordOf, versionPatch } from "./nodeRecord.js";
import { hostNotHeld, notHeld } from "./notHeld.js";
import { requireOwnByName } from "./ownByName.js";
import { setPower } from "./power.js";
import { stateFacts } from "./provisionState.js";
import { hostHolding, hostStampPatch, patchRenamed } from "./stamp.js";

/** Codes of refusals that come before anything was done to the server. */
const UNTOUCHED = new Set(["HOST_POWERED_ON", "BOOT_MAC_MISMATCH"]);

/** Enrols a server, or attaches to the node that is ours already, and brings it to `available`. */
export function createHost(
  operation: HostOperation,
  request: HostRequest,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  return operation.running.attempt({ phase: "enrol" }, async () => {
    const { owner, hostId, spec } = request;
    const address = addressOf(request);
    const bmc = canonicalBmcEndpoint(address);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const ownership: Ownership = { owner, hostId, incarnation: newIncarnation() };
    const { handle, enrolledNow } = await enrol(operation, { ...request, bmc, uuid: nodeUuid(bmc) }, ownership, fields);
    const goal: HostGoal = { spec, fields, enrolledNow, needsPort: bmcDriver(address.scheme).boots === "network" };
    let exists = true;
    const partial = (): HostState | undefined =>
      exists ? hostState(handle.node, ownership, { bmcEndpoint: bmc }) : undefined;
    return operation.running.attempt({ phase: "enrol", partial }, async () => {
      try {
        if (!enrolledNow && handle.state !== "enroll") {
          await probe(handle);
        }
        return await finish(handle, ownership, goal, bmc);
      } catch (error) {
        exists = !(enrolledNow && (await isTakenBack(handle, error)));
        throw error;
      }
    });
  });
}

/** Brings a host that is ours to its spec: access to its BMC, an unfinished create, power. */
export function updateHost(
  operation: HostOperation,
  request: HostRequest,
  current: HostState,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  const before: Attempt = { phase: "update", partial: () => current };
  return operation.running.attempt(before, async () => {
    const { spec, owner, hostId } = request;
    const address = addressOf(request);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const wanted: Named = { owner, name: hostId };
    const handle = await held(operation, wanted, current);
    const record = requireHeld(handle, wanted, current);
    const bmc = canonicalBmcEndpoint(address);
    await requireSameServer(handle, { spec, bmc, fields, hardware: current.hardware });
    await patchRenamed(handle, wanted, [
      ...hostStampPatch(handle.node, wanted),
      ...versionPatch(record),
      ...cleaningModePatch(record, spec),
      ...fieldsPatch(handle.node, fields),
    ]);
    requireHeld(handle, wanted, current);
    const renamed: HostState = { ...current, owner, hostId };
    const { hardware } = current;
    const partial = (): HostState => hostState(handle.node, renamed, { bmcEndpoint: bmc, hardware });
    return operation.running.attempt({ phase: "update", partial }, async () => {
      if (handle.state !== "enroll") {
        await probe(handle);
      }
      const needsPort = bmcDriver(address.scheme).boots === "network";
      return finish(handle, renamed, { spec, fields, enrolledNow: false, needsPort, hardware }, bmc);
    });
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
  const { owner, hostId, bmc } = request;
  const { bootMACAddress } = request.spec;
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
  const standing = attachable(handle.node, { ...ownership, bmc });
  if (!live || !standing) {
    const detail = `the node changed hands while it was looked at: ${describeNode(handle.node)}`;
    throw operation.failure({ failureClass: "ownership", detail, remedy: "run again", code: "NOT_OURS" });
  }
  requireOwnByName(handle, live, standing);
  if (standing === "given-up-elsewhere") {
    refusePoweredOn(handle, spec);
  }
  await requireSameServer(handle, { spec, bmc, fields });
  const automatedCleaningMode = cleaningModeOf(spec.automatedCleaningMode);
  const record: HostRecord = { ...live, ...ownership, automatedCleaningMode, detached: false };
  await patchRenamed(handle, { owner: ownership.owner, name: ownership.hostId }, [
    { op: "add", path: HOST_RECORD_PATH, value: keptHostRecord(record) },
    ...fieldsPatch(handle.node, fields),
  ]);
  return handle;
}

async function finish(handle: NodeHandle, ownership: Ownership, goal: HostGoal, bmc: string): Promise<HostState> {
  const hardware = await bringToAvailable(handle, goal);
  const state = (): HostState => hostState(handle.node, ownership, { bmcEndpoint: bmc, hardware });
  const { running } = handle.operation;
  const { online } = goal.spec;
  if (online !== undefined && stateFacts(handle.state).kind === "settled") {
    await running.attempt({ phase: "power", partial: state }, async () => {
      await setPower(handle, online);
      if (handle.node.instance_uuid === null) {
        await noteLeftOn(handle, online);
      }
    });
  }
  const { progress } = running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, node ${handle.uuid}`);
  return state();
}

/**
 * Asks the BMC with the access that was just written: in no state but `enroll` would Ironic check it by itself. Changes
 * nothing.
 */
function probe({ operation, uuid }: NodeHandle): Promise<void> {
  return operation.running.attempt({ phase: "verify" }, async () => {
    try {
      await operation.endpoint.client.bootDevice(uuid);
    } catch (error) {
      if (!IronicError.is(error, "IRONIC_BAD_REQUEST", "IRONIC_SERVER_ERROR")) {
        throw error;
      }
      const { failureClass, reason, remedy, code = error.code } = explainText(error.detail);
      if (failureClass === "credential" || failureClass === "network") {
        throw operation.failure({ failureClass, detail: reason, remedy, code, cause: error });
      }
    }
  });
}

/** A server that is refused before anything was done to it, or that is another node's, leaves no node behind. */
async function isTakenBack(handle: NodeHandle, error: unknown): Promise<boolean> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code !== "SERVER_ENROLLED" && (!UNTOUCHED.has(code) || hostRecordOf(handle.node)?.accepted === true)) {
    return false;
  }
  try {
    await handle.act({ kind: "remove", ask: { verb: "remove" } });
    return true;
  } catch (failed) {
    const reason = failed instanceof OperationError ? failed.failure.detail : String(failed);
    handle.operation.running.progress.warning("verify", `the node ${handle.uuid} could not be taken back (${reason})`);
    return false;
  }
}
