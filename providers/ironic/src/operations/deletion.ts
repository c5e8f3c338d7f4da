import type { DeleteOutcome, HostOnDestroy, HostState, MachineOnDestroy, MachineState } from "@ironworks/core";
import { sameAttach } from "@ironworks/driver";
import { manage } from "./bringToAvailable.js";
import { describeNode } from "./describeNode.js";
import { explainFailure } from "./explainFailure.js";
import type { HostOperation } from "./hostOperation.js";
import { holdsClaim } from "./machineClaim.js";
import { withoutCleaning } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf, MACHINE_RECORD_PATH } from "./nodeRecord.js";
import { stateFacts } from "./provisionState.js";

/** Gives a host up: a tombstone on its node, or the node removed from Ironic. Disks and power stay as they are. */
export function deleteHost(
  operation: HostOperation,
  current: HostState,
  onDestroy: HostOnDestroy,
): Promise<DeleteOutcome> {
  return operation.run(async () => {
    operation.partial = () => current;
    const handle = await find(operation, current.nodeUuid);
    if (!handle) {
      return done(onDestroy);
    }
    const live = hostRecordOf(handle.node);
    if (!live || !sameAttach(current, live)) {
      return notOurs(handle);
    }
    if (live.detached && onDestroy === "detach") {
      return done(onDestroy);
    }
    await rest(handle);
    if (onDestroy === "detach") {
      await handle.patch([{ op: "add", path: `${HOST_RECORD_PATH}/detached`, value: true }]);
      return done(onDestroy);
    }
    refuseLiveMachine(handle);
    await toDeletable(handle);
    refuseLiveMachine(handle);
    const { client } = operation.endpoint;
    await client.deleteNode(handle.uuid, operation.running.signal);
    return done(onDestroy);
  });
}

/** Gives a machine up: a tombstone and everything runs on, or an undeploy. Disks are cleaned only where the host says so. */
export function deleteMachine(
  operation: HostOperation,
  current: MachineState,
  onDestroy: MachineOnDestroy,
): Promise<DeleteOutcome> {
  return operation.run(async () => {
    operation.partial = () => current;
    const handle = await find(operation, current.nodeUuid);
    if (!handle) {
      return done(onDestroy);
    }
    const record = hostRecordOf(handle.node)?.machine;
    const holds = holdsClaim(handle.node, current);
    const leftOver = record?.incarnation === current.incarnation && handle.node.instance_uuid === null;
    if (!holds) {
      return notOurs(handle);
    }
    await rest(handle);
    if (!holdsClaim(handle.node, current)) {
      return notOurs(handle);
    }
    if (onDestroy === "detach") {
      await handle.patch([{ op: "add", path: `${MACHINE_RECORD_PATH}/detached`, value: true }]);
      return done(onDestroy);
    }
    if (!leftOver && handle.node.instance_uuid !== current.instanceUuid) {
      return notOurs(handle);
    }
    return deprovision(handle, current);
  });
}

async function deprovision(handle: NodeHandle, current: MachineState): Promise<DeleteOutcome> {
  const { operation } = handle;
  const step = stateFacts(handle.state).machine;
  if (handle.node.instance_uuid !== null && step !== "install") {
    const clean = hostRecordOf(handle.node)?.automatedCleaningMode === "metadata";
    await handle.patch([
      { op: "add", path: `${MACHINE_RECORD_PATH}/deprovisioning`, value: true },
      { op: "add", path: "/automated_clean", value: clean },
    ]);
    if (!holdsClaim(handle.node, current)) {
      return notOurs(handle);
    }
    if (clean) {
      operation.disksTouched = ["all (automated cleaning is on)"];
    }
    await handle.verb("deleted", clean ? "undeploy, then clean" : "undeploy, disks stay");
    const seen = await handle.settle("deprovision", "deprovision");
    if (seen.provision_state !== "available" && seen.provision_state !== "manageable") {
      const { reason, failureClass, remedy, step } = await explainFailure(
        operation.endpoint.client,
        seen,
        handle.seenSoFar,
      );
      await handle.tryPatch(withoutCleaning(handle.node));
      throw operation.failure({ failureClass, detail: reason, remedy, step });
    }
    await handle.reload();
  }
  const { node } = handle;
  await handle.patch([
    ...withoutCleaning(node),
    ...(node.instance_uuid === current.instanceUuid ? [{ op: "remove", path: "/instance_uuid" } as const] : []),
    ...(hostRecordOf(node)?.machine ? [{ op: "remove", path: MACHINE_RECORD_PATH } as const] : []),
  ]);
  return done("deprovision");
}

async function find(operation: HostOperation, uuid: string): Promise<NodeHandle | undefined> {
  const node = await operation.endpoint.client.findNode(uuid, operation.running.signal);
  return node && new NodeHandle(operation, node);
}

/** Ironic takes no patch of a node that is moving. */
async function rest(handle: NodeHandle): Promise<void> {
  if (stateFacts(handle.state).kind !== "moving") {
    return;
  }
  await handle.settle("deprovision", "resume");
  await handle.reload();
}

async function toDeletable(handle: NodeHandle): Promise<void> {
  if (handle.state === "inspect failed" || handle.state === "clean failed") {
    await manage(handle);
  }
  const deletable = ["available", "manageable", "enroll"];
  if (deletable.includes(handle.state)) {
    return;
  }
  throw handle.operation.failure({
    failureClass: "transient",
    detail: `Ironic does not remove a node in \`${handle.state}\``,
    remedy: "deprovision the machine on it first, or wait until what is under way has ended",
  });
}

function refuseLiveMachine(handle: NodeHandle): void {
  const { node } = handle;
  if (node.instance_uuid === null) {
    return;
  }
  const machine = hostRecordOf(node)?.machine;
  const which = machine
    ? `machine \`${machine.machineId}\` of stack \`${machine.owner}\``
    : `instance ${node.instance_uuid}`;
  throw handle.operation.failure({
    failureClass: "ownership",
    detail: `the host carries ${which}${machine?.detached ? ", given up but running" : ""}`,
    remedy: 'deprovision the machine first, or delete the host with `onDestroy: "detach"`; nothing was touched',
    code: "HOST_IN_USE",
  });
}

function done(action: HostOnDestroy | MachineOnDestroy): DeleteOutcome {
  return { outcome: "done", action };
}

function notOurs(handle: NodeHandle): DeleteOutcome {
  const reason = `the stored incarnation is not the live one, so nothing was touched: ${describeNode(handle.node)}`;
  return { outcome: "not-ours", reason };
}
