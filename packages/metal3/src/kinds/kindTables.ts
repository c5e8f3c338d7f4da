import { type AnyRelease, isWithin } from "../releases/release.js";
import type { KindDefinition, TypeDefinition } from "./definition.js";
import { KIND_TABLES, type KindName, SHARED_TABLES } from "./generated/registry.gen.js";

/** The operator that serves a kind. */
export type Operator = "baremetal-operator" | "ironic-standalone-operator";

/** Names of all kinds, by alphabet whatever the case. */
export const KIND_NAMES: readonly KindName[] = (Object.keys(KIND_TABLES) as KindName[]).sort((a, b) =>
  a.toLowerCase() < b.toLowerCase() ? -1 : 1,
);

/** Whether a text is the name of a kind of ours. */
export function isKindName(text: unknown): text is KindName {
  return typeof text === "string" && Object.hasOwn(KIND_TABLES, text);
}

/** What the schema files say of a kind. Shared and never changed: copy to edit. */
export function kindDefinition(kind: KindName): KindDefinition {
  return KIND_TABLES[kind]();
}

/** A type by the name that a kind's fields use: its own, or a shared one. */
export function typeDefinition(kind: KindDefinition, name: string): TypeDefinition {
  const own = kind.types[name];
  if (own) {
    return own;
  }
  for (const load of SHARED_TABLES) {
    const shared = load()[name];
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
