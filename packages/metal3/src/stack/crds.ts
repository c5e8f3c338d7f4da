import { crd } from "../kinds/crd.js";
import { kindsOf } from "../kinds/kindTables.js";
import type { Release } from "../releases/release.js";
import type { KubernetesObject } from "./kubernetesObject.js";

/** The custom resource definitions of a release. Only the descriptions of their fields differ from upstream: they are ours. */
export function crdsFor(release: Release): readonly KubernetesObject[] {
  return kindsOf(release).map((kind) => ({ ...crd(kind, release) }));
}
