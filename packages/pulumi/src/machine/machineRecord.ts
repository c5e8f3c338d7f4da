import type { InstalledMachine, MachineSpec, MachineState, Observed, PowerState, RootDisk } from "@ironworks/core";
import { type ResourceMeta, type StoredMeta, storedMeta } from "../resource/resourceMeta.js";
import type { RouteInputs } from "../resource/routeInputs.js";
import type { Timeouts } from "../resource/timeouts.js";

/** The host of a machine, as the machine's resource keeps it. */
interface HostReference {
  readonly nodeUuid: string;
  readonly hostId: string;
  readonly owner: string;
}

/** What enters a machine's resource. Hints are resolved in the program, so a disk is always one disk. */
export interface MachineInputs extends Omit<MachineSpec, "rootDeviceHints" | "rootDisk"> {
  readonly ironworks: ResourceMeta;
  readonly route: RouteInputs;
  readonly host: HostReference;
  readonly rootDisk: RootDisk;
  readonly timeouts?: Timeouts | undefined;
}

/** What a machine's resource stores. Of user data, network data and metadata it keeps hashes only, in `installed`. */
export interface MachineOutputs {
  readonly ironworks: StoredMeta;
  readonly route: RouteInputs;
  readonly host: HostReference;
  readonly image: MachineSpec["image"];
  readonly protect?: MachineSpec["protect"];
  readonly onDestroy?: MachineSpec["onDestroy"];
  readonly keepDisks?: MachineSpec["keepDisks"];
  readonly timeouts?: Timeouts | undefined;
  readonly nodeUuid: string;
  readonly instanceUuid: string;
  readonly provisionState: string;
  readonly powerState: PowerState;
  readonly observed: Observed;
  /** The disk that was installed; before the first install, the one that is to be. */
  readonly rootDisk: RootDisk;
  readonly installed?: InstalledMachine | undefined;
  /** A secret: the key of the hashes in `installed`. */
  readonly inputKey?: string | undefined;
}

/** Inputs of a machine that say what is wanted: everything of {@link MachineSpec} but the hints. */
export const MACHINE_SPEC_FIELDS: readonly Exclude<keyof MachineSpec, "rootDeviceHints">[] = [
  "image",
  "rootDisk",
  "userData",
  "networkData",
  "metaData",
  "reinstall",
  "rebuild",
  "keepDisks",
  "replaceDisk",
  "whenInstalled",
  "protect",
  "onDestroy",
];

export function machineSpecOf(inputs: MachineInputs): MachineSpec {
  const entries = MACHINE_SPEC_FIELDS.flatMap((field) => (inputs[field] === undefined ? [] : [[field, inputs[field]]]));
  return { image: inputs.image, ...Object.fromEntries(entries) };
}

export function machineStateOf(stored: MachineOutputs): MachineState {
  return {
    nodeUuid: stored.nodeUuid,
    owner: stored.ironworks.owner,
    machineId: stored.ironworks.name,
    incarnation: stored.ironworks.incarnation,
    instanceUuid: stored.instanceUuid,
    provisionState: stored.provisionState,
    powerState: stored.powerState,
    observed: stored.observed,
    installed: stored.installed,
    inputKey: stored.inputKey,
  };
}

export function machineOutputsOf(
  inputs: MachineInputs | MachineOutputs,
  state: MachineState,
  settled: boolean,
): MachineOutputs {
  const { ironworks, route, host, image, protect, onDestroy, keepDisks, timeouts, rootDisk } = inputs;
  return {
    route,
    host,
    image,
    protect,
    onDestroy,
    keepDisks,
    timeouts,
    ironworks: storedMeta(ironworks, { ...state, name: state.machineId }, settled),
    nodeUuid: state.nodeUuid,
    instanceUuid: state.instanceUuid,
    provisionState: state.provisionState,
    powerState: state.powerState,
    observed: state.observed,
    rootDisk: state.installed?.rootDisk ?? rootDisk,
    installed: state.installed,
    inputKey: state.inputKey,
  };
}
