import { randomUUID } from "node:crypto";
import {
  describeRootDisk,
  type InstalledMachine,
  type MachinePlan,
  type MachineRequest,
  type MachineSpec,
  type MachineState,
  planMachineChange,
} from "@ironworks/core";
import { newIncarnation } from "@ironworks/driver";
import type { Node } from "../api/node.js";
import { manage, provide, turnCleaningOff } from "./hostRoad.js";
import { awaitInstall, claim, claimPatch, type InstallPlan, planInstall, write } from "./install.js";
import type { Life } from "./life.js";
import { lostNode, notOurs, refuseMaintenance, stuckMachine, unclaimed } from "./lifeFailures.js";
import { claimOf, holdsClaim, requireHost } from "./machineClaim.js";
import { installedOn, machineState, wentOut } from "./machineState.js";
import { NodeHandle } from "./nodeHandle.js";
import { stateFacts } from "./provisionState.js";
import { hostStampOf, MACHINE_STAMP_PATH, type MachineStamp, type ReinstallStamp, written } from "./stamp.js";

const MOST_TURNS = 10;

/** Installs, or takes up an install of ours that is done or under way: never a second write. */
export function createMachine(life: Life, request: MachineRequest): Promise<MachineState> {
  return life.run(async () => {
    life.phase = "claim";
    const seen = await life.endpoint.live(request.host.nodeUuid);
    if (!seen) {
      throw lostNode(life, request.host.nodeUuid);
    }
    requireHost(seen, request);
    claimOf(seen, request);
    const handle = new NodeHandle(life, seen as Node);
    if (seen.provision_state !== "available" || seen.instance_uuid !== null || seen.maintenance) {
      await handle.reload();
    }
    return bringToActive(handle, request, newIncarnation());
  });
}

/** In place, or the reinstall that the change policy has allowed. */
export function updateMachine(life: Life, request: MachineRequest, current: MachineState): Promise<MachineState> {
  return life.run(async () => {
    life.phase = "claim";
    life.partial = () => current;
    const node = await life.endpoint.client.findNode(current.nodeUuid, life.operation.signal);
    if (!node) {
      throw lostNode(life, current.nodeUuid);
    }
    requireHost(node, request);
    if (!holdsClaim(node, current)) {
      throw notOurs(life);
    }
    const handle = new NodeHandle(life, node);
    if (current.installed === undefined) {
      return bringToActive(handle, request, current.incarnation);
    }
    return reinstallIfNeeded(handle, request);
  });
}

async function bringToActive(handle: NodeHandle, request: MachineRequest, incarnation: string): Promise<MachineState> {
  const { life } = handle;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const mine = claimOf(handle.node, request);
    if (mine) {
      life.partial = () => machineState(handle.node, { ...mine, ...hostStampOf(handle.node)?.machine });
    }
    refuseMaintenance(handle);
    const road = stateFacts(handle.state).machine;
    switch (road) {
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
        handle.life.phase = "release";
        await turnCleaningOff(handle);
        await handle.verb("deleted", "ending a teardown that failed");
        await handle.settle("release", "release");
        await handle.reload();
        break;
      default:
        throw stuckMachine(handle, road);
    }
  }
  throw stuckMachine(handle, "held");
}

async function awaitOurs(handle: NodeHandle, mine: MachineStamp): Promise<void> {
  const isInstall = handle.state === "deploying" || handle.state === "wait call-back";
  if (isInstall) {
    const { failure } = await awaitInstall(handle, mine);
    if (failure) {
      throw failure;
    }
  } else {
    await handle.settle("release", "resume");
  }
}

async function install(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineStamp | undefined,
): Promise<MachineState> {
  const { life } = handle;
  const { owner, machineId } = request;
  const plan = await planInstall(handle, request);
  const instanceUuid = mine?.instanceUuid ?? randomUUID();
  const installed = plan.installed;
  const stamp: MachineStamp = { owner, machineId, incarnation, instanceUuid, installed, firstInstall: true };
  await claim(handle, claimPatch(handle.node, request, plan, stamp), stamp, ["available", "deploy failed"]);
  life.partial = () => machineState(handle.node, stamp);
  await write(handle, "active", request, plan, stamp);
  return done(handle, await settle(handle, stamp, installed));
}

/** Takes up what is installed already, whatever became of a reinstall since; compares, never writes. */
async function attach(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineStamp,
): Promise<MachineState> {
  const { life } = handle;
  const taken: MachineStamp = { ...mine, incarnation, detached: false };
  const installed = installedOn(handle.node, mine) ?? mine.installed;
  const stamp = installed.intact ? { ...taken, firstInstall: false } : settled(taken, installed);
  await handle.patch([{ op: "add", path: MACHINE_STAMP_PATH, value: written(stamp) }]);
  life.partial = () => machineState(handle.node, { ...stamp, ...hostStampOf(handle.node)?.machine });
  const plan = await planInstall(handle, request);
  const whole: InstalledMachine = { ...installed, intact: undefined };
  const change = planMachineChange(whole, request.spec, plan.rootDisk, { host: request.host.hostId });
  if (change.kind !== "refused" && change.kind !== "reinstall") {
    return installed.intact ? bringBack(handle, request, stamp, installed, plan) : done(handle, stamp);
  }
  throw life.failure({
    failureClass: "config",
    detail: `the machine that is installed was taken up as it is, and differs from the program (${change.fields.join(", ")})`,
    remedy: "look at the next preview: it says what a reinstall would erase; or put the input back",
  });
}

