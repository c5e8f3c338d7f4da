import type { DeleteOutcome, HostOnDestroy, HostState, MachineOnDestroy, MachineState } from "@ironworks/core";
import { type Destruction, sleep } from "@ironworks/driver";
import type { PatchOperation } from "../api/node.js";
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
  return operation.running.attempt({ phase: onDestroy, partial: () => current }, async () => {
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
    if (onDestroy !== "remove" && !neverVerified(handle)) {
      await handle.patch([
        { op: "add", path: `${HOST_RECORD_PATH}/detached`, value: true },
        ...(onDestroy === "powerOff" ? leftOnPatch(handle.record, false) : []),
      ]);
      sayHostLeft(handle, onDestroy);
      return done(onDestroy);
    }
    refuseLiveMachine(handle);
    await toDeletable(handle);
    await handle.act({
      kind: "remove",
      allow: () => refuseLiveMachine(handle),
      ask: { verb: "remove" },
    });
    sayHostLeft(handle, "remove");
    return done(onDestroy);
  });
}

/** Gives a machine up: a tombstone and everything runs on, or an undeploy. Disks are cleaned only where machine or host say so. */
export function deleteMachine(
  operation: HostOperation,
  current: MachineState,
  onDestroy: MachineOnDestroy,
): Promise<DeleteOutcome> {
  const phase = onDestroy === "detach" ? "detach" : "deprovision";
  return operation.running.attempt({ phase, partial: () => current }, async () => {
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

function cleaned(onDestroy: MachineOnDestroy, disks: readonly string[]): Destruction {
  return onDestroy === "erase"
    ? { kind: "erase", disks, why: "`onDestroy` of the machine is `erase`" }
    : {
        kind: "deprovision",
        disks,
        why: "`onDestroy` of the machine is `deprovision`, and `automatedCleaningMode` of its host is `metadata`",
      };
}

async function deprovision(
  handle: NodeHandle,
  current: MachineState,
  onDestroy: MachineOnDestroy,
): Promise<DeleteOutcome> {
  const { operation } = handle;
  let erased: readonly string[] = [];
  const teardown = teardownOf(handle);
  if (teardown !== "none") {
    refuseMaintenance(handle);
    const clean = onDestroy === "erase" || handle.record?.automatedCleaningMode === "metadata";
    erased = clean ? await erasedDisks(handle, handle.record?.machine?.kept) : [];
    const detail = clean ? `erases ${erased.join(", ")}` : "disks stay";
    if (teardown === "clean") {
      await manage(handle);
      await handle.reload();
    }
    const refusal = notHeldBy(handle, current);
    if (refusal) {
      return refusal;
    }
    await handle.act({
      kind: clean ? "clean" : "deprovision",
      ...(clean && { disks: erased, destroys: cleaned(onDestroy, erased) }),
      begin: [
        { op: "add", path: `${MACHINE_RECORD_PATH}/deprovisioning`, value: true },
        { op: "add", path: "/automated_clean", value: clean },
      ],
      ask:
        teardown === "clean"
          ? { verb: "provide", doing: clean ? "clean again" : "make available", detail }
          : { verb: "deleted", doing: clean ? "undeploy, then clean" : "undeploy", detail },
      pace: "deprovision",
      judge: async (seen) =>
        seen.provision_state === "available" || seen.provision_state === "manageable"
          ? { change: vacated(handle, current) }
          : { failure: operation.failure(await failedState(handle, seen)), change: withoutCleaning(handle.node) },
    });
    return ended(handle, onDestroy, erased);
  }
  const change = [...vacated(handle, current), ...handle.unstamped()];
  if (change.length > 0) {
    await handle.patch(change);
  }
  return ended(handle, onDestroy, erased);
}

function ended(handle: NodeHandle, onDestroy: MachineOnDestroy, erased: readonly string[]): DeleteOutcome {
  sayMachineLeft(handle, onDestroy, erased);
  return done(onDestroy);
}

/** Takes everything of the machine off the node. */
function vacated({ node, record }: NodeHandle, { instanceUuid }: MachineState): readonly PatchOperation[] {
  return [
    ...withoutCleaning(node),
    ...keptDisksPatch(node, record?.machine, []),
    ...(node.instance_uuid === instanceUuid ? [{ op: "remove", path: "/instance_uuid" } as const] : []),
    ...(record?.machine ? [{ op: "remove", path: MACHINE_RECORD_PATH } as const] : []),
    ...leftOnPatch(record, false),
  ];
}

/** After a removal by hand that is as it should be; with a wrong endpoint it is not, and nobody would notice. */
function warnOfUnknown({ running }: HostOperation, uuid: string): void {
  const message =
    `Ironic does not know the node ${uuid}, so nothing was done; the server itself is as it was. If \`endpoint\` was ` +
    "changed, the node is still at the old one";
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

/**
 * A node whose BMC never took the credentials stands for no server, and has nothing to come back to: as a tombstone it would
 * keep wrong credentials, and its name and address from everybody else.
 */
function neverVerified({ state, node }: NodeHandle): boolean {
  const record = hostRecordOf(node);
  return state === "enroll" && !node.instance_uuid && record?.accepted !== true && record?.machine === undefined;
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
