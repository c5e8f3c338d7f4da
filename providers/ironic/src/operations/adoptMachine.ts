import { type MachineRequest, type MachineState, readChecksum } from "@ironworks/core";
import type { MachineRecord } from "@ironworks/driver";
import type { PatchOperation } from "../api/node.js";
import { manage } from "./bringToAvailable.js";
import { failedState } from "./explainFailure.js";
import { requireClaimed } from "./install.js";
import { instanceInfoPatch } from "./instanceInfo.js";
import { stuckMachine } from "./nodeFailures.js";
import type { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf, machineRecordPatch } from "./nodeRecord.js";
import { machineNotHeld, notHeld } from "./notHeld.js";
import { stateFacts } from "./provisionState.js";

/**
 * A machine that was installed on a node which Ironic lost, and which its host has enrolled again: the claim as it was, then
 * Ironic's own `adopt`, which neither boots nor writes. Nothing to do on any other node. May be called again after any failure.
 */
export function adoptLost(handle: NodeHandle, request: MachineRequest, current: MachineState): Promise<void> {
  return handle.operation.running.attempt({ phase: "claim" }, () => adoptAsItIs(handle, request, current));
}

async function adoptAsItIs(handle: NodeHandle, request: MachineRequest, current: MachineState): Promise<void> {
  const { installed, instanceUuid, incarnation } = current;
  const host = hostRecordOf(handle.node);
  if (!host?.asFound || !installed) {
    return;
  }
  const { operation } = handle;
  const claimed = host.machine;
  if (handle.node.instance_uuid !== null && handle.node.instance_uuid !== instanceUuid) {
    throw notHeld(operation, "elsewhere", machineNotHeld("elsewhere", handle.node));
  }
  if (claimed && claimed.incarnation !== incarnation) {
    throw notHeld(operation, "newer", machineNotHeld("newer", handle.node));
  }
  if (stateFacts(handle.state).kind === "moving") {
    await handle.settle("provide", "resume");
    await handle.reload();
  }
  if (handle.state === "adopt failed") {
    await manage(handle);
    await handle.reload();
  }
  if (handle.state !== "active") {
    if (handle.state !== "manageable" || host.accepted !== true) {
      throw stuckMachine(handle, "unfinishedHost");
    }
    const { owner, machineId } = request;
    const record: MachineRecord = { owner, machineId, incarnation, instanceUuid, installed };
    await handle.act({
      kind: "adopt",
      begin: adoptPatch(handle, request, record),
      claim: incarnation,
      allow: () => requireClaimed(handle, record, ["manageable"]),
      ask: { verb: "adopt", doing: "adopt", detail: "as it is installed: no reboot, no write" },
      pace: "provide",
      judge: async (seen) =>
        seen.provision_state === "active" ? {} : { failure: operation.failure(await failedState(handle, seen)) },
    });
    await handle.reload();
  }
  await handle.patch([{ op: "remove", path: `${HOST_RECORD_PATH}/asFound` }]);
}

/** The claim, and what was installed: of the program's image the URL, of the record the checksum, so that Ironic cannot write another. */
function adoptPatch({ node }: NodeHandle, { spec }: MachineRequest, record: MachineRecord): readonly PatchOperation[] {
  const { installed, instanceUuid } = record;
  return [
    ...(node.instance_uuid === null ? [{ op: "add", path: "/instance_uuid", value: instanceUuid } as const] : []),
    ...instanceInfoPatch(node, { ...spec.image, checksum: readChecksum(installed.imageChecksum) }, installed.rootDisk),
    machineRecordPatch(record),
  ];
}
