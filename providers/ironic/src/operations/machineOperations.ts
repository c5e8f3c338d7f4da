import { randomUUID } from "node:crypto";
import {
  describeRootDisk,
  type InstalledMachine,
  type MachineRequest,
  type MachineState,
  type OperationError,
  planMachineChange,
  reinstalledMachine,
} from "@ironworks/core";
import { type Named, newIncarnation } from "@ironworks/driver";
import { manage, provide, turnCleaningOff } from "./bringToAvailable.js";
import type { HostOperation } from "./hostOperation.js";
import { powerStateOf } from "./hostState.js";
import { awaitInstall, claim, claimPatch, type InstallPlan, planInstall, write } from "./install.js";
import { hintsOfKept, syncKept } from "./keptDisks.js";
import { claimOf, requireHost } from "./machineClaim.js";
import { installedOn, machineState, wentOut } from "./machineState.js";
import { lostNode, refuseMaintenance, stuckMachine, unclaimed } from "./nodeFailures.js";
import { NodeHandle } from "./nodeHandle.js";
import { asKept, hostRecordOf, MACHINE_RECORD_PATH, type MachineRecord, type ReinstallRecord } from "./nodeRecord.js";
import { machineNotHeld, notHeld } from "./notHeld.js";
import { stateFacts } from "./provisionState.js";
import { requireDiskGone } from "./replacedDisk.js";
import { machineHolding, machineStampPatch } from "./stamp.js";

const MOST_TURNS = 10;

/** Installs, or attaches to an install of ours that is done or under way: never a second write. */
export function createMachine(operation: HostOperation, request: MachineRequest): Promise<MachineState> {
  return operation.run(async () => {
    const node = await operation.endpoint.client.findNode(request.host.nodeUuid, operation.running.signal);
    if (!node) {
      throw lostNode(operation, request.host.nodeUuid);
    }
    requireHost(node, request);
    claimOf(node, request);
    return bringToActive(new NodeHandle(operation, node), request, newIncarnation());
  });
}

