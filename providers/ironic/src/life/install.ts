import {
  chooseRootDisk,
  configDriveFor,
  describeRootDisk,
  IMAGE_INFO_KEYS,
  type InstalledMachine,
  installedMachine,
  instanceInfoFor,
  type MachineRequest,
  type RootDisk,
  rootDeviceFor,
  shortDiskName,
} from "@ironworks/core";
import { IronicError } from "../api/ironicError.js";
import type { Node, PatchOperation } from "../api/node.js";
import { explainFailure } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import { recordedHardware } from "./inspection.js";
import type { NodeHandle } from "./nodeHandle.js";
import { hostStampOf, MACHINE_STAMP_PATH, type MachineStamp, written } from "./stamp.js";

/** What goes to the disk, and to which. */
export interface InstallPlan {
  readonly rootDisk: RootDisk;
  readonly installed: InstalledMachine;
}

/** Chooses exactly one disk, or fails listing them. */
export async function planInstall(handle: NodeHandle, request: MachineRequest): Promise<InstallPlan> {
  const { life } = handle;
  life.phase = "choose-disk";
  const { spec, host } = request;
  const hints = spec.rootDeviceHints ?? (spec.rootDisk ? undefined : request.hostRootDeviceHints);
  const hardware = host.hardware ?? (await recordedHardware(handle));
  const chosen = chooseRootDisk({ hardware, rootDisk: spec.rootDisk, rootDeviceHints: hints });
  if (chosen.ok) {
    return { rootDisk: chosen.value, installed: installedMachine(spec, chosen.value) };
  }
  const { message, remedy } = chosen.error;
  throw life.failure({ failureClass: "config", detail: `host \`${host.hostId}\` ${message}`, remedy });
}

/** The patch that claims the node and says what to write: one call, so that there is no claim without its install. */
export function claimPatch(
  node: Node,
  request: MachineRequest,
  plan: InstallPlan,
  stamp: MachineStamp,
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
    ...(node.instance_uuid === null ? [{ op: "add", path: "/instance_uuid", value: stamp.instanceUuid } as const] : []),
    ...Object.entries(info).map(([key, value]) => ({ op: "add", path: `/instance_info/${key}`, value }) as const),
    ...stale.map((key) => ({ op: "remove", path: `/instance_info/${key}` }) as const),
    { op: "add", path: MACHINE_STAMP_PATH, value: written(stamp) },
  ];
}

/** Claims in one atomic call: Ironic refuses a second `instance_uuid`. The answer is checked before anything follows. */
export async function claim(
  handle: NodeHandle,
  patch: readonly PatchOperation[],
  stamp: MachineStamp,
  allowedStates: readonly string[],
): Promise<void> {
  const { life } = handle;
  life.phase = "claim";
  const before = hostStampOf(handle.node);
  try {
    await handle.patch(patch);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_DUPLICATE")) {
      throw error;
    }
    throw life.failure(
      {
        failureClass: "ownership",
        detail: `somebody else claimed the host at this very moment (${error.detail})`,
        remedy: "find out who, or use another host",
      },
      error,
      error.code,
    );
  }
  const { node } = handle;
  const live = hostStampOf(node);
  const kept =
    live?.owner === before?.owner &&
    live?.incarnation === before?.incarnation &&
    live?.machine?.incarnation === stamp.incarnation &&
    node.instance_uuid === stamp.instanceUuid;
  if (kept && allowedStates.includes(node.provision_state)) {
    return;
  }
  throw life.failure({
    failureClass: "transient",
    detail: kept
      ? `the node went to \`${node.provision_state}\` while it was claimed`
      : "the node changed hands while it was claimed",
    remedy: "run again: it goes on from the node's present state; nothing was written",
  });
}

/** Interfaces without which an install cannot work. */
const NEEDED = ["boot", "deploy", "management", "power"];

/** Validates, asks for the write, waits for its end, and checks it. Never asks twice. */
export async function write(
  handle: NodeHandle,
  verb: "active" | "rebuild",
  request: MachineRequest,
  plan: InstallPlan,
  stamp: MachineStamp,
): Promise<void> {
  const { life } = handle;
  const { client } = life.endpoint;
  life.phase = "validate";
  const validation = await client.validate(handle.uuid);
  const wrong = NEEDED.filter((name) => validation[name]?.result === false);
  if (wrong.length > 0) {
    const reasons = wrong.map((name) => `${name}: ${validation[name]?.reason ?? "no reason given"}`);
    throw life.failure({
      failureClass: "config",
      detail: `Ironic cannot install this host: ${reasons.join("; ").replace(/\s+/g, " ")}`,
      remedy: "correct what it names, then run again; nothing was written",
    });
  }
  life.phase = "deploy";
  const configdrive = configDriveFor(request.spec, { name: request.machineId, instanceUuid: stamp.instanceUuid });
  const again = verb === "rebuild" ? "reinstalling" : "installing";
  await handle.verb(verb, `${again} on ${describeRootDisk(plan.rootDisk)}`, { configdrive });
  life.disksTouched = [shortDiskName(plan.rootDisk.name)];
  await awaitInstall(handle, stamp);
}

/** Waits for an install under way and checks its result. */
export async function awaitInstall(handle: NodeHandle, stamp: MachineStamp): Promise<void> {
  const { life } = handle;
  life.phase = "deploy";
  const seen = await handle.settle("deploy", "deploy");
  if (seen.provision_state !== "active") {
    const { reason, failureClass, remedy, step } = await explainFailure(life.endpoint.client, seen, handle.transit);
    if (isBeforeWriting(reason) && !handle.transit.steps.some((name) => name.endsWith(".write_image"))) {
      life.disksTouched = [];
    }
    throw life.failure({ failureClass, detail: reason, remedy, step });
  }
  if (seen.instance_uuid !== stamp.instanceUuid) {
    throw life.failure({
      failureClass: "ownership",
      detail: `the install ended, and the host now carries instance ${seen.instance_uuid ?? "none"} in place of ours`,
      remedy: "find out who changed it; do not run again before",
    });
  }
  if (powerStateOf(seen) !== "on") {
    life.operation.progress.warning("deploy", "the machine is installed and its server is not powered on");
  }
}

/** Texts of failures that come before the ramdisk is told to write. */
const BEFORE_WRITING =
  /Validation of image href|Failed to prepare to deploy|Timeout reached while waiting for callback|virtual media|boot device|power state|Unable to connect to/i;

function isBeforeWriting(reason: string): boolean {
  return BEFORE_WRITING.test(reason) && !/write_image/.test(reason);
}
