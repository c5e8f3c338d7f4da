import type { Hardware } from "@ironworks/core";
import type { FleetDisk } from "@ironworks/ironic";

/** How the state that a stack keeps differs from what is there; `silent`: a ramdisk that is waited for says nothing. */
export type DifferenceKind = "lost" | "not ours" | "power" | "image" | "unfinished" | "silent";

/** One difference between a stack's state and the endpoint, or between what is waited for and what happens. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** A predicate about the host, with a full stop. */
  readonly message: string;
  /** What to do next: lower case, an imperative, without a full stop. */
  readonly next: string;
}

/** `failed` and `lost` want somebody; `moving` changes by itself; `settled` stays as it is; `unknown` was not seen. */
export type HostGroup = "failed" | "lost" | "moving" | "settled" | "unknown";

/** A host as the command shows it. Keys of `--json`: they stay, more may come. */
export interface HostStatus {
  /** Of the resource; without a record of ours the node's name, else its uuid. */
  readonly host: string;
  /** Name of its endpoint. */
  readonly endpoint: string;
  readonly nodeUuid: string | null;
  readonly group: HostGroup;
  /** In words, e.g. `install failed`. */
  readonly state: string;
  /** Ironic's own word; null where the node was not seen. */
  readonly provisionState: string | null;
  /** `deploy.write_image`; null between steps. */
  readonly step: string | null;
  /** When the state began; ISO 8601, UTC. */
  readonly since: string | null;
  /** When the ramdisk was last heard of; ISO 8601, UTC. */
  readonly lastHeartbeat: string | null;
  readonly power: "on" | "off" | "unknown";
  /** The root disk. */
  readonly disk: FleetDisk | null;
  /** Name of the machine on it. */
  readonly machine: string | null;
  /** `<organisation>/<project>/<stack>`. */
  readonly owner: string | null;
  readonly detached: boolean;
  readonly failure: { readonly reason: string; readonly next: string } | null;
  readonly differences: readonly Difference[];
}

/** An endpoint that was asked. */
export interface EndpointStatus {
  readonly name: string;
  readonly url: string;
  /** Why it could not be read: one sentence with `next:`; null where it was. */
  readonly problem: string | null;
  /** Hosts of it that belong to nobody or to others, and are not among `hosts`. */
  readonly others: number;
}

/** What `--json` prints. */
export interface FleetStatus {
  /** Of this shape. */
  readonly version: 1;
  /** When it was read; ISO 8601, UTC. */
  readonly at: string;
  /** The stack's name, the state's file, or null for an endpoint alone. */
  readonly stack: string | null;
  readonly endpoints: readonly EndpointStatus[];
  /** How many hosts are in each state, by its words. */
  readonly summary: Readonly<Record<string, number>>;
  /** Failed ones first, then moving ones, then the rest, by name. */
  readonly hosts: readonly HostStatus[];
}

/** Inspected hardware by uuid of the node. */
export type HardwareByNode = ReadonlyMap<string, Hardware>;
