import { type HostSpec, type HostState, type MachineRequest, type MachineState, parseInventory } from "@ironworks/core";
import { type HostRecord, keptHostRecord, type MachineRecord, newIncarnation, standingOf } from "@ironworks/driver";
import { requireAdopted } from "./asFound.js";
import { lookThrough, type NamedBmc } from "./bmcMove.js";
import { isTaken } from "./enrolment.js";
import { powerStateOf } from "./hostState.js";
import { inventorySource } from "./inspection.js";
import { claimOf } from "./machineClaim.js";
import { outOfBandInspection } from "./nodeFields.js";
import type { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf } from "./nodeRecord.js";
import { stateFacts } from "./provisionState.js";
import { hostHolding, machineHolding, machineStamp } from "./stamp.js";

/** The record of a host that is taken from another stack. Its machine is given up to the new owner, whose machine attaches to it. */
export function handedOver(live: HostRecord | undefined, owner: string): Partial<HostRecord> {
  return { ...live, ...(live?.machine && { machine: { ...live.machine, owner, detached: true } }) };
}

/** The record of a node that was nobody's. One that is on may be at work, so it is left as it is found. */
export function adoptedRecord({ node }: NodeHandle): Partial<HostRecord> {
  const off = powerStateOf(node) === "off";
  const known = node.provision_state !== "enroll";
  return off ? { accepted: known } : { asFound: true, accepted: known };
}

/** Shows that a node that was nobody's is that of the server which `adopt` names, from what Ironic recorded, else through the BMC. */
export function requireProof(handle: NodeHandle, named: NamedBmc): Promise<void> {
  return handle.operation.running.attempt({ phase: "verify" }, () => prove(handle, named));
}

async function prove(handle: NodeHandle, named: NamedBmc): Promise<void> {
  const { operation } = handle;
  const { spec, fields } = named;
  if (handle.state === "enroll") {
    // Not verified yet; the way to `available` proves it.
    return;
  }
  const inventory = await operation.endpoint.client.inventory(handle.uuid);
  if (inventory) {
    requireAdopted(
      handle,
      spec,
      parseInventory(inventory, inventorySource(inventory)),
      "its recorded inventory does not say",
    );
    return;
  }
  const ports = (await operation.endpoint.ports()).filter(({ node_uuid }) => node_uuid === handle.uuid);
  const outOfBand = outOfBandInspection(fields);
  const looked = outOfBand === undefined ? "this BMC lists no NICs" : await lookThrough(handle, named, outOfBand);
  if (typeof looked !== "string") {
    requireAdopted(handle, spec, looked, "the BMC does not say");
    return;
  }
  const nics = ports.map(({ address }) => ({ name: "?", mac: address }));
  requireAdopted(handle, spec, nics.length > 0 ? { nics, vendor: {} } : undefined, looked);
}

/**
 * The state of a host that lost its attach, where the program says that it is to have it back: a state that was restored from a
 * backup, or one that another stack has taken. Undefined where it holds the host, or does not say so.
 */
export async function takeBackHost(
  handle: NodeHandle,
  {
    owner,
    hostId,
    spec,
    bmc,
  }: { readonly owner: string; readonly hostId: string; readonly spec: HostSpec; readonly bmc: string },
  current: HostState,
): Promise<HostState | undefined> {
  if (!spec.adopt?.takeFrom || hostHolding(handle.node, current, { owner, name: hostId }).held) {
    return undefined;
  }
  if (stateFacts(handle.state).kind === "moving") {
    await handle.settle("provide", "resume");
    await handle.reload();
  }
  const holding = hostHolding(handle.node, current, { owner, name: hostId });
  const live = hostRecordOf(handle.node);
  if (holding.held || holding.why === "sibling" || !live || !isTaken(handle.node, { bmc, adopt: spec.adopt })) {
    return undefined;
  }
  const taken: HostState = { ...current, owner, hostId, incarnation: newIncarnation() };
  const record: HostRecord = {
    ...live,
    ...handedOver(live, owner),
    owner,
    hostId,
    incarnation: taken.incarnation,
    detached: false,
  };
  await handle.patch([{ op: "add", path: HOST_RECORD_PATH, value: keptHostRecord(record) }]);
  handle.operation.running.progress.warning("lock", `taken from stack \`${live.owner}\`, as \`adopt\` says`);
  return taken;
}

/**
 * The claim of a machine whose state has lost it, while nobody holds it: its host was taken, with what is on it, or a later run
 * of this stack gave it up. Undefined where it is held, by whomever.
 */
export function claimToTakeBack(
  handle: NodeHandle,
  request: MachineRequest,
  current: MachineState,
): MachineRecord | undefined {
  const wanted = { owner: request.owner, name: request.machineId };
  const live = hostRecordOf(handle.node)?.machine;
  if (!live?.detached || machineHolding(handle.node, current, wanted).held) {
    return undefined;
  }
  return standingOf(machineStamp(live), wanted) === "ours" ? claimOf(handle.node, request) : undefined;
}
