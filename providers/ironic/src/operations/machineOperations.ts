import type { MachineRequest, MachineState } from "@ironworks/core";
import { type MachineRecord, type Named, newIncarnation } from "@ironworks/driver";
import { adoptLost } from "./adoptMachine.js";
import { bringToActive } from "./bringToActive.js";
import type { HostOperation } from "./hostOperation.js";
import { awaitOurs } from "./install.js";
import { claimOf, requireHost } from "./machineClaim.js";
import { lostNode } from "./nodeFailures.js";
import { NodeHandle } from "./nodeHandle.js";
import { hostRecordOf } from "./nodeRecord.js";
import { machineNotHeld, notHeld } from "./notHeld.js";
import { protectPatch } from "./protection.js";
import { stateFacts } from "./provisionState.js";
import { reinstallIfNeeded } from "./reinstall.js";
import { machineHolding, machineStampPatch } from "./stamp.js";
import { claimToTakeBack } from "./takeOver.js";

/** Installs, or attaches to an install of ours that is done or under way: never a second write. */
export function createMachine(operation: HostOperation, request: MachineRequest): Promise<MachineState> {
  return operation.running.attempt({ phase: "claim" }, async () => {
    const node = await operation.endpoint.client.findNode(request.host.nodeUuid, operation.running.signal);
    if (!node) {
      throw lostNode(operation, request.host.nodeUuid);
    }
    requireHost(node, request);
    claimOf(node, request);
    const handle = new NodeHandle(operation, node);
    return protectedAs(handle, request, await bringToActive(handle, request, newIncarnation()));
  });
}

/** Ends what was done with a machine: what protects it is as the program wants it. */
async function protectedAs(handle: NodeHandle, { spec }: MachineRequest, state: MachineState): Promise<MachineState> {
  const patch = protectPatch(handle.node, spec.protect ?? true);
  if (patch.length > 0) {
    await handle.patch(patch);
  }
  return state;
}

/** In place, or the reinstall that the change policy has allowed. */
export function updateMachine(
  operation: HostOperation,
  request: MachineRequest,
  current: MachineState,
): Promise<MachineState> {
  return operation.running.attempt({ phase: "update", partial: () => current }, async () => {
    const node = await operation.endpoint.client.findNode(current.nodeUuid, operation.running.signal);
    if (!node) {
      throw lostNode(operation, current.nodeUuid);
    }
    requireHost(node, request);
    const handle = new NodeHandle(operation, node);
    if (claimToTakeBack(handle, request, current)) {
      return protectedAs(handle, request, await bringToActive(handle, request, newIncarnation()));
    }
    await adoptLost(handle, request, current);
    await takeName(handle, request, current);
    const { owner, machineId } = request;
    const renamed: MachineState = { ...current, owner, machineId };
    return operation.running.attempt({ phase: "update", partial: () => renamed }, async () => {
      const state =
        current.installed === undefined
          ? await bringToActive(handle, request, current.incarnation)
          : await reinstallIfNeeded(handle, request, renamed);
      return protectedAs(handle, request, state);
    });
  });
}

/** Writes the machine's present owner and name into the claim, which its incarnation proves to be ours. */
async function takeName(handle: NodeHandle, request: MachineRequest, current: MachineState): Promise<void> {
  const wanted: Named = { owner: request.owner, name: request.machineId };
  const mine = requireHeld(handle, wanted, current);
  if (machineStampPatch(handle.node, wanted).length === 0) {
    return;
  }
  if (stateFacts(handle.state).kind === "moving") {
    await awaitOurs(handle, mine);
    await handle.reload();
    requireHeld(handle, wanted, current);
  }
  await handle.patch(machineStampPatch(handle.node, wanted));
  requireHeld(handle, wanted, current);
}

function requireHeld({ operation, node }: NodeHandle, wanted: Named, current: MachineState): MachineRecord {
  const record = hostRecordOf(node)?.machine;
  const holding = machineHolding(node, current, wanted);
  if (holding.held && record) {
    return record;
  }
  const why = holding.held ? "unrecorded" : holding.why;
  throw notHeld(operation, why, machineNotHeld(why, node));
}
