import {
  chooseKeptDisks,
  chooseRootDisk,
  configDriveFor,
  describeRootDisk,
  type Fault,
  IMAGE_INFO_KEYS,
  type InstalledMachine,
  installedMachine,
  instanceInfoFor,
  type MachineRequest,
  type OperationError,
  type RootDisk,
  rootDeviceFor,
  shortDiskName,
} from "@ironworks/core";
import { IronicError } from "../api/ironicError.js";
import type { DeployStep, Node, PatchOperation } from "../api/node.js";
import { explainFailure } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import { recordedHardware } from "./inspection.js";
import { keptDisksPatch, requireKept } from "./keptDisks.js";
import { withoutCleaning } from "./nodeFields.js";
import type { NodeHandle } from "./nodeHandle.js";
import { asKept, hostRecordOf, MACHINE_RECORD_PATH, type MachineRecord } from "./nodeRecord.js";

/** What goes to the disk, and to which. */
export interface InstallPlan {
  readonly rootDisk: RootDisk;
  readonly installed: InstalledMachine;
  /** Disks that stay as they are. */
  readonly kept: readonly RootDisk[];
}

/** Chooses exactly one disk, or fails listing them. */
export async function planInstall(handle: NodeHandle, request: MachineRequest): Promise<InstallPlan> {
  const { operation } = handle;
  operation.phase = "choose-disk";
  const { spec, host } = request;
  const hardware = host.hardware ?? (await recordedHardware(handle));
  const chosen = chooseRootDisk({ hardware, rootDisk: spec.rootDisk, rootDeviceHints: spec.rootDeviceHints });
  if (!chosen.ok) {
    throw notChosen(handle, host.hostId, chosen.error);
  }
  const kept = chooseKeptDisks(hardware, spec.keepDisks, chosen.value);
  if (!kept.ok) {
    throw notChosen(handle, host.hostId, kept.error);
  }
  return { rootDisk: chosen.value, installed: installedMachine(spec, chosen.value), kept: kept.value };
}

function notChosen({ operation }: NodeHandle, hostId: string, { message, remedy }: Fault): OperationError {
  return operation.failure({ failureClass: "config", detail: `host \`${hostId}\` ${message}`, remedy });
}

/** The patch that claims the node and says what to write: one call, so that there is no claim without its install. */
export function claimPatch(
  node: Node,
  request: MachineRequest,
  plan: InstallPlan,
  record: MachineRecord,
): PatchOperation[] {
  const info: Record<string, unknown> = {
    ...instanceInfoFor(request.spec.image),
    root_device: rootDeviceFor(plan.rootDisk),
  };
  if (String(node.properties?.capabilities ?? "").includes("secure_boot:true")) {
    info.capabilities = { secure_boot: "true" };
  }
  const stale = IMAGE_INFO_KEYS.filter((key) => key in (node.instance_info ?? {}) && !(key in info));
  return [
    ...withoutCleaning(node),
    ...keptDisksPatch(node, hostRecordOf(node)?.machine, plan.kept),
    ...(node.instance_uuid === null
      ? [{ op: "add", path: "/instance_uuid", value: record.instanceUuid } as const]
      : []),
    ...Object.entries(info).map(([key, value]) => ({ op: "add", path: `/instance_info/${key}`, value }) as const),
    ...stale.map((key) => ({ op: "remove", path: `/instance_info/${key}` }) as const),
    { op: "add", path: MACHINE_RECORD_PATH, value: asKept(record) },
  ];
}

/** Claims in one atomic call: Ironic refuses a second `instance_uuid`. The answer is checked before anything follows. */
export async function claim(
  handle: NodeHandle,
  patch: readonly PatchOperation[],
  record: MachineRecord,
  allowedStates: readonly string[],
): Promise<void> {
  const { operation } = handle;
  operation.phase = "claim";
  const before = hostRecordOf(handle.node);
  try {
    await handle.patch(patch);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_DUPLICATE")) {
      throw error;
    }
    throw operation.failure({
      failureClass: "ownership",
      detail: `somebody else claimed the host at this very moment (${error.detail})`,
      remedy: "find out who, or use another host",
      code: error.code,
      cause: error,
    });
  }
  const { node } = handle;
  const live = hostRecordOf(node);
  const kept =
    live?.owner === before?.owner &&
    live?.incarnation === before?.incarnation &&
    live?.machine?.incarnation === record.incarnation &&
    node.instance_uuid === record.instanceUuid;
  if (kept && allowedStates.includes(node.provision_state)) {
    return;
  }
  throw operation.failure({
    failureClass: "transient",
    detail: kept
      ? `the node went to \`${node.provision_state}\` while it was claimed`
      : "the node changed hands while it was claimed",
    remedy: "run again: it goes on from the node's present state; nothing was written",
  });
}

