import { randomUUID } from "node:crypto";
import { type InstalledMachine, type MachineRequest, type MachineState, planMachineChange } from "@ironworks/core";
import { type MachineRecord, standingOf } from "@ironworks/driver";
import { isAsFound } from "./asFound.js";
import { manage, provide } from "./bringToAvailable.js";
import { retoldRecord } from "./inputKey.js";
import { awaitOurs, install, planInstall } from "./install.js";
import { hintsOfKept, syncKept } from "./keptDisks.js";
import { claimOf } from "./machineClaim.js";
import { installedOn, machineState } from "./machineState.js";
import { refuseMaintenance, stuckMachine, unclaimed } from "./nodeFailures.js";
import { withoutCleaning } from "./nodeFields.js";
import type { NodeHandle } from "./nodeHandle.js";
import { machineRecordPatch } from "./nodeRecord.js";
import { refusePoweredOnSince } from "./poweredOnSince.js";
import { protectPatch } from "./protection.js";
import { stateFacts } from "./provisionState.js";
import { bringBack, done, known, settled } from "./reinstall.js";
import { machineStamp } from "./stamp.js";

const MOST_TURNS = 10;

/** What exists of the machine, as the node was last seen; undefined where it carries no claim of ours. */
function claimed({ node, record }: NodeHandle, { owner, machineId }: MachineRequest): MachineState | undefined {
  const machine = record?.machine;
  if (!machine || machine.instanceUuid !== node.instance_uuid) {
    return undefined;
  }
  const standing = standingOf(machineStamp(machine), { owner, name: machineId });
  return standing === "ours" || standing === "given-up-here" ? machineState(node, machine) : undefined;
}

/** Brings a node of ours, from whatever state it is in, to an installed machine. Never a second write. */
export function bringToActive(handle: NodeHandle, request: MachineRequest, incarnation: string): Promise<MachineState> {
  const partial = (): MachineState | undefined => claimed(handle, request);
  return handle.operation.running.attempt({ phase: "claim", partial }, () =>
    stepToActive(handle, request, incarnation),
  );
}

async function stepToActive(handle: NodeHandle, request: MachineRequest, incarnation: string): Promise<MachineState> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const mine = claimOf(handle.node, request);
    refuseMaintenance(handle);
    const step = stateFacts(handle.state).machine;
    switch (step) {
      case "install":
        return firstInstall(handle, request, incarnation, mine);
      case "again":
        if (!mine) {
          throw unclaimed(handle);
        }
        return mine.firstInstall
          ? firstInstall(handle, request, incarnation, mine)
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
        await handle.act({
          kind: "deprovision",
          begin: withoutCleaning(handle.node),
          ask: { verb: "deleted", doing: "end failed teardown" },
          pace: "deprovision",
        });
        await handle.reload();
        break;
      default:
        throw stuckMachine(handle, step);
    }
  }
  throw stuckMachine(handle, "held");
}

async function firstInstall(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  mine: MachineRecord | undefined,
): Promise<MachineState> {
  const { owner, machineId } = request;
  refuseAsFound(handle);
  const plan = await planInstall(handle, request);
  if (!mine) {
    refusePoweredOnSince(
      handle,
      "installed over",
      "make sure that nobody needs it, then power it off, or write `online: true` into the host",
    );
  }
  const instanceUuid = mine?.instanceUuid ?? randomUUID();
  const { installed } = plan;
  const { more } = mine ?? {};
  const record: MachineRecord = {
    owner,
    machineId,
    incarnation,
    instanceUuid,
    installed,
    kept: hintsOfKept(plan.kept),
    firstInstall: true,
    more,
  };
  const ended = settled(record, installed);
  await install(handle, {
    verb: "active",
    request,
    plan,
    record,
    settled: ended,
    states: ["available", "deploy failed"],
  });
  return done(handle, ended);
}

/** What is on the disks of a host that was enrolled as it was found is not known. */
function refuseAsFound(handle: NodeHandle): void {
  if (!isAsFound(handle)) {
    return;
  }
  throw handle.operation.failure({
    failureClass: "ownership",
    detail:
      "the host was enrolled as it was found, and nothing says what is on its disks: Ironic had lost it, or it was adopted. " +
      "It is not installed over",
    remedy:
      "where a machine was installed there, bring it back under its name and with its state; where the disks hold nothing that " +
      'is needed, power the server off, take the host out of the program with `onDestroy: "remove"`, and declare it again',
    code: "HOST_AS_FOUND",
  });
}

/** Attaches to what is installed already, whatever became of a reinstall since; compares, never writes. */
async function attach(
  handle: NodeHandle,
  request: MachineRequest,
  incarnation: string,
  claimed: MachineRecord,
): Promise<MachineState> {
  const { operation } = handle;
  const { owner, machineId } = request;
  const mine = retoldRecord(operation, claimed, request);
  const taken: MachineRecord = { ...mine, owner, machineId, incarnation, detached: false };
  const installed = installedOn(handle.node, mine) ?? mine.installed;
  const record = installed.intact ? { ...taken, firstInstall: false } : settled(taken, installed);
  await handle.patch([
    machineRecordPatch(record),
    ...(installed.intact ? [] : handle.unstamped()),
    ...protectPatch(handle.node, request.spec.protect ?? true),
  ]);
  const plan = await planInstall(handle, request);
  const whole: InstalledMachine = { ...installed, intact: undefined };
  const change = planMachineChange(whole, request.spec, plan.rootDisk, known(request));
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