/** In place, or the reinstall that the change policy has allowed. */
export function updateMachine(
  operation: HostOperation,
  request: MachineRequest,
  current: MachineState,
): Promise<MachineState> {
  return operation.run(async () => {
    operation.partial = () => current;
    const node = await operation.endpoint.client.findNode(current.nodeUuid, operation.running.signal);
    if (!node) {
      throw lostNode(operation, current.nodeUuid);
    }
    requireHost(node, request);
    const handle = new NodeHandle(operation, node);
    await takeName(handle, request, current);
    const { owner, machineId } = request;
    const renamed: MachineState = { ...current, owner, machineId };
    operation.partial = () => renamed;
    if (current.installed === undefined) {
      return bringToActive(handle, request, current.incarnation);
    }
    return reinstallIfNeeded(handle, request, renamed);
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

async function bringToActive(handle: NodeHandle, request: MachineRequest, incarnation: string): Promise<MachineState> {
  const { operation } = handle;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const mine = claimOf(handle.node, request);
    if (mine) {
      operation.partial = () => machineState(handle.node, { ...mine, ...hostRecordOf(handle.node)?.machine });
    }
    refuseMaintenance(handle);
    const step = stateFacts(handle.state).machine;
    switch (step) {
      case "install":
        return install(handle, request, incarnation, mine);
      case "again":
        if (!mine) {
          throw unclaimed(handle);
        }
        return mine.firstInstall
          ? install(handle, request, incarnation, mine)
          : attach(handle, request, incarnation, mine);
      case "wait":
        if (mine) {
          await awaitOurs(handle, mine);
        } else {
          await handle.settle("provide", "resume");
        }
        await handle.reload();
        break;
      case "installed":
        if (!mine) {
          throw unclaimed(handle);
        }
        return attach(handle, request, incarnation, mine);
      case "provide":
        await provide(handle);
        break;
      case "recover":
        await manage(handle);
        break;
      case "teardown":
        operation.phase = "deprovision";
        await turnCleaningOff(handle);
        await handle.verb("deleted", "end failed teardown");
        await handle.settle("deprovision", "deprovision");
        await handle.reload();
        break;
      default:
        throw stuckMachine(handle, step);
    }
  }
  throw stuckMachine(handle, "held");
}

async function awaitOurs(handle: NodeHandle, mine: MachineRecord): Promise<void> {
  const isInstall = handle.state === "deploying" || handle.state === "wait call-back";
  if (isInstall) {
    const { failure } = await awaitInstall(handle, mine);
    if (failure) {
      throw failure;
    }
  } else {
    await handle.settle("deprovision", "resume");
  }
}

async function install(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineRecord | undefined,
): Promise<MachineState> {
  const { operation } = handle;
  const { owner, machineId } = request;
  const plan = await planInstall(handle, request);
  if (!mine) {
    refusePoweredOnSince(handle);
  }
  const instanceUuid = mine?.instanceUuid ?? randomUUID();
  const installed = plan.installed;
  const kept = hintsOfKept(plan.kept);
  const record: MachineRecord = { owner, machineId, incarnation, instanceUuid, installed, kept, firstInstall: true };
  await claim(handle, claimPatch(handle.node, request, plan, record), record, ["available", "deploy failed"]);
  operation.partial = () => machineState(handle.node, record);
  await write(handle, "active", request, plan, record);
  return done(handle, await settle(handle, record, installed));
}

/** Somebody has switched the server on since we left it off, and may be at work with it. */
function refusePoweredOnSince(handle: NodeHandle): void {
  if (powerStateOf(handle.node) !== "on" || hostRecordOf(handle.node)?.leftOn) {
    return;
  }
  throw handle.operation.failure({
    failureClass: "ownership",
    detail: "the server was left off, and is on now: somebody may be at work with it, so it is not installed over",
    remedy: "make sure that nobody needs it, then power it off, or write `online: true` into the host",
    code: "HOST_POWERED_ON",
  });
}

/** Attaches to what is installed already, whatever became of a reinstall since; compares, never writes. */
async function attach(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineRecord,
): Promise<MachineState> {
  const { operation } = handle;
  const { owner, machineId } = request;
  const taken: MachineRecord = { ...mine, owner, machineId, incarnation, detached: false };
  const installed = installedOn(handle.node, mine) ?? mine.installed;
  const record = installed.intact ? { ...taken, firstInstall: false } : settled(taken, installed);
  await handle.patch([{ op: "add", path: MACHINE_RECORD_PATH, value: asKept(record) }]);
  operation.partial = () => machineState(handle.node, { ...record, ...hostRecordOf(handle.node)?.machine });
  const plan = await planInstall(handle, request);
  const whole: InstalledMachine = { ...installed, intact: undefined };
  const change = planMachineChange(whole, request.spec, plan.rootDisk, { host: request.host.hostId });
  if (change.kind !== "refused" && change.kind !== "reinstall") {
    if (installed.intact) {
      return bringBack(handle, request, record, installed, plan);
    }
    await syncKept(handle, record, plan.kept);
    return done(handle, record);
  }
  throw operation.failure({
    failureClass: "config",
    detail: `this run attached to the machine as it is installed, and it differs from the program (${change.fields.join(", ")})`,
    remedy: "look at the next preview: it says what a reinstall would erase; or put the input back",
  });
}

async function reinstallIfNeeded(
  handle: NodeHandle,
  request: MachineRequest,
  current: MachineState,
): Promise<MachineState> {
  const { operation } = handle;
  const mine = claimOf(handle.node, request);
  if (!mine) {
    throw notHeld(operation, "unrecorded", machineNotHeld("unrecorded", handle.node));
  }
  const record: MachineRecord = { ...mine, firstInstall: false };
  operation.partial = () =>
    machineState(handle.node, { ...record, ...hostRecordOf(handle.node)?.machine, firstInstall: false });
  if (stateFacts(handle.state).kind === "moving") {
    await awaitOurs(handle, mine);
    await handle.reload();
  }
  if (mine.firstInstall) {
    // The run that saw it end did not come to write that down.
    await handle.patch([{ op: "add", path: MACHINE_RECORD_PATH, value: asKept(record) }]);
  }
  const installed = installedOn(handle.node, record);
  const step = stateFacts(handle.state).machine;
  if (!installed || (installed.intact && step !== "again")) {
    throw stuckMachine(handle, step);
  }
  const plan = await planInstall(handle, request);
  const change = planMachineChange(installed, request.spec, plan.rootDisk, { host: request.host.hostId });
  if (change.kind === "refused") {
    const disk = installed.intact && ` The node is in \`${handle.state}\`; the disk is ${intactText(installed)}.`;
    const detail = `${change.message}${disk ?? ""}`;
    throw operation.failure({ failureClass: "config", detail, remedy: change.remedy });
  }
  if (step !== "again" && change.kind !== "reinstall") {
    await syncKept(handle, record, plan.kept);
    return done(handle, await settle(handle, record, installed));
  }
  if (step !== "installed" && step !== "again") {
    throw stuckMachine(handle, step);
  }
  refuseMaintenance(handle);
  if (change.kind !== "reinstall") {
    return bringBack(handle, request, record, installed, plan);
  }
  const { intact, ...old } = installed;
  const asAnnounced = planMachineChange({ ...old, intact: current.installed?.intact }, request.spec, plan.rootDisk);
  if (asAnnounced.kind !== "reinstall") {
    throw unannounced(handle, installed);
  }
  await requireDiskGone(handle, request, old, plan.rootDisk);
  const kept: MachineRecord = { ...record, installed: old };
  return rebuild(handle, request, kept, plan, {
    installed: reinstalledMachine(old, plan.installed),
    fromIntact: intact !== "unknown",
  });
}

/** After a reinstall that failed, the program wants what the disk held before: boots it if it is still there, never writes it. */
async function bringBack(
  handle: NodeHandle,
  request: MachineRequest,
  mine: MachineRecord,
  installed: InstalledMachine,
  plan: InstallPlan,
): Promise<MachineState> {
  if (installed.intact === "yes") {
    return rebuild(handle, request, mine, plan, { installed: mine.installed, fromIntact: true, keepsDisk: true });
  }
  const { rootDisk, imageChecksum } = installed;
  throw handle.operation.failure({
    failureClass: "config",
    detail:
      `the node is in \`${handle.state}\`: a later install failed. ${describeRootDisk(rootDisk)} held image ` +
      `${imageChecksum}, and is ${intactText(installed)}; nothing was written now`,
    remedy:
      "look at the disk; to write it anew, which erases it, write `reinstall: { allow: true }`, " +
      'or give `rebuild: "…"` a new value',
  });
}

/** The state that the preview compared with knew nothing of the failure, so it announced no write. */
function unannounced({ state, operation }: NodeHandle, installed: InstalledMachine): OperationError {
  return operation.failure({
    failureClass: "config",
    detail:
      `the node is in \`${state}\`: a later install, which this run did not know of, has failed. ` +
      `${describeRootDisk(installed.rootDisk)} is ${intactText(installed)}, and the preview did not announce that it will be erased`,
    remedy: "run `pulumi preview` again: it names the disk now; then `pulumi up` installs anew",
  });
}

function intactText({ intact }: InstalledMachine): string {
  return intact === "yes" ? "intact" : "not known to be intact";
}

async function rebuild(
  handle: NodeHandle,
  request: MachineRequest,
  mine: MachineRecord,
  plan: InstallPlan,
  wanted: Omit<ReinstallRecord, "before">,
): Promise<MachineState> {
  const before = handle.node.provision_updated_at;
  const kept = hintsOfKept(plan.kept);
  const record: MachineRecord = { ...mine, kept, reinstall: { ...wanted, before } };
  await claim(handle, claimPatch(handle.node, request, plan, record), record, ["active", "deploy failed"]);
  if (wentOut(handle.node, before)) {
    throw stuckMachine(handle, "foreign");
  }
  await write(handle, "rebuild", request, plan, record);
  return done(handle, await settle(handle, record, wanted.installed));
}

/** What is kept once the disk is known to hold `installed`. */
function settled(record: MachineRecord, installed: InstalledMachine): MachineRecord {
  return { ...record, installed, firstInstall: false, reinstall: undefined, intactAt: undefined };
}

/** Writes down that what was asked for is what the disk holds. */
async function settle(handle: NodeHandle, record: MachineRecord, installed: InstalledMachine): Promise<MachineRecord> {
  if (!record.firstInstall && !record.reinstall && record.intactAt === undefined) {
    return record;
  }
  const kept = settled(record, installed);
  await handle.patch([{ op: "add", path: MACHINE_RECORD_PATH, value: asKept(kept) }]);
  return kept;
}

function done(handle: NodeHandle, record: MachineRecord): MachineState {
  const { progress } = handle.operation.running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, instance ${record.instanceUuid}`);
  return machineState(handle.node, record);
}
