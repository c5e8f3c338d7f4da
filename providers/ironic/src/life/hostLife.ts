import {
  type BmcAddress,
  bmcDriver,
  canonicalBmcEndpoint,
  type HostRequest,
  type HostState,
  type IpaImageSpec,
  nodeUuid,
  type Ownership,
  parseBmcAddress,
  ValidationError,
} from "@ironworks/core";
import { newIncarnation, sameAttach } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node } from "../api/node.js";
import { decideEnrolment } from "./enrolment.js";
import { explainText } from "./explainFailure.js";
import { bringToAvailable, type HostGoal } from "./hostRoad.js";
import { hostState } from "./hostState.js";
import type { Life } from "./life.js";
import { lostNode } from "./lifeFailures.js";
import { creationBody, fieldsPatch, type NodeFields, nodeFields } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { nodeName } from "./nodeName.js";
import { setPower } from "./power.js";
import { stateFacts } from "./provisionState.js";
import { cleaningModeOf, cleaningModePatch, HOST_STAMP_PATH, type HostStamp, hostStampOf, written } from "./stamp.js";
import { describeNode } from "./whose.js";

/** Codes of refusals that come before anything was done to the server. */
const UNTOUCHED = new Set(["HOST_POWERED_ON", "BOOT_MAC_MISMATCH"]);

