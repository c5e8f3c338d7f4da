import type { BmcSpec, Hardware, HostSpec, HostState, Observed, PowerState } from "@ironworks/core";
import { type ResourceMeta, type StoredMeta, storedMeta } from "../resource/resourceMeta.js";
import type { RouteInputs } from "../resource/routeInputs.js";
import type { Timeouts } from "../resource/timeouts.js";

/** What enters a host's resource. */
export interface HostInputs extends HostSpec {
  readonly ironworks: ResourceMeta;
  readonly route: RouteInputs;
  readonly timeouts?: Timeouts | undefined;
}

/** What a host's resource stores: its inputs, so that deleting and refreshing know them, and what was found. */
export interface HostOutputs extends Omit<HostInputs, "ironworks" | "bmc"> {
  readonly ironworks: StoredMeta;
  readonly bmc: Omit<BmcSpec, "password">;
  /** Apart from `bmc`, because Pulumi keeps only whole outputs secret. */
  readonly bmcPassword?: string | undefined;
  readonly nodeUuid: string;
  /** Canonical BMC endpoint and system. */
  readonly bmcEndpoint: string;
  readonly provisionState: string;
  readonly powerState: PowerState;
  readonly observed: Observed;
  readonly hardware?: Hardware | undefined;
  /** The value of `inspect` that the last inspection answered. */
  readonly inspected?: string | undefined;
}

/** Inputs of a host that are Metal3's: everything of {@link HostSpec}. */
export const HOST_SPEC_FIELDS: readonly (keyof HostSpec)[] = [
  "bmc",
  "bootMACAddress",
  "bootMode",
  "architecture",
  "rootDeviceHints",
  "online",
  "automatedCleaningMode",
  "inspectionMode",
  "takeover",
  "inspect",
  "expect",
  "adopt",
  "onDestroy",
];

export function hostSpecOf(record: HostInputs | HostOutputs): HostSpec {
  const entries = HOST_SPEC_FIELDS.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]]));
  const bmc = isStored(record) ? { ...record.bmc, password: record.bmcPassword } : record.bmc;
  return { ...Object.fromEntries(entries), bmc };
}

function isStored(record: HostInputs | HostOutputs): record is HostOutputs {
  return "incarnation" in record.ironworks;
}

export function hostStateOf(stored: HostOutputs): HostState {
  return {
    owner: stored.ironworks.owner,
    hostId: stored.ironworks.name,
    incarnation: stored.ironworks.incarnation,
    nodeUuid: stored.nodeUuid,
    bmcEndpoint: stored.bmcEndpoint,
    provisionState: stored.provisionState,
    powerState: stored.powerState,
    observed: stored.observed,
    hardware: stored.hardware,
    inspected: stored.inspected,
  };
}

export function hostOutputsOf(inputs: HostInputs | HostOutputs, state: HostState, settled: boolean): HostOutputs {
  const { ironworks, route, timeouts } = inputs;
  const { bmc, ...spec } = hostSpecOf(inputs);
  const { password, ...openBmc } = bmc;
  return {
    ...spec,
    bmc: openBmc,
    bmcPassword: password,
    route,
    timeouts,
    ironworks: storedMeta(ironworks, { ...state, name: state.hostId }, settled),
    nodeUuid: state.nodeUuid,
    bmcEndpoint: state.bmcEndpoint,
    provisionState: state.provisionState,
    powerState: state.powerState,
    observed: state.observed,
    hardware: state.hardware,
    inspected: state.inspected,
  };
}
