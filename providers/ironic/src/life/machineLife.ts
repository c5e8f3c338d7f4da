import { randomUUID } from "node:crypto";
import { type MachineRequest, type MachineState, planMachineChange, shortDiskName } from "@ironworks/core";
import { newIncarnation } from "@ironworks/driver";
import type { Node } from "../api/node.js";
import { manage, provide } from "./hostRoad.js";
import { awaitInstall, claim, claimPatch, planInstall, write } from "./install.js";
import type { Life } from "./life.js";
import { lostNode, notOurs, refuseMaintenance, stuckMachine, unclaimed } from "./lifeFailures.js";
import { claimOf, holdsClaim, requireHost } from "./machineClaim.js";
import { installedOn, machineState, wentOut } from "./machineState.js";
import { NodeHandle } from "./nodeHandle.js";
import { stateFacts } from "./provisionState.js";
import { hostStampOf, MACHINE_STAMP_PATH, type MachineStamp, written } from "./stamp.js";

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
    return reinstallIfNeeded(handle, request, current);
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
        return install(handle, request, incarnation, mine);
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
    handle.life.disksTouched = [shortDiskName(mine.installed.rootDisk.name)];
    await awaitInstall(handle, mine);
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
  const stamp: MachineStamp = { owner, machineId, incarnation, instanceUuid, installed: plan.installed };
  await claim(handle, claimPatch(handle.node, request, plan, stamp), stamp, ["available", "deploy failed"]);
  life.partial = () => machineState(handle.node, stamp);
  await write(handle, "active", request, plan, stamp);
  return done(handle, stamp);
}

/** Takes up what is installed already; compares, never writes. */
async function attach(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineStamp,
): Promise<MachineState> {
  const { life } = handle;
  const installed = installedOn(handle.node, mine) ?? mine.installed;
  const stamp: MachineStamp = { ...mine, incarnation, installed, reinstall: undefined, detached: false };
  await handle.patch([{ op: "add", path: MACHINE_STAMP_PATH, value: written(stamp) }]);
  life.partial = () => machineState(handle.node, stamp);
  const { rootDisk } = await planInstall(handle, request);
  const plan = planMachineChange(installed, request.spec, rootDisk, { host: request.host.hostId });
  if (plan.kind !== "refused" && plan.kind !== "reinstall") {
    return done(handle, stamp);
  }
  throw life.failure({
    failureClass: "config",
    detail: `the machine that is installed was taken up as it is, and differs from the program (${plan.fields.join(", ")})`,
    remedy: "look at the next preview: it says what a reinstall would erase; or put the input back",
  });
}

async function reinstallIfNeeded(
  handle: NodeHandle,
  request: MachineRequest,
  current: MachineState,
): Promise<MachineState> {
  const { life } = handle;
  const mine = claimOf(handle.node, request);
  if (!mine) {
    throw notOurs(life);
  }
  if (stateFacts(handle.state).kind === "moving") {
    await awaitOurs(handle, mine);
    await handle.reload();
  }
  const installed = installedOn(handle.node, mine);
  life.partial = () => machineState(handle.node, { ...mine, ...hostStampOf(handle.node)?.machine });
  const plan = await planInstall(handle, request);
  const change = planMachineChange(installed, request.spec, plan.rootDisk, { host: request.host.hostId });
  if (change.kind === "refused") {
    throw life.failure({ failureClass: "config", detail: change.message, remedy: change.remedy });
  }
  if (installed && change.kind !== "reinstall") {
    return done(handle, await promote(handle, mine, installed));
  }
  const road = stateFacts(handle.state).machine;
  if (road !== "installed" && road !== "again") {
    throw stuckMachine(handle, road);
  }
  refuseMaintenance(handle);
  const before = handle.node.provision_updated_at;
  const stamp: MachineStamp = {
    ...mine,
    incarnation: current.incarnation,
    installed: installed ?? mine.installed,
    reinstall: { installed: plan.installed, before },
  };
  await claim(handle, claimPatch(handle.node, request, plan, stamp), stamp, ["active", "deploy failed"]);
  if (wentOut(handle.node, before)) {
    throw stuckMachine(handle, "foreign");
  }
  await write(handle, "rebuild", request, plan, stamp);
  return done(handle, await promote(handle, stamp, plan.installed));
}

/** Writes down that an announced reinstall is what the disk holds. */
async function promote(
  handle: NodeHandle,
  stamp: MachineStamp,
  installed: MachineStamp["installed"],
): Promise<MachineStamp> {
  if (!stamp.reinstall) {
    return stamp;
  }
  const settled: MachineStamp = { ...stamp, installed, reinstall: undefined };
  await handle.patch([{ op: "add", path: MACHINE_STAMP_PATH, value: written(settled) }]);
  return settled;
}

function done(handle: NodeHandle, stamp: MachineStamp): MachineState {
  const { progress } = handle.life.operation;
  progress.summary(`${handle.state}, ${progress.elapsedSeconds.toFixed(0)}s, instance ${stamp.instanceUuid}`);
  return machineState(handle.node, stamp);
}
