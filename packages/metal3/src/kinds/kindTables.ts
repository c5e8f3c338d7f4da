import { type AnyRelease, isWithin } from "../releases/release.js";
import type { KindDefinition, TypeDefinition } from "./definition.js";
import { type KindName, kindTables, sharedTables } from "./generated/registry.gen.js";

/** The operator that serves a kind. */
export type Operator = "baremetal-operator" | "ironic-standalone-operator";

/** Names of all kinds, by alphabet whatever the case. */
export const KIND_NAMES: readonly KindName[] = (Object.keys(kindTables) as KindName[]).sort((a, b) =>
  a.toLowerCase() < b.toLowerCase() ? -1 : 1,
);

const DEFINITIONS = new Map<KindName, KindDefinition>();
const SHARED_TYPES: (Readonly<Record<string, TypeDefinition>> | undefined)[] = [];

/** Whether a text is the name of a kind of ours. */
export function isKindName(text: unknown): text is KindName {
  return typeof text === "string" && Object.hasOwn(kindTables, text);
}

/** What the schema files say of a kind. Parsed at the first call. */
export function kindDefinition(kind: KindName): KindDefinition {
  let definition = DEFINITIONS.get(kind);
  if (!definition) {
    definition = JSON.parse(kindTables[kind]) as KindDefinition;
    DEFINITIONS.set(kind, definition);
  }
  return definition;
}

/** A type by the name that a kind's fields use: its own, or a shared one. */
export function typeDefinition(kind: KindDefinition, name: string): TypeDefinition {
  const own = kind.types[name];
  if (own) {
    return own;
  }
  for (const [index, table] of sharedTables.entries()) {
    SHARED_TYPES[index] ??= JSON.parse(table) as Readonly<Record<string, TypeDefinition>>;
    const shared = SHARED_TYPES[index][name];
    if (shared) {
      return shared;
    }
  }
  throw new Error(`${kind.kind} has no type ${name}`);
}

/** The operator of a kind, or of a release. */
export function operatorOf(subject: KindDefinition | AnyRelease): Operator {
  const release = typeof subject === "string" ? subject : subject.since;
  return release.startsWith("irso-") ? "ironic-standalone-operator" : "baremetal-operator";
}

/** Whether a release serves a kind. */
export function hasKind(release: AnyRelease, kind: KindName): boolean {
  const definition = kindDefinition(kind);
  return operatorOf(definition) === operatorOf(release) && isWithin(release, definition.since, undefined);
}

/** The kinds that a release serves, by alphabet. */
export function kindsOf(release: AnyRelease): readonly KindName[] {
  return KIND_NAMES.filter((kind) => hasKind(release, kind));
}
