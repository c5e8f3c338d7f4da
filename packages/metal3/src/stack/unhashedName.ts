import { contentHash } from "./contentHash.js";
import type { KubernetesObject } from "./kubernetesObject.js";

const SUFFIX = /-[a-z0-9]{10}$/;

/** The name of an object without the hash of its content at the end; other names as they are. */
export function unhashedName(object: KubernetesObject): string {
  const { kind, metadata } = object;
  if ((kind !== "ConfigMap" && kind !== "Secret") || !SUFFIX.test(metadata.name)) {
    return metadata.name;
  }
  const name = metadata.name.replace(SUFFIX, "");
  const hash = contentHash({ ...object, metadata: { ...metadata, name } });
  return metadata.name === `${name}-${hash}` ? name : metadata.name;
}
