import {
  chooseKeptDisks,
  chooseRootDisk,
  configDriveFor,
  describeRootDisk,
  type Fault,
  type InstalledMachine,
  installedMachine,
  type MachineRequest,
  OperationError,
  type RootDisk,
  redact,
  shortDiskName,
} from "@ironworks/core";
import type { DeedKind, Destruction, MachineRecord } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { DeployStep, Node, NodeSummary, PatchOperation } from "../api/node.js";
import { explainFailure } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import { newInputKey } from "./inputKey.js";
import { recordedHardware } from "./inspection.js";
import { instanceInfoPatch } from "./instanceInfo.js";
import { keptDisksPatch, requireKept } from "./keptDisks.js";
import { wentOut } from "./machineState.js";
import { stuckMachine } from "./nodeFailures.js";
import { withoutCleaning } from "./nodeFields.js";
import type { NodeDeed, NodeEnd, NodeHandle } from "./nodeHandle.js";
import { hostRecordOf, MACHINE_RECORD_PATH, machineRecordPatch } from "./nodeRecord.js";
import { protectPatch } from "./protection.js";

/** What goes to the disk, and to which. */
export interface InstallPlan {
  readonly rootDisk: RootDisk;
  readonly installed: InstalledMachine;
  /** Disks that stay as they are. */
  readonly kept: readonly RootDisk[];
}

/** Chooses exactly one disk, or fails listing them. */
export function planInstall(handle: NodeHandle, request: MachineRequest): Promise<InstallPlan> {
  const { spec, host } = request;
  return handle.operation.running.attempt({ phase: "choose-disk" }, async () => {
    const hardware = host.hardware ?? (await recordedHardware(handle));
    const chosen = chooseRootDisk({ hardware, rootDisk: spec.rootDisk, rootDeviceHints: spec.rootDeviceHints });
    if (!chosen.ok) {
      throw notChosen(handle, host.hostId, chosen.error);
    }
    const kept = chooseKeptDisks(hardware, spec.keepDisks, chosen.value);
    if (!kept.ok) {
      throw notChosen(handle, host.hostId, kept.error);
    }
    const key = request.inputKey ?? newInputKey();
    return { rootDisk: chosen.value, installed: installedMachine(spec, chosen.value, key), kept: kept.value };
  });
}

function notChosen({ operation }: NodeHandle, hostId: string, { message, remedy }: Fault): Error {
  return operation.failure({ failureClass: "config", detail: `host \`${hostId}\` ${message}`, remedy });
}

/** The patch that claims the node and says what to write: one call, so that there is no claim without its install. */
function claimPatch(node: Node, request: MachineRequest, plan: InstallPlan, record: MachineRecord): PatchOperation[] {
  return [
    ...withoutCleaning(node),
    ...keptDisksPatch(node, hostRecordOf(node)?.machine, plan.kept),
    ...(node.instance_uuid === null
      ? [{ op: "add", path: "/instance_uuid", value: record.instanceUuid } as const]
      : []),
    ...instanceInfoPatch(node, request.spec.image, plan.rootDisk),
    machineRecordPatch(record),
  ];
}

/** Interfaces without which an install cannot work. */
const NEEDED = ["boot", "deploy", "management", "power"];

/** Takes the write out of an install: Ironic boots the ramdisk, sets the boot device and starts what is on the disk. */
const WITHOUT_WRITING: readonly DeployStep[] = [{ interface: "deploy", step: "write_image", priority: 0, args: {} }];

/** An install that is to be asked for. */
export interface Install {
  readonly verb: "active" | "rebuild";
  readonly request: MachineRequest;
  readonly plan: InstallPlan;
  /** As claimed: what is kept while it runs. */
  readonly record: MachineRecord;
  /** What is kept once it has ended well. */
  readonly settled: MachineRecord;
  /** From which it may start. */
  readonly states: readonly string[];
  /** The node's `provision_updated_at` that must not have changed: somebody else was at work then. */
  readonly unchangedSince?: string | null | undefined;
  /** Of a reinstall: what it destroys, and what asks for it. */
  readonly destroys?: Destruction | undefined;
}

/**
 * Claims the node, validates, asks for the write, waits for its end, checks it, and writes down how it ended. The claim is
 * one atomic call: Ironic refuses a second `instance_uuid`. Never asks twice.
 */
export async function install(
  handle: NodeHandle,
  { verb, request, plan, record, settled, ...more }: Install,
): Promise<void> {
  const { operation } = handle;
  const disk = shortDiskName(plan.rootDisk.name);
  const detail = describeRootDisk(plan.rootDisk);
  const configdrive = configDriveFor(request.spec, { name: request.machineId, instanceUuid: record.instanceUuid });
  const kind = kindOf(record);
  const doing = `${verb === "rebuild" ? "reinstall" : "install"} on ${disk}`;
  const deed: NodeDeed = {
    ...underWay(handle, record, { record: settled, protect: request.spec.protect ?? true, kept: plan.kept }),
    destroys: more.destroys,
    begin: claimPatch(handle.node, request, plan, record),
    claim: record.incarnation,
    allow: async () => {
      requireClaimed(handle, record, more.states);
      if (more.unchangedSince !== undefined && wentOut(handle.node, more.unchangedSince)) {
        throw stuckMachine(handle, "foreign");
      }
      await validate(handle);
      requireKept(handle, plan.kept, "nothing was written");
    },
    ask:
      kind === "boot"
        ? { verb, doing: `boot ${disk} as it is`, configdrive, deploySteps: WITHOUT_WRITING, detail }
        : { verb, doing, configdrive, detail },
  };
  try {
    await handle.act(deed);
  } catch (error) {
    const cause = error instanceof OperationError ? error.cause : undefined;
    if (!IronicError.is(cause, "IRONIC_DUPLICATE")) {
      throw error;
    }
    throw operation.failure({
      failureClass: "ownership",
      detail: `somebody else claimed the host at this very moment (${cause.detail})`,
      remedy: "find out who, or use another host",
      code: cause.code,
      cause,
    });
  }
}