/** Interfaces without which an install cannot work. */
const NEEDED = ["boot", "deploy", "management", "power"];

/** Takes the write out of an install: Ironic boots the ramdisk, sets the boot device and starts what is on the disk. */
const WITHOUT_WRITING: readonly DeployStep[] = [{ interface: "deploy", step: "write_image", priority: 0, args: {} }];

/** Validates, asks for the write, waits for its end, and checks it. Never asks twice. */
export async function write(
  handle: NodeHandle,
  verb: "active" | "rebuild",
  request: MachineRequest,
  plan: InstallPlan,
  record: MachineRecord,
): Promise<void> {
  const { operation } = handle;
  const { client } = operation.endpoint;
  const keepsDisk = record.reinstall?.keepsDisk === true;
  operation.phase = "validate";
  const validation = await client.validate(handle.uuid);
  const wrong = NEEDED.filter((name) => validation[name]?.result === false);
  if (wrong.length > 0) {
    const reasons = wrong.map((name) => `${name}: ${validation[name]?.reason ?? "no reason given"}`);
    throw operation.failure({
      failureClass: "config",
      detail: `Ironic cannot install this host: ${reasons.join("; ").replace(/\s+/g, " ")}`,
      remedy: "correct what it names, then run again; nothing was written",
    });
  }
  requireKept(handle, plan.kept, "nothing was written");
  operation.phase = "deploy";
  const configdrive = configDriveFor(request.spec, { name: request.machineId, instanceUuid: record.instanceUuid });
  const detail = describeRootDisk(plan.rootDisk);
  const disk = shortDiskName(plan.rootDisk.name);
  if (keepsDisk) {
    const deploySteps = WITHOUT_WRITING;
    await handle.verb(verb, `boot ${disk} as it is`, { configdrive, deploySteps, detail });
  } else {
    await handle.verb(verb, `${verb === "rebuild" ? "reinstall" : "install"} on ${disk}`, { configdrive, detail });
  }
  const end = await awaitInstall(handle, record);
  if (end.failure) {
    if (end.untouched && record.reinstall?.fromIntact) {
      await noteIntact(handle);
    }
    throw end.failure;
  }
  if (plan.kept.length > 0) {
    await handle.reload();
    requireKept(handle, plan.kept, "the install may have touched it");
  }
}

/** Keeps the proof that the disk still holds what it held; without it the next run takes the disk for unknown. */
async function noteIntact(handle: NodeHandle): Promise<void> {
  const { provision_state, provision_updated_at } = handle.node;
  if (provision_state !== "deploy failed" || provision_updated_at === null) {
    return;
  }
  await handle.tryPatch([{ op: "add", path: `${MACHINE_RECORD_PATH}/intactAt`, value: provision_updated_at }]);
}

/** How an install that was waited for ended; without a failure it is as it should be. */
export interface InstallEnd {
  readonly failure?: OperationError | undefined;
  /** Nothing was written to the disk. */
  readonly untouched?: boolean | undefined;
}

/** Waits for an install under way and checks its result. */
export async function awaitInstall(handle: NodeHandle, record: MachineRecord): Promise<InstallEnd> {
  const { operation } = handle;
  const { keepsDisk, installed } = { keepsDisk: false, installed: record.installed, ...record.reinstall };
  operation.phase = "deploy";
  operation.disksTouched = keepsDisk ? [] : [shortDiskName(installed.rootDisk.name)];
  const seen = await handle.settle("deploy", "deploy");
  if (seen.provision_state !== "active") {
    const { reason, failureClass, code, remedy, step, text } = await explainFailure(
      operation.endpoint.client,
      seen,
      handle.seenSoFar,
    );
    const mayHaveWritten = handle.seenSoFar.steps.some((name) => name.endsWith(".write_image"));
    const untouched = keepsDisk || (BEFORE_ANY_STEP.test(text) && !mayHaveWritten);
    if (untouched) {
      operation.disksTouched = [];
    }
    return { failure: operation.failure({ failureClass, code, detail: reason, remedy, step }), untouched };
  }
  if (seen.instance_uuid !== record.instanceUuid) {
    const failure = operation.failure({
      failureClass: "ownership",
      detail: `the install ended, and the host now carries instance ${seen.instance_uuid ?? "none"} in place of ours`,
      remedy: "find out who changed it; do not run again before",
    });
    return { failure };
  }
  if (powerStateOf(seen) !== "on") {
    operation.running.progress.warning("deploy", "the machine is installed and its server is not powered on");
  }
  return {};
}

/**
 * Ironic's own words for a failure before the first step of an install, and so before anything can have been written. Any
 * other failure (of the BMC, of a time limit) may come after the write.
 */
const BEFORE_ANY_STEP =
  /^(?:Failed to prepare to deploy\b|Failed to (?:upload|store|prepare) the configdrive\b|Cannot get deploy steps\b|No deploy steps returned\b)/;
