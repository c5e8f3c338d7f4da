import type { Hardware, HostSpec, HostState } from "@ironworks/core";
import { isAsFound, takeAsFound } from "./asFound.js";
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
import { HOST_RECORD_PATH, leftOnPatch } from "./nodeRecord.js";
import { type HostStep, stateFacts } from "./provisionState.js";

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
  /** What to keep of the host once this was found, also where it is another than expected. */
  readonly found: (hardware: Hardware | undefined) => HostState;
  /** Canonical BMC endpoint when that was stored. */
  readonly formerBmc?: string | undefined;
}

/** More turns than any way from any state needs. */
const MOST_TURNS = 12;

/**
 * Brings a node that is ours from whatever state it is in to `available`, and returns its hardware. One with an operating
 * system on it stays as it is, and one that is taken as it was found stays `manageable`. Nothing is powered before the
 * server's identity was checked, and nothing is cleaned. May be called again after any failure.
 */
export async function bringToAvailable(handle: NodeHandle, goal: HostGoal): Promise<Hardware | undefined> {
  let { hardware } = goal;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    refuseMaintenance(handle);
    switch (hostStep(handle)) {
      case "verify":
        await verify(handle);
        break;
      case "wait":
        await handle.settle("provide", "resume");
        break;
      case "manage":
        await manage(handle);
        break;
      case "as-found":
        hardware = await takeAsFound(handle, goal);
        if (isAsFound(handle)) {
          return hardware;
        }
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

function hostStep(handle: NodeHandle): HostStep | "as-found" {
  const { state } = handle;
  const step = stateFacts(state).host;
  if (!isAsFound(handle)) {
    return step;
  }
  return ADOPTING[state] ?? (step === "prepare" ? "as-found" : step);
}

/** Of a node that is taken as it was found, adopting is our own deed. */
const ADOPTING: Readonly<Record<string, HostStep>> = { adopting: "wait", "adopt failed": "manage" };

async function verify(handle: NodeHandle): Promise<void> {
  await handle.act({
    kind: "verify",
    ask: { verb: "manage", doing: "verify BMC", detail: "its address and credentials" },
    pace: "verify",
    judge: async (seen) =>
      seen.provision_state === "enroll"
        ? { failure: handle.operation.failure({ ...(await failedState(handle, seen)), step: undefined }) }
        : {},
  });
}

/** Back to `manageable`, from a failure or from `available`. Ironic puts a node whose cleaning failed in maintenance. */
export async function manage(handle: NodeHandle): Promise<void> {
  if (handle.node.maintenance) {
    await handle.act({ kind: "endMaintenance", ask: { verb: "end maintenance" } });
  }
  await handle.act({ kind: "settle", ask: { verb: "manage", doing: `leave ${handle.state}` }, pace: "resume" });
}

async function prepare(handle: NodeHandle, goal: HostGoal, known: Hardware | undefined): Promise<Hardware> {
  const { running } = handle.operation;
  const hardware = await running.attempt({ phase: "inspect" }, async () => {
    const { seenOutOfBand, isTakeOver } = await accept(handle, goal);
    const recorded = known ?? (handle.record?.accepted === true ? await recordedHardware(handle) : undefined);
    const found =
      recorded && isEnough(recorded, goal) && isExpected(goal.spec, recorded)
        ? recorded
        : await inspect(handle, goal, { seenOutOfBand, isTakeOver });
    requireBootMac(handle, found, goal.spec.bootMACAddress);
    await requireExpected(handle, goal, found);
    return found;
  });
  await provide(handle);
  await noteLeftOn(handle, powerStateOf(handle.node) === "on");
  return hardware;
}

/** What a first look at a server showed, as far as its inspection depends on it. */
interface Accepted {
  readonly seenOutOfBand: boolean;
  /** It is on and may be at work, and the spec says that this is so. */
  readonly isTakeOver: boolean;
}

/** Before a server that is new to us is powered: is it the one that is meant, and is it not at work? */
async function accept(handle: NodeHandle, { spec, fields, enrolledNow }: HostGoal): Promise<Accepted> {
  if (handle.record?.accepted === true) {
    return { seenOutOfBand: false, isTakeOver: false };
  }
  await handle.operation.running.attempt({ phase: "verify" }, async () => refusePoweredOn(handle, spec));
  const isTakeOver = powerStateOf(handle.node) !== "off";
  const { final, outOfBand } = fields.inspect;
  if (final !== "agent" || outOfBand === undefined) {
    return { seenOutOfBand: false, isTakeOver };
  }
  const { bootMACAddress } = spec;
  const seenOutOfBand = await compareOutOfBand(handle, outOfBand, {
    bootMACAddress,
    enrolledNow,
    require: (found) => requireSeenThroughBmc(handle, found, spec),
  });
  return { seenOutOfBand, isTakeOver };
}

async function inspect(
  handle: NodeHandle,
  { spec, fields, needsPort }: HostGoal,
  { seenOutOfBand, isTakeOver }: Accepted,
): Promise<Hardware> {
  const { final } = fields.inspect;
  const isAgent = final === "agent";
  if (isAgent && spec.bootMACAddress !== undefined && (needsPort || !seenOutOfBand)) {
    await ensurePort(handle, spec.bootMACAddress);
  }
  const hardware = await inspectHost(handle, {
    expected: isAgent ? "agent" : "redfish",
    isTakeOver,
    begin: [
      ...(isAgent && handle.record?.accepted !== true
        ? [{ op: "add", path: `${HOST_RECORD_PATH}/accepted`, value: true } as const]
        : []),
      ...(handle.node.inspect_interface === final
        ? []
        : [{ op: "add", path: "/inspect_interface", value: final } as const]),
    ],
  });
  await refuseTwin(handle, hardware);
  return hardware;
}

/** The BMC's inventory does where it was asked for; where the ramdisk is to look, only the ramdisk's does. */
function isEnough(hardware: Hardware, { fields }: HostGoal): boolean {
  return fields.inspect.final !== "agent" || hardware.source === "agent";
}

/** Writes down whether a server without an operating system was left on, as Ironic's fast track leaves it. */
export async function noteLeftOn(handle: NodeHandle, on: boolean): Promise<void> {
  const patch = leftOnPatch(handle.record, on);
  if (patch.length > 0) {
    await handle.patch(patch);
  }
}

/** Makes a node `available`, without cleaning it. */
export async function provide(handle: NodeHandle): Promise<void> {
  await handle.act({
    kind: "settle",
    begin: withoutCleaning(handle.node),
    ask: { verb: "provide", doing: "provide", detail: "becomes available" },
    pace: "provide",
    judge: async (seen) =>
      seen.provision_state === "available"
        ? {}
        : { failure: handle.operation.failure(await failedState(handle, seen)) },
  });
}

/** A server that is at work is left alone, unless the spec takes it over. */
export function refusePoweredOn(handle: NodeHandle, spec: HostSpec): void {
  const power = powerStateOf(handle.node);
  if (power === "off") {
    return;
  }
  if (spec.takeover === true) {
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