function kindOf({ reinstall }: MachineRecord): DeedKind {
  if (reinstall?.keepsDisk) {
    return "boot";
  }
  return reinstall ? "reinstall" : "install";
}

/** Refuses a node that does not carry our claim, or is in no state from which to start. */
export function requireClaimed(
  { operation, node }: NodeHandle,
  record: MachineRecord,
  states: readonly string[],
): void {
  const isClaimed = node.instance_uuid === record.instanceUuid;
  if (isClaimed && states.includes(node.provision_state)) {
    return;
  }
  throw operation.failure({
    failureClass: "transient",
    detail: isClaimed
      ? `the node went to \`${node.provision_state}\` while it was claimed`
      : "the node changed hands while it was claimed",
    remedy: "run again: it goes on from the node's present state; nothing was written",
  });
}

function validate({ operation, uuid }: NodeHandle): Promise<void> {
  return operation.running.attempt({ phase: "validate" }, async () => {
    const { client } = operation.endpoint;
    const validation = await client.validate(uuid);
    const wrong = NEEDED.filter((name) => validation[name]?.result === false);
    if (wrong.length === 0) {
      return;
    }
    const reasons = wrong.map((name) => `${name}: ${validation[name]?.reason ?? "no reason given"}`);
    throw operation.failure({
      failureClass: "config",
      detail: `Ironic cannot install this host: ${redact(reasons.join("; "), client.secretsOf(uuid)).replace(/\s+/g, " ")}`,
      remedy: "correct what it names, then run again; nothing was written",
    });
  });
}

/** Waits for what is under way on a node of ours, and checks the result of an install. Throws where that failed. */
export async function awaitOurs(handle: NodeHandle, record: MachineRecord): Promise<void> {
  if (handle.state === "deploying" || handle.state === "wait call-back") {
    await handle.resume(underWay(handle, record));
  } else {
    await handle.settle("deprovision", "resume");
  }
}

/** Which disks an install may write, and what its end is worth. */
function underWay(
  handle: NodeHandle,
  record: MachineRecord,
  settled?: { readonly record: MachineRecord; readonly protect: boolean; readonly kept: readonly RootDisk[] },
): Pick<NodeDeed, "kind" | "disks" | "pace" | "judge"> {
  const kind = kindOf(record);
  const { rootDisk } = (record.reinstall ?? record).installed;
  return {
    kind,
    disks: kind === "boot" ? [] : [shortDiskName(rootDisk.name)],
    pace: "deploy",
    judge: async (seen) => {
      const end = await endOf(handle, seen, record);
      if (end.failure || !settled) {
        return end;
      }
      if (settled.kept.length > 0) {
        await handle.reload();
        requireKept(handle, settled.kept, "the install may have touched it");
      }
      return { change: [machineRecordPatch(settled.record), ...protectPatch(handle.node, settled.protect)] };
    },
  };
}

async function endOf(handle: NodeHandle, seen: NodeSummary, record: MachineRecord): Promise<NodeEnd> {
  const { operation, seenSoFar } = handle;
  if (seen.provision_state !== "active") {
    const { text, reason: detail, ...rest } = await explainFailure(operation.endpoint.client, seen, seenSoFar);
    const mayHaveWritten = seenSoFar.steps.some((name) => name.endsWith(".write_image"));
    const isUntouched = record.reinstall?.keepsDisk === true || (BEFORE_ANY_STEP.test(text) && !mayHaveWritten);
    const change = isUntouched && record.reinstall?.fromIntact ? intactPatch(seen) : [];
    return { failure: operation.failure({ ...rest, detail }), isUntouched, change };
  }
  if (seen.instance_uuid !== record.instanceUuid) {
    return {
      failure: operation.failure({
        failureClass: "ownership",
        detail: `the install ended, and the host now carries instance ${seen.instance_uuid ?? "none"} in place of ours`,
        remedy: "find out who changed it; do not run again before",
      }),
    };
  }
  if (powerStateOf(seen) !== "on") {
    operation.running.progress.warning("deploy", "the machine is installed and its server is not powered on");
  }
  return {};
}

/** Keeps the proof that the disk still holds what it held; without it the next run takes the disk for unknown. */
function intactPatch({ provision_state, provision_updated_at }: NodeSummary): readonly PatchOperation[] {
  return provision_state === "deploy failed" && provision_updated_at !== null
    ? [{ op: "add", path: `${MACHINE_RECORD_PATH}/intactAt`, value: provision_updated_at }]
    : [];
}

/**
 * Ironic's own words for a failure before the first step of an install, and so before anything can have been written. Any
 * other failure (of the BMC, of a time limit) may come after the write.
 */
const BEFORE_ANY_STEP =
  /^(?:Failed to prepare to deploy\b|Failed to (?:upload|store|prepare) the configdrive\b|Cannot get deploy steps\b|No deploy steps returned\b)/;
