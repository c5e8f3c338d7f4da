import type { Hardware } from "../host/hardware.js";
import type { HostOnDestroy, HostSpec } from "../host/hostSpec.js";
import type { InstalledMachine } from "../machine/installedMachine.js";
import type { MachineOnDestroy, MachineSpec } from "../machine/machineSpec.js";
import type { OperationContext } from "./operation.js";
import type { Ownership } from "./ownership.js";

/** `unknown` before the first contact with the BMC, and where it does not say. */
export type PowerState = "on" | "off" | "unknown";

/** `lost`: the route does not know the host (any more). Never a reason to forget or reinstall it. */
export type Observed = "present" | "lost";

/** A host as it is. Plain data, kept in a state file. */
export interface HostState extends Ownership {
  /** Ironic's node. */
  readonly nodeUuid: string;
  /** Canonical BMC endpoint and system id; never credentials. */
  readonly bmcEndpoint: string;
  /** Ironic's own word, e.g. `available`; as last seen. */
  readonly provisionState: string;
  /** As last seen. */
  readonly powerState: PowerState;
  /** Did the route know it when it was last asked? */
  readonly observed: Observed;
  /** Absent until inspected. */
  readonly hardware?: Hardware | undefined;
  /** The value of `inspect` that the last inspection answered. */
  readonly inspected?: string | undefined;
}

/** A machine as it is. */
export interface MachineState {
  /** Ironic's node of the host that it is on. */
  readonly nodeUuid: string;
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name, e.g. `web-0`. */
  readonly machineId: string;
  /** Of the machine's own claim; rotated at each attach. */
  readonly incarnation: string;
  /** Ironic's `instance_uuid`: the atomic claim. */
  readonly instanceUuid: string;
  /** Ironic's own word, e.g. `active`; as last seen. */
  readonly provisionState: string;
  /** As last seen. */
  readonly powerState: PowerState;
  /** Did the route know node and claim when it was last asked? */
  readonly observed: Observed;
  /**
   * The machine's own random key, with which the hashes in `installed` are made. A secret: kept in the state and nowhere else,
   * so that whoever reads the route's records cannot guess what was installed. Absent in a state of an older version.
   */
  readonly inputKey?: string | undefined;
  /** Absent until the first install is done. */
  readonly installed?: InstalledMachine | undefined;
}

/** A host as the program wants it. */
export interface HostRequest {
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name, e.g. `node-0`. */
  readonly hostId: string;
  /** What the host is to be. */
  readonly spec: HostSpec;
  /** In an update: the endpoint that had the host, where that is another one than this. One that does not know it is no loss then. */
  readonly formerEndpoint?: string | undefined;
}

/** A machine as the program wants it. */
export interface MachineRequest {
  /** `<organisation>/<project>/<stack>`; the host's own. */
  readonly owner: string;
  /** The resource's own name, e.g. `web-0`. */
  readonly machineId: string;
  /** The host, as its resource knows it. */
  readonly host: Pick<HostState, "nodeUuid" | "hostId" | "owner" | "hardware">;
  /** What is to be installed, and where. */
  readonly spec: MachineSpec;
  /** {@link MachineState.inputKey}, where there is a state. Default: the driver makes one, and returns it. */
  readonly inputKey?: string | undefined;
}

/** What deleting did: `done`, or `not-ours` where the stored incarnation is no longer the live one (then nothing was touched). */
export type DeleteOutcome =
  | { readonly outcome: "done"; readonly action: HostOnDestroy | MachineOnDestroy }
  | { readonly outcome: "not-ours"; readonly reason: string };

/** How to find a host that somebody else manages. */
export type HostQuery =
  | { readonly by: "nodeUuid"; readonly nodeUuid: string }
  | { readonly by: "name"; readonly name: string }
  | { readonly by: "bootMACAddress"; readonly bootMACAddress: string }
  | { readonly by: "bmcAddress"; readonly address: string };

/**
 * One route, behind one interface. Every operation may be called again after any failure, crash or abort, and goes on
 * from what exists. A failure is an `OperationError`; one that left something behind carries it as `partial`.
 */
export interface Driver {
  /** Enrol or attach → verify → inspect → available. Never writes to a disk. */
  createHost(request: HostRequest, context: OperationContext): Promise<HostState>;
  /** Brings a host that we own to its spec: owner and name, power, credentials, address, an unfinished create. */
  updateHost(request: HostRequest, current: HostState, context: OperationContext): Promise<HostState>;
  /** What is there now. An unreachable route is an error; a host that it does not know is `lost`. */
  readHost(current: HostState, context: OperationContext): Promise<HostState>;
  /** Gives a host up, as `HOST_ON_DESTROY` says. Disks stay as they are. */
  deleteHost(current: HostState, onDestroy: HostOnDestroy, context: OperationContext): Promise<DeleteOutcome>;
  /** Read-only look-up of a host that is not ours. */
  findHost(query: HostQuery, context: OperationContext): Promise<HostState>;

  /** Choose exactly one disk → write → active → verify. Re-attaches to an install of ours that is done or under way. */
  createMachine(request: MachineRequest, context: OperationContext): Promise<MachineState>;
  /** In place, owner and name among it, or a reinstall that the change policy has allowed. */
  updateMachine(request: MachineRequest, current: MachineState, context: OperationContext): Promise<MachineState>;
  /** What is there now. A machine whose node or claim the route does not know is `lost`. */
  readMachine(current: MachineState, context: OperationContext): Promise<MachineState>;
  /** Gives a machine up (`detach`: everything runs on), or takes it off its host, as `MACHINE_ON_DESTROY` says. */
  deleteMachine(current: MachineState, onDestroy: MachineOnDestroy, context: OperationContext): Promise<DeleteOutcome>;

  /** Gives sockets and timers back. */
  close(): void;
}