async function reinstallIfNeeded(handle: NodeHandle, request: MachineRequest): Promise<MachineState> {
  const { life } = handle;
  const mine = claimOf(handle.node, request);
  if (!mine) {
    throw notOurs(life);
  }
  const stamp: MachineStamp = { ...mine, firstInstall: false };
  life.partial = () =>
    machineState(handle.node, { ...stamp, ...hostStampOf(handle.node)?.machine, firstInstall: false });
  if (stateFacts(handle.state).kind === "moving") {
    await awaitOurs(handle, mine);
    await handle.reload();
  }
  if (mine.firstInstall) {
    // The run that saw it end did not come to write that down.
    await handle.patch([{ op: "add", path: MACHINE_STAMP_PATH, value: written(stamp) }]);
  }
  const installed = installedOn(handle.node, stamp);
  const road = stateFacts(handle.state).machine;
  if (!installed || (installed.intact && road !== "again")) {
    throw stuckMachine(handle, road);
  }
  const plan = await planInstall(handle, request);
  const change = planMachineChange(installed, request.spec, plan.rootDisk, { host: request.host.hostId });
  if (change.kind === "refused") {
    const disk = installed.intact && ` The node is in \`${handle.state}\`; the disk is ${intactText(installed)}.`;
    const detail = `${change.message}${disk ?? ""}`;
    throw life.failure({ failureClass: "config", detail, remedy: change.remedy });
  }
  if (road !== "again" && change.kind !== "reinstall") {
    return done(handle, await settle(handle, stamp, installed));
  }
  if (road !== "installed" && road !== "again") {
    throw stuckMachine(handle, road);
  }
  refuseMaintenance(handle);
  if (!mayWrite(change, request.spec, installed)) {
    return bringBack(handle, request, stamp, installed, plan);
  }
  const { intact, ...old } = installed;
  const kept: MachineStamp = { ...stamp, installed: old };
  return rebuild(handle, request, kept, plan, { installed: plan.installed, fromIntact: intact !== "unknown" });
}

/** Is there leave to write the disk? Where it is not known to be intact, leave to reinstall the image is enough. */
function mayWrite(change: MachinePlan, { reinstall }: MachineSpec, installed: InstalledMachine): boolean {
  const imageMay = reinstall?.allow === true && (reinstall.triggers ?? ["image"]).includes("image");
  return change.kind === "reinstall" || (installed.intact === "unknown" && imageMay);
}

/** After a reinstall that failed, the program wants what the disk held before: boots it if it is still there, never writes it. */
async function bringBack(
  handle: NodeHandle,
  request: MachineRequest,
  mine: MachineStamp,
  installed: InstalledMachine,
  plan: InstallPlan,
): Promise<MachineState> {
  if (installed.intact === "yes") {
    return rebuild(handle, request, mine, plan, { installed: mine.installed, fromIntact: true, keepsDisk: true });
  }
  const { rootDisk, imageChecksum } = installed;
  throw handle.life.failure({
    failureClass: "config",
    detail:
      `the node is in \`${handle.state}\`: a later install failed. ${describeRootDisk(rootDisk)} held image ` +
      `${imageChecksum}, and is ${intactText(installed)}; nothing was written now`,
    remedy:
      "look at the disk; to write it anew, which erases it, write `reinstall: { allow: true }`, " +
      'or give `rebuild: "…"` a new value',
  });
}

function intactText({ intact }: InstalledMachine): string {
  return intact === "yes" ? "intact" : "not known to be intact";
}

async function rebuild(
  handle: NodeHandle,
  request: MachineRequest,
  mine: MachineStamp,
  plan: InstallPlan,
  wanted: Omit<ReinstallStamp, "before">,
): Promise<MachineState> {
  const before = handle.node.provision_updated_at;
  const stamp: MachineStamp = { ...mine, reinstall: { ...wanted, before } };
  await claim(handle, claimPatch(handle.node, request, plan, stamp), stamp, ["active", "deploy failed"]);
  if (wentOut(handle.node, before)) {
    throw stuckMachine(handle, "foreign");
  }
  await write(handle, "rebuild", request, plan, stamp);
  return done(handle, await settle(handle, stamp, wanted.installed));
}

/** What is kept once the disk is known to hold `installed`. */
function settled(stamp: MachineStamp, installed: InstalledMachine): MachineStamp {
  return { ...stamp, installed, firstInstall: false, reinstall: undefined, intactAt: undefined };
}

/** Writes down that what was asked for is what the disk holds. */
async function settle(handle: NodeHandle, stamp: MachineStamp, installed: InstalledMachine): Promise<MachineStamp> {
  if (!stamp.firstInstall && !stamp.reinstall && stamp.intactAt === undefined) {
    return stamp;
  }
  const kept = settled(stamp, installed);
  await handle.patch([{ op: "add", path: MACHINE_STAMP_PATH, value: written(kept) }]);
  return kept;
}

function done(handle: NodeHandle, stamp: MachineStamp): MachineState {
  const { progress } = handle.life.operation;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, instance ${stamp.instanceUuid}`);
  return machineState(handle.node, stamp);
}
