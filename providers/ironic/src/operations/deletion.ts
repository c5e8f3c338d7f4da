import type { DeleteOutcome, HostOnDestroy, HostState, MachineOnDestroy, MachineState } from "@ironworks/core";
import { sleep } from "@ironworks/driver";
import { manage } from "./bringToAvailable.js";
import { erasedDisks, sayHostLeft, sayMachineLeft, shutDown } from "./destroyEffects.js";
import { failedState } from "./explainFailure.js";
import type { HostOperation } from "./hostOperation.js";
import { keptDisksPatch } from "./keptDisks.js";
import { refuseMaintenance } from "./nodeFailures.js";
import { withoutCleaning } from "./nodeFields.js";
import { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf, leftOnPatch, MACHINE_RECORD_PATH } from "./nodeRecord.js";
import { hostNotHeld, machineNotHeld } from "./notHeld.js";
import { stateFacts } from "./provisionState.js";
import { hostHolding, machineHolding } from "./stamp.js";

const GIVEN_UP = "it was given up already; to deprovision it, bring it back with `pulumi up` first";

/** Gives a host up: a tombstone on its node, or the node removed from Ironic. Disks stay as they are. */
export function deleteHost(
  operation: HostOperation,
  current: HostState,
  onDestroy: HostOnDestroy,
): Promise<DeleteOutcome> {
  return operation.run(async () => {
    operation.partial = () => current;
    const handle = await find(operation, current.nodeUuid);
    if (!handle) {
      warnOfUnknown(operation, current.nodeUuid);
      return done(onDestroy);
    }
    const holding = hostHolding(handle.node, current);
    if (!holding.held) {
      return notOurs(hostNotHeld(holding.why, handle.node));
    }
    if (hostRecordOf(handle.node)?.detached && onDestroy === "detach") {
      sayHostLeft(handle, onDestroy);
      return done(onDestroy);
    }
    if (onDestroy === "detach" && !(await restBriefly(handle))) {
      return leave(handle);
    }
    await rest(handle);
    const since = hostHolding(handle.node, current);
    if (!since.held) {
      return notOurs(hostNotHeld(since.why, handle.node));
    }
    if (onDestroy === "powerOff") {
      refuseLiveMachine(handle);
      await shutDown(handle);
    }
    if (onDestroy !== "remove") {
      await handle.patch([
        { op: "add", path: `${HOST_RECORD_PATH}/detached`, value: true },
        ...(onDestroy === "powerOff" ? leftOnPatch(hostRecordOf(handle.node), false) : []),
      ]);
      sayHostLeft(handle, onDestroy);
      return done(onDestroy);
    }
    refuseLiveMachine(handle);
    await toDeletable(handle);
    refuseLiveMachine(handle);
    const { client } = operation.endpoint;
    await client.deleteNode(handle.uuid, operation.running.signal);
    sayHostLeft(handle, onDestroy);
    return done(onDestroy);
  });
}

/** Gives a machine up: a tombstone and everything runs on, or an undeploy. Disks are cleaned only where machine or host say so. */
export function deleteMachine(
  operation: HostOperation,
  current: MachineState,
  onDestroy: MachineOnDestroy,
): Promise<DeleteOutcome> {
  return operation.run(async () => {
    operation.partial = () => current;
    const handle = await find(operation, current.nodeUuid);
    if (!handle) {
      warnOfUnknown(operation, current.nodeUuid);
      return done(onDestroy);
    }
    const refusal = notHeldBy(handle, current);
    if (refusal) {
      return refusal;
    }
    if (hostRecordOf(handle.node)?.machine?.detached) {
      if (onDestroy !== "detach") {
        return notOurs(GIVEN_UP);
      }
      sayMachineLeft(handle, onDestroy);
      return done(onDestroy);
    }
    if (onDestroy === "detach" && !(await restBriefly(handle))) {
      return leave(handle);
    }
    await rest(handle);
    const since = notHeldBy(handle, current);
    if (since) {
      return since;
    }
    if (onDestroy === "detach") {
      await handle.patch([{ op: "add", path: `${MACHINE_RECORD_PATH}/detached`, value: true }]);
      sayMachineLeft(handle, onDestroy);
      return done(onDestroy);
    }
    if (handle.node.instance_uuid !== null && handle.node.instance_uuid !== current.instanceUuid) {
      return notOurs(machineNotHeld("elsewhere", handle.node));
    }
    return deprovision(handle, current, onDestroy);
  });
}

/** What has to end before a machine is off its host. */
type Teardown = "none" | "undeploy" | "clean";

/**
 * Decided by where the node is, never by its `instance_uuid`: Ironic takes that away also when it could not undeploy, and
 * then the server runs on.
 */
