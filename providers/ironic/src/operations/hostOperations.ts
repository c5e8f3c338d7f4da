import {
  type BmcAddress,
  bmcDriver,
  canonicalBmcEndpoint,
  type HostRequest,
  type HostState,
  type IpaImage,
  isProof,
  nodeUuid,
  OperationError,
  type Ownership,
  parseBmcAddress,
  ValidationError,
} from "@ironworks/core";
import { type HostRecord, type Named, newIncarnation } from "@ironworks/driver";
import { isAsFound, isUnproved, NOT_THE_SERVER } from "./asFound.js";
import { requireSameServer } from "./bmcMove.js";
import { requireBootNic } from "./bootNic.js";
import { bringToAvailable, type HostGoal, noteLeftOn } from "./bringToAvailable.js";
import { type Enrolling, enrol, enrolAgain } from "./enrolNode.js";
import { requireExpected } from "./expectation.js";
import type { HostOperation } from "./hostOperation.js";
import { hostState } from "./hostState.js";
import { movedEndpoint } from "./nodeFailures.js";
import { fieldsPatch, type NodeFields, nodeFields } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { cleaningModePatch, hostRecordOf, versionPatch } from "./nodeRecord.js";
import { hostNotHeld, notHeld } from "./notHeld.js";
import { setPower } from "./power.js";
import { probe } from "./probe.js";
import { stateFacts } from "./provisionState.js";
import { inspectAgain, refuseReboot } from "./reinspection.js";
import { hostHolding, hostStampPatch, patchRenamed } from "./stamp.js";
import { takeBackHost } from "./takeOver.js";

/** Codes of refusals that come before anything was done to the server. */
const UNTOUCHED = new Set(["HOST_POWERED_ON", "BOOT_MAC_MISMATCH", ...NOT_THE_SERVER]);

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
    const enrolling: Enrolling = { ...request, bmc, uuid: nodeUuid(bmc), asFound: isProof(spec.adopt) };
    const { handle, enrolledNow } = await enrol(operation, enrolling, ownership, fields);
    const goal: HostGoal = {
      spec,
      fields,
      enrolledNow,
      needsPort: bmcDriver(address.scheme).boots === "network",
      found: (hardware) => hostState(handle.node, ownership, { bmcEndpoint: bmc, hardware, inspected: spec.inspect }),
    };
    let exists = true;
    const partial = (): HostState | undefined =>
      exists ? hostState(handle.node, ownership, { bmcEndpoint: bmc }) : undefined;
    return operation.running.attempt({ phase: "enrol", partial }, async () => {
      try {
        if (!enrolledNow && handle.state !== "enroll") {
          await probe(handle);
        }
        return await finish(handle, goal);
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
  stored: HostState,
  ramdisk: IpaImage | undefined,
): Promise<HostState> {
  return operation.running.attempt({ phase: "update", partial: () => stored }, async () => {
    const address = addressOf(request);
    const fields = await fieldsFor(operation, request, address, ramdisk);
    const bmc = canonicalBmcEndpoint(address);
    const node = await operation.endpoint.client.findNode(stored.nodeUuid, operation.running.signal);
    const known = node && new NodeHandle(operation, node);
    if (!node && request.formerEndpoint !== undefined) {
      throw movedEndpoint(operation, request.formerEndpoint);
    }
    const isLost = !node || isUnproved(node);
    const taken = known && (await takeBackHost(known, { ...request, bmc }, stored));
    const current = taken ?? stored;
    return operation.running.attempt({ phase: "update", partial: () => current }, () =>
      update(operation, { request, address, fields, bmc, current, known, isLost }),
    );
  });
}

/** A host that is to be brought to its spec. */
interface Updating {
  readonly request: HostRequest;
  readonly address: BmcAddress;
  readonly fields: NodeFields;
  /** Canonical BMC endpoint of the spec. */
  readonly bmc: string;
  /** As the attach that is stored, or that was taken back just now, has it. */
  readonly current: HostState;
  /** Absent where Ironic has lost it. */
  readonly known: NodeHandle | undefined;
  /** Ironic has lost it, or had, and it is not proved yet. */
  readonly isLost: boolean;
}

async function update(
  operation: HostOperation,
  { request, address, fields, bmc, current, known, isLost }: Updating,
): Promise<HostState> {
  const { spec, owner, hostId } = request;
  const wanted: Named = { owner, name: hostId };
  const handle = known
    ? await held(known, wanted, current)
    : await enrolAgain(operation, { ...request, bmc, uuid: current.nodeUuid }, current, fields);
  const record = requireHeld(handle, wanted, current);
  const needsPort = bmcDriver(address.scheme).boots === "network";
  if (!isLost) {
    refuseReboot(handle, { spec, fields, known: current });
    await requireSameServer(handle, { spec, bmc, fields, hardware: current.hardware });
    await requireBootNic(handle, { spec, known: current, needsPort });
  }
  await patchRenamed(handle, wanted, [
    ...hostStampPatch(handle.node, wanted),
    ...versionPatch(record),
    ...cleaningModePatch(record, spec),
    ...fieldsPatch(handle.node, fields),
  ]);
  requireHeld(handle, wanted, current);
  const renamed: HostState = { ...current, owner, hostId };
  const { hardware, inspected } = current;
  // One that was lost is found again first; `inspect` is answered by the run after that.
  const answered = isLost && hardware ? inspected : (spec.inspect ?? inspected);
  const stateOf = (known: Pick<HostState, "hardware" | "inspected">): HostState =>
    hostState(handle.node, renamed, { bmcEndpoint: bmc, ...known });
  const partial = (): HostState => stateOf(current);
  return operation.running.attempt({ phase: "update", partial }, async () => {
    if (handle.state !== "enroll") {
      await probe(handle);
    }
    const goal: HostGoal = {
      spec,
      fields,
      enrolledNow: false,
      needsPort,
      hardware,
      formerBmc: current.bmcEndpoint,
      found: (found) => stateOf({ hardware: found, inspected: answered }),
    };
    if (isLost) {
      return finishAgain(handle, goal, current);
    }
    const again = await inspectAgain(handle, goal, { known: current, bmc });
    return finish(handle, again ? { ...goal, hardware: again } : goal);
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

/** Goes on with a node that was enrolled again. Where another server is behind its BMC, nothing of it stays. */
function finishAgain(handle: NodeHandle, goal: HostGoal, current: HostState): Promise<HostState> {
  const partial = (): HostState => ({ ...current, observed: "lost" });
  return handle.operation.running.attempt({ phase: "update", partial }, async () => {
    try {
      return await finish(handle, goal);
    } catch (error) {
      await isTakenBack(handle, error);
      throw error;
    }
  });
}

async function finish(handle: NodeHandle, goal: HostGoal): Promise<HostState> {
  const isProved = handle.record?.accepted === true;
  const hardware = await bringToAvailable(handle, goal);
  if (handle.node.instance_uuid === null && handle.record?.deed) {
    // Of a run that did not come to see its end.
    await handle.patch(handle.unstamped());
  }
  const asFound = isAsFound(handle);
  const state = (): HostState => goal.found(hardware);
  if (hardware) {
    await requireExpected(handle, goal, hardware);
  }
  const { running } = handle.operation;
  const { online } = goal.spec;
  if (online !== undefined && stateFacts(handle.state).kind === "settled" && (isProved || !asFound)) {
    await running.attempt({ phase: "power", partial: state }, async () => {
      await setPower(handle, online);
      if (handle.node.instance_uuid === null && !asFound) {
        await noteLeftOn(handle, online);
      }
    });
  }
  const { progress } = running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, node ${handle.uuid}`);
  return state();
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
