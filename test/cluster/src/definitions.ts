import type { Cluster } from "@ironworks/lab";
import { type AnyRelease, crd, type KindName, kindsOf } from "@ironworks/metal3";
import { kindDefinition } from "@ironworks/metal3/kinds";

/** Defines kinds of a release as they are in that release, and waits until they are served. */
export async function define(
  cluster: Cluster,
  release: AnyRelease,
  kinds: readonly KindName[] = kindsOf(release),
): Promise<void> {
  const definitions = kinds.map((kind) => crd(kind, release));
  await Promise.all(definitions.map((definition) => cluster.admin.apply({ ...definition }, { force: true })));
  await cluster.established(definitions.map(({ metadata }) => metadata.name));
}

/** The name of a kind's definition. */
export function definitionName(kind: KindName): string {
  const { plural, group } = kindDefinition(kind);
  return `${plural}.${group}`;
}
