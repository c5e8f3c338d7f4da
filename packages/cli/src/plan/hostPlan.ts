import type { FleetDisk } from "@ironworks/ironic";
import type { EndpointStatus } from "../status/hostStatus.js";

/**
 * What becomes of a server, the most dangerous first. `refused`: the change is not made. `may be erased`: values decide that are not
 * known yet, or are secret here. `rebooted`: its deploy ramdisk is booted. `not decided`: the preview ended before it.
 */
export const EFFECTS = [
  "refused",
  "erased",
  "may be erased",
  "installed",
  "powered off",
  "rebooted",
  "powered on",
  "not decided",
  "untouched",
] as const;

/** One of {@link EFFECTS}. */
export type Effect = (typeof EFFECTS)[number];

/** The worse of two. */
export function worse(a: Effect, b: Effect): Effect {
  return EFFECTS.indexOf(a) <= EFFECTS.indexOf(b) ? a : b;
}

/** What the engine would do with a resource of the host. */
export interface PlannedResource {
  readonly kind: "host" | "machine";
  readonly name: string;
  /** The engine's word; `same` where nothing changes, `unknown` where the preview ended before it. */
  readonly op: string;
  readonly renamedFrom: string | null;
}

/** A host, and what becomes of it. Keys of `--json`: they stay, more may come. */
export interface HostPlan {
  /** Of the resource in the program; of the state where it is deleted. */
  readonly host: string;
  /** The machine on it, after the run. */
  readonly machine: string | null;
  readonly endpoint: string;
  /** Null before it is enrolled. */
  readonly nodeUuid: string | null;
  readonly effect: Effect;
  /** Counted by `--max-destructive`: data of the server is lost, or may be. */
  readonly destructive: boolean;
  /** In short, e.g. `` `userData` changed ``. */
  readonly why: readonly string[];
  /** The sentences of the preview, and what deleting does. */
  readonly sentences: readonly string[];
  /** Disks that are written, or may be. Empty also where it is not known which. */
  readonly disks: readonly FleetDisk[];
  /** What it usually takes, in seconds; null where nothing is waited for. */
  readonly usualSeconds: number | null;
  readonly resources: readonly PlannedResource[];
  /** What is there now, and differs from the state; null where the endpoint was not read. */
  readonly live: {
    readonly state: string;
    readonly power: "on" | "off" | "unknown";
    readonly notes: readonly string[];
  } | null;
}

/** What `--json` prints. */
export interface FleetPlan {
  /** Of this shape. */
  readonly version: 1;
  /** When it was made; ISO 8601, UTC. */
  readonly at: string;
  /** The stack's name, or the preview's file. */
  readonly stack: string;
  /** False where the preview ended before everything was looked at. */
  readonly complete: boolean;
  /** How many hosts have each effect; those of none are left out. */
  readonly totals: Readonly<Partial<Record<Effect, number>>>;
  /** How many hosts are destructive. */
  readonly destructive: number;
  /** How many may be: `--max-destructive`. */
  readonly maxDestructive: number;
  /** Endpoints that were asked; empty with `--offline`. */
  readonly endpoints: readonly Omit<EndpointStatus, "others">[];
  /** Errors of the program, or of other resources. */
  readonly failures: readonly string[];
  /** Dangerous ones first, then by name. */
  readonly hosts: readonly HostPlan[];
}
