import { fullAccess, readAccess, rule, statusAccess } from "./building.js";
import type { PolicyRule } from "./releaseFacts.js";

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

const eventVerbs = {
  all: ["create", "get", "list", "patch", "update", "watch"],
  write: ["create", "patch", "update"],
} as const;

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
    rule("", ["events"], eventVerbs[role.events ?? "all"]),
    ...(role.namespaces ? [rule("", ["namespaces"], role.namespaces)] : []),
    rule("", ["secrets"], [...((role.deletesSecrets ?? true) ? ["delete"] : []), "get", "list", "update", "watch"]),
    ...(role.readsIronics ? [rule("ironic.metal3.io", ["ironics"], readAccess)] : []),
    rule("metal3.io", [...statuses.filter((kind) => !reports.includes(kind)), "hardwaredata"].sort(), fullAccess),
    rule("metal3.io", finalized.map((kind) => `${kind}/finalizers`).sort(), ["update"]),
    rule("metal3.io", statuses.map((kind) => `${kind}/status`).sort(), statusAccess),
    ...(read.length > 0 ? [rule("metal3.io", [...read].sort(), readAccess)] : []),
    rule(
      "metal3.io",
      ["hostupdatepolicies"],
      [...(role.deletesUpdatePolicies ? ["delete"] : []), "get", "list", "update", "watch"],
    ),
  ];
}