function teardownOf({ state, node }: NodeHandle): Teardown {
  const step = stateFacts(state).machine;
  if (step === "install" || step === "provide") {
    return "none";
  }
  if (step === "recover") {
    return "clean";
  }
  return node.instance_uuid === null && step !== "teardown" ? "none" : "undeploy";
}

async function deprovision(
  handle: NodeHandle,
  current: MachineState,
  onDestroy: MachineOnDestroy,
): Promise<DeleteOutcome> {
  let erased: readonly string[] = [];
  const { operation } = handle;
  const teardown = teardownOf(handle);
  if (teardown !== "none") {
    refuseMaintenance(handle);
    const clean = onDestroy === "erase" || hostRecordOf(handle.node)?.automatedCleaningMode === "metadata";
    erased = clean ? await erasedDisks(handle, hostRecordOf(handle.node)?.machine?.kept) : [];
    const disks = { detail: erased.length > 0 ? `erases ${erased.join(", ")}` : "disks stay" };
    if (teardown === "clean") {
      await manage(handle);
      await handle.reload();
    }
    await handle.patch([
      { op: "add", path: `${MACHINE_RECORD_PATH}/deprovisioning`, value: true },
      { op: "add", path: "/automated_clean", value: clean },
    ]);
    const refusal = notHeldBy(handle, current);
    if (refusal) {
      return refusal;
    }
    if (clean) {
      operation.disksTouched = erased;
    }
    if (teardown === "clean") {
      await handle.verb("provide", clean ? "clean again" : "make available", disks);
    } else {
      await handle.verb("deleted", clean ? "undeploy, then clean" : "undeploy", disks);
    }
    const seen = await handle.settle("deprovision", "deprovision");
    if (seen.provision_state !== "available" && seen.provision_state !== "manageable") {
      const failure = await failedState(handle, seen);
      await handle.tryPatch(withoutCleaning(handle.node));
      throw operation.failure(failure);
    }
    await handle.reload();
  }
  const { node } = handle;
  await handle.patch([
    ...withoutCleaning(node),
    ...keptDisksPatch(node, hostRecordOf(node)?.machine, []),
    ...(node.instance_uuid === current.instanceUuid ? [{ op: "remove", path: "/instance_uuid" } as const] : []),
    ...(hostRecordOf(node)?.machine ? [{ op: "remove", path: MACHINE_RECORD_PATH } as const] : []),
    ...leftOnPatch(hostRecordOf(node), false),
  ]);
  sayMachineLeft(handle, onDestroy, erased);
  return done(onDestroy);
}

/** After a removal by hand that is as it should be; with a wrong endpoint it is not, and nobody would notice. */
function warnOfUnknown({ running }: HostOperation, uuid: string): void {
  const message = `Ironic does not know the node ${uuid}, so nothing was done; the server itself is as it was`;
  running.progress.warning("deprovision", message);
}

async function find(operation: HostOperation, uuid: string): Promise<NodeHandle | undefined> {
  const node = await operation.endpoint.client.findNode(uuid, operation.running.signal);
  return node && new NodeHandle(operation, node);
}

/** How long giving something up waits for Ironic to come to rest, which takes no patch of a node that is moving. */
const BRIEF_MS = 30_000;
const BETWEEN_LOOKS_MS = 2_000;

async function restBriefly(handle: NodeHandle): Promise<boolean> {
  const { clock, signal } = handle.operation.running;
  const until = clock.now() + BRIEF_MS;
  while (stateFacts(handle.state).kind === "moving") {
    if (clock.now() >= until) {
      return false;
    }
    await sleep(clock, BETWEEN_LOOKS_MS, signal);
    await handle.reload();
  }
  return true;
}

/** Given up without a note on the node: an install may take long, and one whose agent is dead takes until Ironic ends it. */
function leave(handle: NodeHandle): DeleteOutcome {
  handle.operation.running.progress.warning(
    "lock",
    `left as it is: Ironic is at work on it (\`${handle.state}\`), nothing was stopped, and until that ends Ironic takes no note ` +
      "that it was given up. The same code coming back has it again; another stack is refused",
  );
  return done("detach");
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
  refuseMaintenance(handle);
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

/** Undefined where the live claim is the very attach that we hold. */
function notHeldBy({ node }: NodeHandle, current: MachineState): DeleteOutcome | undefined {
  const holding = machineHolding(node, current);
  return holding.held ? undefined : notOurs(machineNotHeld(holding.why, node));
}

function notOurs(reason: string): DeleteOutcome {
  return { outcome: "not-ours", reason };
}
