import {
  type ChangeOptions,
  describeRootDisk,
  type InstalledMachine,
  type MachineRequest,
  type MachineState,
  planMachineChange,
  reinstalledMachine,
} from "@ironworks/core";
import { type Destruction, type MachineRecord, type ReinstallRecord, reinstallDeed } from "@ironworks/driver";
import { retoldRecord } from "./inputKey.js";
import { awaitOurs, type InstallPlan, install, planInstall } from "./install.js";
import { hintsOfKept, syncKept } from "./keptDisks.js";
import { claimOf } from "./machineClaim.js";
import { installedOn, machineState } from "./machineState.js";
import { refuseMaintenance, stuckMachine } from "./nodeFailures.js";
import type { NodeHandle } from "./nodeHandle.js";
import { machineRecordPatch } from "./nodeRecord.js";
import { machineNotHeld, notHeld } from "./notHeld.js";
import { protectPatch } from "./protection.js";
import { stateFacts } from "./provisionState.js";
import { requireDiskGone } from "./replacedDisk.js";

/** Leaves an installed machine as it is, reinstalls it where that is allowed, or refuses. */
export async function reinstallIfNeeded(
  handle: NodeHandle,
  request: MachineRequest,
  current: MachineState,
): Promise<MachineState> {
  const { operation } = handle;
  const claimed = claimOf(handle.node, request);
  const mine = claimed && retoldRecord(operation, claimed, request);
  if (!mine) {
    throw notHeld(operation, "unrecorded", machineNotHeld("unrecorded", handle.node));
  }
  const record: MachineRecord = { ...mine, firstInstall: false };
  const partial = (): MachineState =>
    machineState(handle.node, { ...record, ...handle.record?.machine, firstInstall: false });
  return operation.running.attempt({ phase: "update", partial }, () =>
    reinstallOrNot(handle, request, current, mine, mine !== claimed),
  );
}

async function reinstallOrNot(
  handle: NodeHandle,
  request: MachineRequest,
  current: MachineState,
  mine: MachineRecord,
  isRetold: boolean,
): Promise<MachineState> {
  const { operation } = handle;
  const record: MachineRecord = { ...mine, firstInstall: false };
  if (stateFacts(handle.state).kind === "moving") {
    await awaitOurs(handle, mine);
    await handle.reload();
  }
  if (mine.firstInstall || isRetold) {
    // The run that saw it end did not come to write that down.
    await handle.patch([machineRecordPatch(record)]);
  }
  const installed = installedOn(handle.node, record);
  const step = stateFacts(handle.state).machine;
  if (!installed || (installed.intact && step !== "again" && !record.installed.intact)) {
    throw stuckMachine(handle, step);
  }
  const plan = await planInstall(handle, request);
  const change = planMachineChange(installed, request.spec, plan.rootDisk, known(request));
  if (change.kind === "refused") {
    const disk = installed.intact && ` The node is in \`${handle.state}\`; the disk is ${intactText(installed)}.`;
    const detail = `${change.message}${disk ?? ""}`;
    throw operation.failure({ failureClass: "config", detail, remedy: change.remedy });
  }
  if (step !== "again" && change.kind !== "reinstall") {
    await syncKept(handle, record, plan.kept);
    const kept: MachineRecord = { ...record, kept: hintsOfKept(plan.kept) };
    return done(handle, await settle(handle, request, kept, installed));
  }
  if (step !== "installed" && step !== "again") {
    throw stuckMachine(handle, step);
  }
  refuseMaintenance(handle);
  if (change.kind !== "reinstall") {
    return bringBack(handle, request, record, installed, plan);
  }
  const { intact, ...old } = installed;
  const asAnnounced = planMachineChange(
    { ...old, intact: current.installed?.intact },
    request.spec,
    plan.rootDisk,
    known(request),
  );
  if (asAnnounced.kind !== "reinstall") {
    throw unannounced(handle, installed);
  }
  await requireDiskGone(handle, request, old, plan.rootDisk);
  const kept: MachineRecord = { ...record, installed: old };
  const again = reinstalledMachine(old, plan.installed);
  return rebuild(handle, request, kept, plan, {
    reinstall: { installed: again, fromIntact: intact !== "unknown" },
    destroys: reinstallDeed(change),
  });
}

/** What a change is decided with, beside what is installed and wanted. */
export function known({ host, inputKey }: MachineRequest): ChangeOptions {
  return { host: host.hostId, inputKey };
}

/** After a reinstall that failed, the program wants what the disk held before: boots it if it is still there, never writes it. */
export async function bringBack(
  handle: NodeHandle,
  request: MachineRequest,
  mine: MachineRecord,
  installed: InstalledMachine,
  plan: InstallPlan,
): Promise<MachineState> {
  if (installed.intact === "yes") {
    const asItIs = { installed: mine.installed, fromIntact: true, keepsDisk: true };
    return rebuild(handle, request, mine, plan, { reinstall: asItIs });
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
function unannounced({ state, operation }: NodeHandle, installed: InstalledMachine): Error {
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
  { reinstall, destroys }: { readonly reinstall: Omit<ReinstallRecord, "before">; readonly destroys?: Destruction },
): Promise<MachineState> {
  const before = handle.node.provision_updated_at;
  const record: MachineRecord = { ...mine, kept: hintsOfKept(plan.kept), reinstall: { ...reinstall, before } };
  const ended = settled(record, reinstall.installed);
  await install(handle, {
    verb: "rebuild",
    request,
    plan,
    record,
    settled: ended,
    states: ["active", "deploy failed"],
    unchangedSince: before,
    destroys,
  });
  return done(handle, ended);
}

/** What is kept once the disk is known to hold `installed`. */
export function settled(record: MachineRecord, installed: InstalledMachine): MachineRecord {
  return { ...record, installed, firstInstall: false, reinstall: undefined, intactAt: undefined };
}

/** Writes down that what was asked for is what the disk holds. */
async function settle(
  handle: NodeHandle,
  { spec }: MachineRequest,
  record: MachineRecord,
  installed: InstalledMachine,
): Promise<MachineRecord> {
  const isSettled = !record.firstInstall && !record.reinstall && record.intactAt === undefined;
  const kept = isSettled ? record : settled(record, installed);
  const patch = [
    ...handle.unstamped(),
    ...(isSettled ? [] : [machineRecordPatch(kept), ...protectPatch(handle.node, spec.protect ?? true)]),
  ];
  if (patch.length > 0) {
    await handle.patch(patch);
  }
  return kept;
}

/** The closing line, and the state. */
export function done(handle: NodeHandle, record: MachineRecord): MachineState {
  const { progress } = handle.operation.running;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, instance ${record.instanceUuid}`);
  return machineState(handle.node, record);
}
