/** A node as a list shows it while something waits for it; Ironic's own field names. */
export interface NodeSummary {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string;
  readonly target_provision_state: string | null;
  readonly power_state: string | null;
  readonly target_power_state: string | null;
  /** Conductor that holds the node right now. */
  readonly reservation: string | null;
  /** May be stale, or lost; see `failureReason.ts`. */
  readonly last_error: string | null;
  readonly fault: string | null;
  readonly maintenance: boolean;
  readonly instance_uuid: string | null;
  readonly provision_updated_at: string | null;
  readonly deploy_step: Step | null;
  readonly clean_step: Step | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A step under way; empty between steps. */
export interface Step {
  readonly interface?: string | undefined;
  readonly step?: string | undefined;
}

/** Fields of {@link NodeSummary}. `fields=` accepts them since before the oldest API that is spoken. */
export const SUMMARY_FIELDS: readonly (keyof NodeSummary)[] = [
  "uuid",
  "name",
  "provision_state",
  "target_provision_state",
  "power_state",
  "target_power_state",
  "reservation",
  "last_error",
  "fault",
  "maintenance",
  "instance_uuid",
  "provision_updated_at",
  "deploy_step",
  "clean_step",
  "extra",
];

/** A node as a look at the whole fleet shows it. */
export interface FleetNode extends NodeSummary {
  readonly driver_internal_info: Readonly<Record<string, unknown>> | null;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

/** Fields of {@link FleetNode}. */
export const FLEET_FIELDS: readonly (keyof FleetNode)[] = [...SUMMARY_FIELDS, "driver_internal_info", "properties"];

/** A node in full, as far as Ironworks reads it. Secrets come as `******`. */
export interface Node extends NodeSummary {
  readonly driver: string;
  readonly driver_info: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly instance_info: Readonly<Record<string, unknown>>;
  readonly automated_clean: boolean | null;
  readonly inspect_interface: string | null;
  readonly maintenance_reason: string | null;
  readonly protected: boolean;
  readonly protected_reason: string | null;
  readonly retired: boolean;
  readonly inspection_finished_at: string | null;
  readonly inspection_started_at: string | null;
  /** Interfaces and whatever else the endpoint's version has. */
  readonly [field: string]: unknown;
}

/** What distinguishes two enrolments of one server. */
export interface DirectoryEntry {
  readonly uuid: string;
  readonly name: string | null;
  readonly driver_info: Readonly<Record<string, unknown>>;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly instance_uuid: string | null;
  readonly provision_state: string;
}

export const DIRECTORY_FIELDS: readonly (keyof DirectoryEntry)[] = [
  "uuid",
  "name",
  "driver_info",
  "extra",
  "instance_uuid",
  "provision_state",
];

export interface Port {
  readonly uuid: string;
  readonly address: string;
  readonly node_uuid: string;
}

/** The operations of JSON patch that Ironic knows. Keys inside of a path may hold letters, digits, `_` and `-` only. */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

export type ProvisionVerb =
  | "manage"
  | "provide"
  | "inspect"
  | "active"
  | "rebuild"
  | "deleted"
  | "abort"
  | "adopt"
  | "clean";

/** In place of the driver's own step of the same name. Priority 0 leaves the step out. */
export interface DeployStep {
  readonly interface: string;
  readonly step: string;
  readonly priority: number;
  readonly args: Readonly<Record<string, unknown>>;
}

export type PowerTarget = "power on" | "power off" | "soft power off" | "rebooting" | "soft rebooting";

export interface InterfaceValidation {
  readonly result: boolean | null;
  readonly reason?: string | undefined;
}

export interface HistoryEvent {
  readonly uuid: string;
  readonly created_at: string;
  readonly severity: string;
  readonly event_type: string;
  readonly event: string;
}

export interface InventoryRecord {
  readonly inventory: Readonly<Record<string, unknown>>;
  readonly plugin_data: Readonly<Record<string, unknown>>;
}

/** A hardware type. Lists of interfaces come as `enabled_<kind>_interfaces`. */
export interface DriverDetails {
  readonly name: string;
  readonly [field: string]: unknown;
}
