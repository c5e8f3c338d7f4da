import type { Hardware, HostSpec } from "@ironworks/core";
import { requireSeenThroughBmc } from "./bootNic.js";
import { isExpected, requireExpected } from "./expectation.js";
import { failedState } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import {
  compareOutOfBand,
  ensurePort,
  inspectHost,
  recordedHardware,
  refuseTwin,
  requireBootMac,
} from "./inspection.js";
import { refuseMaintenance } from "./nodeFailures.js";
import { type NodeFields, withoutCleaning } from "./nodeFields.js";
import type { NodeHandle } from "./nodeHandle.js";
import { HOST_RECORD_PATH, hostRecordOf, leftOnPatch } from "./nodeRecord.js";
import { stateFacts } from "./provisionState.js";

/** What a host is to become. */
export interface HostGoal {
  readonly spec: HostSpec;
  readonly fields: NodeFields;
  /** Boots over the network, so that Ironic must know its MAC beforehand. */
  readonly needsPort: boolean;
  /** By this very call; nothing of the node is older. */
  readonly enrolledNow: boolean;
  /** Where inspection ended already. */
  readonly hardware?: Hardware | undefined;
  /** The value of `inspect` that it answered. */
  readonly inspected?: string | undefined;
}

/** More turns than any way from any state needs. */
const MOST_TURNS = 12;

/**
 * Brings a node that is ours from whatever state it is in to `available`, and returns its hardware. One with an operating
 * system on it stays as it is. Nothing is powered before the server's identity was checked, and nothing is cleaned. May be
 * called again after any failure.
 */
export async function bringToAvailable(handle: NodeHandle, goal: HostGoal): Promise<Hardware | undefined> {
  let { hardware } = goal;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    refuseMaintenance(handle);
    switch (stateFacts(handle.state).host) {
      case "verify":
        await verify(handle);
        break;
      case "wait":
        await handle.settle("provide", "resume");
        break;
      case "manage":
        await manage(handle);
        break;
      case "prepare":
        hardware = await prepare(handle, goal, hardware);
        break;
      case "available":
        hardware ??= await recordedHardware(handle);
        if (hardware && isEnough(hardware, goal)) {
          return hardware;
        }
        await manage(handle);
        break;
      case "occupied":
        return hardware ?? (await recordedHardware(handle));
      case "held":
        throw stuck(handle, "is held there", "let whoever holds it go on (`baremetal node unhold`), then run again");
      case "foreign":
        throw stuck(handle, "which somebody else has begun", "let them finish, then run again");
    }
  }
  throw stuck(handle, "and does not get any further", "look into Ironic's log for this node");
}

async function verify(handle: NodeHandle): Promise<void> {
  const { operation } = handle;
  operation.phase = "verify";
  await handle.verb("manage", "verify BMC", { detail: "its address and credentials" });
  const seen = await handle.settle("verify", "verify");
  if (seen.provision_state !== "enroll") {
    return;
  }
  throw operation.failure({ ...(await failedState(handle, seen)), step: undefined });
}

/** Back to `manageable`, from a failure or from `available`. Ironic puts a node whose cleaning failed in maintenance. */
export async function manage(handle: NodeHandle): Promise<void> {
  const { client } = handle.operation.endpoint;
  if (handle.node.maintenance) {
    await handle.change(
      () => client.leaveMaintenance(handle.uuid, handle.operation.running.signal),
      (node) => !node.maintenance,
    );
  }
  await handle.verb("manage", `leave ${handle.state}`);
  await handle.settle("provide", "resume");
}

async function prepare(handle: NodeHandle, goal: HostGoal, known: Hardware | undefined): Promise<Hardware> {
  const { operation } = handle;
  const { spec, fields } = goal;
  const { bootMACAddress } = spec;
  const isAgent = fields.inspect.final === "agent";
  let hardware = known;
  let seenOutOfBand = false;
  if (hostRecordOf(handle.node)?.accepted !== true) {
    operation.phase = "verify";
    refusePoweredOn(handle, spec);
    if (isAgent && fields.inspect.outOfBand !== undefined) {
      operation.phase = "inspect";
      const { enrolledNow } = goal;
      seenOutOfBand = await compareOutOfBand(handle, fields.inspect.outOfBand, {
        bootMACAddress,
        enrolledNow,
        require: (found) => requireSeenThroughBmc(handle, found, spec),
      });
    }
    if (isAgent) {
      await handle.patch([
        { op: "add", path: `${HOST_RECORD_PATH}/accepted`, value: true },
        { op: "add", path: "/inspect_interface", value: fields.inspect.final },
      ]);
    }
  } else {
    hardware ??= await recordedHardware(handle);
  }
  operation.phase = "inspect";
  if (!hardware || !isEnough(hardware, goal) || !isExpected(spec, hardware)) {
    if (handle.node.inspect_interface !== fields.inspect.final) {
      await handle.patch([{ op: "add", path: "/inspect_interface", value: fields.inspect.final }]);
    }
    if (isAgent && bootMACAddress !== undefined && (goal.needsPort || !seenOutOfBand)) {
      await ensurePort(handle, bootMACAddress);
    }
    hardware = await inspectHost(handle, isAgent ? "agent" : "redfish");
    await refuseTwin(handle, hardware);
  }
  requireBootMac(handle, hardware, bootMACAddress);
  requireExpected(handle, spec, hardware);
  await provide(handle);
  await noteLeftOn(handle, powerStateOf(handle.node) === "on");
  return hardware;
}

/** The BMC's inventory does where it was asked for; where the ramdisk is to look, only the ramdisk's does. */
function isEnough(hardware: Hardware, { fields }: HostGoal): boolean {
  return fields.inspect.final !== "agent" || hardware.source === "agent";
}

/** Writes down whether a server without an operating system was left on, as Ironic's fast track leaves it. */
export async function noteLeftOn(handle: NodeHandle, on: boolean): Promise<void> {
  const patch = leftOnPatch(hostRecordOf(handle.node), on);
  if (patch.length > 0) {
    await handle.patch(patch);
  }
}

/** Makes a node `available`, without cleaning it. */
export async function provide(handle: NodeHandle): Promise<void> {
  const { operation } = handle;
  operation.phase = "provide";
  await turnCleaningOff(handle);
  await handle.verb("provide", "provide", { detail: "becomes available" });
  const seen = await handle.settle("provide", "provide");
  if (seen.provision_state === "available") {
    return;
  }
  throw operation.failure(await failedState(handle, seen));
}

/** Before whatever would clean the node where that is on. */
export async function turnCleaningOff(handle: NodeHandle): Promise<void> {
  const patch = withoutCleaning(handle.node);
  if (patch.length > 0) {
    await handle.patch(patch);
  }
}

/** A server that is at work is left alone, unless the spec takes it over. */
export function refusePoweredOn(handle: NodeHandle, spec: HostSpec): void {
  if (spec.takeover === true) {
    return;
  }
  const power = powerStateOf(handle.node);
  if (power === "off") {
    return;
  }
  throw handle.operation.failure({
    failureClass: "ownership",
    detail:
      power === "on"
        ? "the server is powered on, and nothing shows that it is ours: it may be at work (its power was not touched)"
        : "the BMC does not say whether the server is on, so it may be at work (its power was not touched)",
    remedy: "make sure that nobody needs it, then power it off by hand, or set `takeover: true` for this host",
    code: "HOST_POWERED_ON",
  });
}

function stuck(handle: NodeHandle, what: string, remedy: string): Error {
  return handle.operation.failure({
    failureClass: "transient",
    detail: `the node is in \`${handle.state}\`, ${what}`,
    remedy,
  });
}
