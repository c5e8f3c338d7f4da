import type { PolicyRule } from "./releaseFacts.js";

/** Everything that a controller does with objects that it owns. */
const FULL_ACCESS = ["create", "delete", "get", "list", "patch", "update", "watch"] as const;
const READ_ACCESS = ["get", "list", "watch"] as const;
const STATUS_ACCESS = ["get", "patch", "update"] as const;

/** A rule for resources of one API group. */
export function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

/** What differs between the operator's roles since v0.9. Left out: as in v0.9. */
export interface RoleDifferences {
  /** Kinds of metal3.io, by plural, that came after v0.9 and that the operator owns, with status and finalizers. */
  readonly owned?: readonly string[] | undefined;
  readonly events?: "all" | "write" | undefined;
  readonly deletesSecrets?: boolean | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly readsIronics?: boolean | undefined;
  /** Kinds that the operator only reads. */
  readonly read?: readonly string[] | undefined;
  /** Kinds that it reads, and writes the status of. */
  readonly reports?: readonly string[] | undefined;
  readonly deletesUpdatePolicies?: boolean | undefined;
}

const EVENT_VERBS = {
  all: ["create", "get", "list", "patch", "update", "watch"],
  write: ["create", "patch", "update"],
} as const;

/** What differs between the operator's roles before v0.9. Left out: as in v0.1. */
interface EarlyRoleDifferences {
  /** Kinds that came after v0.1, by plural; the operator finalizes them. */
  readonly owned?: readonly string[] | undefined;
  readonly deletesSecrets?: boolean | undefined;
  readonly finalizesHosts?: boolean | undefined;
}

/** Rules of the operator's cluster role before v0.9, one a kind, and one more for its status and finalizers. */
export function singleRules(role: EarlyRoleDifferences): readonly PolicyRule[] {
  const owned = role.owned ?? [];
  const full = ["baremetalhosts", "bmceventsubscriptions", "firmwareschemas", "hardwaredata", "hostfirmwaresettings"];
  const kinds = [...full, "preprovisioningimages", ...owned];
  const finalized = [...(role.finalizesHosts ? ["baremetalhosts"] : []), "hardware", ...owned];
  const rules = [
    ...kinds.map((kind) => ({ resource: kind, verbs: FULL_ACCESS })),
    ...kinds
      .filter((kind) => kind !== "hardwaredata")
      .map((kind) => ({ resource: `${kind}/status`, verbs: STATUS_ACCESS })),
    ...finalized.map((kind) => ({ resource: `${kind}/finalizers`, verbs: ["update"] })),
  ];
  return [
    rule("", ["events"], EVENT_VERBS.all),
    rule("", ["secrets"], [...(role.deletesSecrets ? ["delete"] : []), "get", "list", "update", "watch"]),
    ...rules
      .sort((a, b) => (a.resource < b.resource ? -1 : 1))
      .map(({ resource, verbs }) => rule("metal3.io", [resource], verbs)),
  ];
}

/** Rules of the operator's cluster role since v0.9, where kinds with the same verbs share one rule. */
export function groupedRules(role: RoleDifferences): readonly PolicyRule[] {
  const owned = role.owned ?? [];
  const reports = role.reports ?? [];
  const read = [...(role.read ?? []), ...reports];
  const statuses = [
    "baremetalhosts",
    "bmceventsubscriptions",
    "dataimages",
    "firmwareschemas",
    "hostfirmwarecomponents",
    "hostfirmwaresettings",
    "preprovisioningimages",
    ...owned,
    ...reports,
  ];
  const finalized = ["baremetalhosts", "dataimages", "hardware", "hostfirmwarecomponents", ...owned];
  return [
    rule("", ["events"], EVENT_VERBS[role.events ?? "all"]),
    ...(role.namespaces ? [rule("", ["namespaces"], role.namespaces)] : []),
    rule("", ["secrets"], [...((role.deletesSecrets ?? true) ? ["delete"] : []), "get", "list", "update", "watch"]),
    ...(role.readsIronics ? [rule("ironic.metal3.io", ["ironics"], READ_ACCESS)] : []),
    rule("metal3.io", [...statuses.filter((kind) => !reports.includes(kind)), "hardwaredata"].sort(), FULL_ACCESS),
    rule("metal3.io", finalized.map((kind) => `${kind}/finalizers`).sort(), ["update"]),
    rule("metal3.io", statuses.map((kind) => `${kind}/status`).sort(), STATUS_ACCESS),
    ...(read.length > 0 ? [rule("metal3.io", [...read].sort(), READ_ACCESS)] : []),
    rule(
      "metal3.io",
      ["hostupdatepolicies"],
      [...(role.deletesUpdatePolicies ? ["delete"] : []), "get", "list", "update", "watch"],
    ),
  ];
}
