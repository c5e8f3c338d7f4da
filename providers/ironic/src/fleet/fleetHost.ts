import type { FailureClass, HostState, PowerState } from "@ironworks/core";
import { compact, fieldOf, numberOf, objectOf, textOf } from "@ironworks/core/json";
import type { MachineRecord } from "@ironworks/driver";
import type { FleetNode } from "../api/node.js";
import { stepOf } from "../operations/failureReason.js";
import { powerStateOf } from "../operations/hostState.js";
import { installedOn } from "../operations/machineState.js";
import { hostRecordOf } from "../operations/nodeRecord.js";
import { stateFacts } from "../operations/provisionState.js";

/** Why a host is in a failed state. */
export interface FleetFailure {
  /** One line: what Ironic said, and what it means. */
  readonly reason: string;
  /** What to do next: lower case, an imperative, without a full stop. */
  readonly remedy: string;
  /** What kind of thing failed. */
  readonly failureClass: FailureClass;
}

/** A root disk, as far as it is known. */
export interface FleetDisk {
  /** Kernel name at the inspection, e.g. `/dev/nvme0n1`. */
  readonly name?: string | undefined;
  /** Serial number. */
  readonly serial?: string | undefined;
  /** World wide name. */
  readonly wwn?: string | undefined;
  /** GiB, rounded down; 0 where it is not known. */
  readonly sizeGiB?: number | undefined;
}

/** Whose system is on a host's disk, or is being put there. */
export interface FleetMachine {
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string;
  /** The resource's own name. */
  readonly machineId: string;
  /** Given up by its owner. */
  readonly detached: boolean;
  /** `sha256:…` of what is installed; undefined before the first install has ended. */
  readonly imageChecksum?: string | undefined;
}

/** A host as one list of the endpoint shows it. Holds no secret. */
export interface FleetHost {
  /** Of Ironic. */
  readonly nodeUuid: string;
  /** Of the node in Ironic. */
  readonly name?: string | undefined;
  /** Ironic's own word. */
  readonly provisionState: HostState["provisionState"];
  /** `failed`: somebody has to do something. `moving`: Ironic is at work, or waits for the ramdisk. */
  readonly kind: "failed" | "moving" | "settled";
  /** `deploy.write_image`; undefined between steps. */
  readonly step?: string | undefined;
  /** When the provision state changed last; ISO 8601, UTC. */
  readonly since?: string | undefined;
  /** When the ramdisk was last heard of; ISO 8601, UTC. Undefined where none is known of. */
  readonly lastHeartbeat?: string | undefined;
  /** As Ironic saw it last. */
  readonly power: PowerState;
  /** Ironic leaves the host alone. */
  readonly maintenance: boolean;
  /** Ironic's word for why it put the host into maintenance, e.g. `power failure`. */
  readonly fault?: string | undefined;
  /** The disk that was installed, or that the host's hints name. */
  readonly rootDisk?: FleetDisk | undefined;
  /** `<organisation>/<project>/<stack>`; undefined where Ironworks keeps no record on the node. */
  readonly owner?: string | undefined;
  /** The resource's own name. */
  readonly hostId?: string | undefined;
  /** Rotated at each attach. */
  readonly incarnation?: string | undefined;
  /** Given up by its owner, who gets it back by asking for it again. */
  readonly detached: boolean;
  /** The system on it. */
  readonly machine?: FleetMachine | undefined;
  /** Where `kind` is `failed`. */
  readonly failure?: FleetFailure | undefined;
}

/** A node in our words; what it failed of comes from elsewhere. */
export function fleetHostOf(node: FleetNode): Omit<FleetHost, "failure"> {
  const record = hostRecordOf({ extra: objectOf(node.extra) });
  const machine = record?.machine;
  const installed = machine && installedOn(node, machine);
  return compact({
    nodeUuid: node.uuid,
    name: textOf(node.name),
    provisionState: node.provision_state,
    kind: kindOf(node),
    step: stateFacts(node.provision_state).kind === "settled" ? undefined : stepOf(node),
    since: instantOf(node.provision_updated_at),
    lastHeartbeat: instantOf(fieldOf(node.driver_internal_info, "agent_last_heartbeat")),
    power: powerStateOf(node),
    maintenance: node.maintenance === true,
    fault: textOf(node.fault),
    rootDisk: installed?.rootDisk ?? machine?.installed.rootDisk ?? hintedDisk(node),
    owner: record?.owner,
    hostId: record?.hostId,
    incarnation: record?.incarnation,
    detached: record?.detached === true,
    machine: machine && fleetMachineOf(machine, installed?.imageChecksum),
  });
}

function fleetMachineOf(machine: MachineRecord, imageChecksum: string | undefined): FleetMachine {
  const { owner, machineId, detached } = machine;
  return compact({ owner, machineId, detached: detached === true, imageChecksum });
}

function kindOf(node: FleetNode): FleetHost["kind"] {
  const state = node.provision_state;
  if (state.endsWith(" failed") || state === "error" || textOf(node.fault) !== undefined) {
    return "failed";
  }
  return stateFacts(state).kind === "settled" ? "settled" : "moving";
}

/** What `properties.root_device` says of identity; other hints name no disk. */
function hintedDisk(node: FleetNode): FleetDisk | undefined {
  const device = fieldOf(node.properties, "root_device");
  const equalTo = (hint: string): string | undefined => textOf(fieldOf(device, hint))?.replace(/^s== /, "");
  const disk = compact({
    name: equalTo("name"),
    serial: equalTo("serial"),
    wwn: equalTo("wwn"),
    sizeGiB: numberOf(fieldOf(device, "size")),
  });
  return Object.keys(disk).length === 0 ? undefined : disk;
}

/** Ironic writes some times without their zone, which is UTC. */
function instantOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) {
    return undefined;
  }
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