/** Enrols a server, or takes up the node that is ours already, and brings it to `available`. */
export function createHost(life: Life, request: HostRequest, ramdisk: IpaImageSpec | undefined): Promise<HostState> {
  return life.run(async () => {
    const { owner, hostId, spec } = request;
    const address = addressOf(request);
    const bmc = canonicalBmcEndpoint(address);
    const fields = await fieldsFor(life, request, address, ramdisk);
    const ownership: Ownership = { owner, hostId, incarnation: newIncarnation() };
    const { handle, enrolledNow } = await enrol(life, { ...request, bmc, uuid: nodeUuid(bmc) }, ownership, fields);
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
  life: Life,
  request: HostRequest,
  current: HostState,
  ramdisk: IpaImageSpec | undefined,
): Promise<HostState> {
  return life.run(async () => {
    const { spec } = request;
    life.partial = () => current;
    const address = addressOf(request);
    const fields = await fieldsFor(life, request, address, ramdisk);
    const { handle, stamp } = await attached(life, current);
    if (stateFacts(handle.state).kind === "moving") {
      await handle.settle("provide", "resume");
    }
    await handle.patch([...cleaningModePatch(stamp, spec), ...fieldsPatch(handle.node, fields)]);
    const bmc = canonicalBmcEndpoint(address);
    life.partial = () => hostState(handle.node, current, { bmc, hardware: current.hardware });
    if (handle.state !== "enroll") {
      await probe(handle);
    }
    const goal: HostGoal = {
      spec,
      fields,
      enrolledNow: false,
      needsPort: bmcDriver(address.scheme).boots === "network",
      hardware: current.hardware,
    };
    return finish(handle, current, goal, bmc);
  });
}

/** The node of a host, if it is still the attach that we hold. */
async function attached(
  life: Life,
  current: HostState,
): Promise<{ readonly handle: NodeHandle; readonly stamp: HostStamp }> {
  const node = await life.endpoint.client.findNode(current.nodeUuid, life.operation.signal);
  if (!node) {
    throw lostNode(life, current.nodeUuid);
  }
  const live = hostStampOf(node);
  if (live && !live.detached && sameAttach(current, live)) {
    return { handle: new NodeHandle(life, node), stamp: live };
  }
  throw life.failure({
    failureClass: "ownership",
    detail: `another run has taken up the host since, so nothing was touched: ${describeNode(node)}`,
    remedy: "run `pulumi refresh`; if two stacks or resources name this server, keep one",
    code: "NOT_OURS",
  });
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
  life: Life,
  request: HostRequest,
  address: BmcAddress,
  ramdisk: IpaImageSpec | undefined,
): Promise<NodeFields> {
  const { client } = life.endpoint;
  const version = await client.version();
  const { driver } = bmcDriver(address.scheme);
  const details = await life.endpoint.driver(driver);
  if (!details) {
    throw life.failure({
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
  life: Life,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
): Promise<{ readonly handle: NodeHandle; readonly enrolledNow: boolean }> {
  const { owner, hostId, spec, bmc } = request;
  const { bootMACAddress } = spec;
  for (let turn = 0; ; turn++) {
    const directory = await life.endpoint.directory();
    const decision = decideEnrolment(directory, { owner, hostId, nodeUuid: request.uuid, bmc, bootMACAddress });
    if (decision.kind === "refused") {
      throw life.failure({
        failureClass: "ownership",
        detail: decision.detail,
        remedy: decision.remedy,
        code: "NOT_OURS",
      });
    }
    if (decision.kind === "attach") {
      const handle = await attach(life, request, decision.nodeUuid, ownership, fields);
      if (handle) {
        return { handle, enrolledNow: false };
      }
    } else {
      const node = await create(life, request, ownership, fields, turn > 0);
      if (node) {
        return { handle: handleOf(life, node, ownership, bmc), enrolledNow: true };
      }
    }
    if (turn > 0) {
      throw life.failure({
        failureClass: "transient",
        detail: "the node appears and disappears: somebody else is enrolling the same server",
        remedy: "find out who, then run again",
      });
    }
  }
}

function handleOf(life: Life, node: Node, ownership: Ownership, bmc: string): NodeHandle {
  const handle = new NodeHandle(life, node);
  life.partial = () => hostState(handle.node, ownership, { bmc });
  return handle;
}

/** Undefined where somebody was quicker: then everything is decided anew, once. */
async function create(
  life: Life,
  request: Enrolling,
  ownership: Ownership,
  fields: NodeFields,
  again: boolean,
): Promise<Node | undefined> {
  const { client } = life.endpoint;
  const { owner, hostId, uuid } = request;
  life.operation.throwIfCancelled("enrol");
  const name = nodeName(hostId, owner);
  const stamp: HostStamp = { ...ownership, automatedCleaningMode: cleaningModeOf(request.spec.automatedCleaningMode) };
  const identity = { uuid, name, extra: { ironworks: written(stamp) } };
  const { final, outOfBand } = fields.inspect;
  const inspectInterface = request.spec.bootMACAddress === undefined ? final : (outOfBand ?? final);
  try {
    return await client.createNode(creationBody(fields, identity, inspectInterface), life.operation.signal);
  } catch (error) {
    if (!IronicError.is(error)) {
      throw error;
    }
    if (error.uncertain) {
      const node = await client.findNode(uuid, life.operation.signal);
      if (node && hostStampOf(node)?.incarnation === ownership.incarnation) {
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
    const holder = await client.findNode(name, life.operation.signal);
    if (!holder) {
      return undefined;
    }
    const detail = `its name in Ironic is taken by another server's node: ${describeNode(holder)}`;
    const remedy = "rename the host in the program, or have the other node renamed";
    throw life.failure({ failureClass: "ownership", detail, remedy, code: error.code, cause: error });
  }
}

/** Takes up a node of ours under a new incarnation. Undefined where it has gone. */
async function attach(
  life: Life,
  { spec, bmc }: Enrolling,
  uuid: string,
  ownership: Ownership,
  fields: NodeFields,
): Promise<NodeHandle | undefined> {
  const node = await life.endpoint.client.findNode(uuid, life.operation.signal);
  if (!node) {
    return undefined;
  }
  const handle = new NodeHandle(life, node);
  if (stateFacts(handle.state).kind === "moving") {
    await handle.settle("provide", "resume");
    await handle.reload();
  }
  const live = hostStampOf(handle.node);
  if (!live || live.owner !== ownership.owner || live.hostId !== ownership.hostId) {
    const detail = `the node changed hands while it was looked at: ${describeNode(handle.node)}`;
    throw life.failure({ failureClass: "ownership", detail, remedy: "run again", code: "NOT_OURS" });
  }
  const automatedCleaningMode = cleaningModeOf(spec.automatedCleaningMode);
  const stamp: HostStamp = { ...live, ...ownership, automatedCleaningMode, detached: false };
  await handle.patch([
    { op: "add", path: HOST_STAMP_PATH, value: written(stamp) },
    ...fieldsPatch(handle.node, fields),
  ]);
  life.partial = () => hostState(handle.node, ownership, { bmc });
  return handle;
}

async function finish(handle: NodeHandle, ownership: Ownership, goal: HostGoal, bmc: string): Promise<HostState> {
  const hardware = await bringToAvailable(handle, goal);
  handle.life.partial = () => hostState(handle.node, ownership, { bmc, hardware });
  if (goal.spec.online !== undefined && stateFacts(handle.state).kind === "settled") {
    await setPower(handle, goal.spec.online);
  }
  const { progress } = handle.life.operation;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, node ${handle.uuid}`);
  return hostState(handle.node, ownership, { bmc, hardware });
}

/**
 * Asks the BMC with the access that was just written: in no state but `enroll` would Ironic check it by itself. Changes
 * nothing.
 */
async function probe(handle: NodeHandle): Promise<void> {
  const { life } = handle;
  life.phase = "verify";
  try {
    await life.endpoint.client.bootDevice(handle.uuid);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_BAD_REQUEST", "IRONIC_SERVER_ERROR")) {
      throw error;
    }
    const { failureClass, remedy } = explainText(error.detail);
    if (failureClass !== "credential" && failureClass !== "network") {
      return;
    }
    throw life.failure({ failureClass, detail: error.detail, remedy, code: error.code, cause: error });
  }
}

/** A server that is refused before anything was done to it leaves no node behind. */
async function takeBack(handle: NodeHandle, error: unknown): Promise<void> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!UNTOUCHED.has(code) || hostStampOf(handle.node)?.accepted === true) {
    return;
  }
  try {
    await handle.life.endpoint.client.deleteNode(handle.uuid);
    handle.life.partial = () => undefined;
  } catch (failed) {
    if (!IronicError.is(failed)) {
      throw failed;
    }
    handle.life.operation.progress.warning(
      "verify",
      `the node ${handle.uuid} could not be taken back (${failed.detail})`,
    );
  }
}
