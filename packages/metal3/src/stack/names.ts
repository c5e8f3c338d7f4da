import type { PodLayer } from "../releases/pod.js";
import type { GeneratedName } from "../releases/releaseFacts.js";
import { contentHash } from "./contentHash.js";
import type { KubernetesObject, ObjectMetadata } from "./kubernetesObject.js";

/** The namespace that upstream deploys everything into. Its scripts know no other. */
export const SYSTEM_NAMESPACE = "baremetal-operator-system";

const PREFIX = "baremetal-operator-";

/** A name with the prefix of upstream's stack. */
export function prefixed(name: string): string {
  return `${PREFIX}${name}`;
}

/** Metadata of an object in the stack's namespace. */
export function inSystem(name: string): ObjectMetadata {
  return { name, namespace: SYSTEM_NAMESPACE };
}

/** Names under which parts of a stack know each other → names of the objects. */
export type NameMap = ReadonlyMap<string, string>;

/** A generated ConfigMap or Secret, and the name that others refer to it by. */
export interface GeneratedObject {
  readonly logicalName: string;
  readonly object: KubernetesObject;
}

/** Gives a generated object its final name. */
export function generated(
  logicalName: string,
  content: Omit<KubernetesObject, "metadata" | "apiVersion"> & { readonly kind: "ConfigMap" | "Secret" },
  naming: GeneratedName,
): GeneratedObject {
  const name = naming.prefixed ? prefixed(logicalName) : logicalName;
  const object: KubernetesObject = { apiVersion: "v1", ...content, metadata: inSystem(name) };
  if (!naming.hashed) {
    return { logicalName, object };
  }
  return { logicalName, object: { ...object, metadata: inSystem(`${name}-${contentHash(object)}`) } };
}

export function nameMap(...groups: readonly (readonly GeneratedObject[])[]): NameMap {
  return new Map(groups.flat().map(({ logicalName, object }) => [logicalName, object.metadata.name]));
}

/** Members of a pod that refer to a ConfigMap or Secret, and the member of each that holds the name. */
const REFERENCES: Readonly<Record<string, string>> = {
  configMapRef: "name",
  configMapKeyRef: "name",
  secretRef: "name",
  secretKeyRef: "name",
  secret: "secretName",
};

/** Replaces logical names by names of objects; a name that the map does not have belongs to nobody here and stays. */
export function resolveReferences(pod: PodLayer, names: NameMap): PodLayer {
  return resolve(pod, names) as PodLayer;
}

function resolve(value: unknown, names: NameMap): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, names));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => {
      const key = REFERENCES[member];
      if (key === undefined || typeof inner !== "object" || inner === null) {
        return [member, resolve(inner, names)];
      }
      const name: unknown = (inner as Record<string, unknown>)[key];
      return [member, { ...inner, [key]: typeof name === "string" ? (names.get(name) ?? name) : name }];
    }),
  );
}
