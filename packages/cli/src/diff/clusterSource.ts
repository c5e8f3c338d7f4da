import { type KubernetesObject, objectIdentity } from "@ironworks/core";
import {
  ApiException,
  KubeConfig,
  KubernetesObjectApi,
  type KubernetesObject as LiveObject,
  PatchStrategy,
} from "@kubernetes/client-node";
import { creationOf, type ObjectChange, updateOf } from "./objectDiff.js";

/** A cluster as far as a comparison needs it. */
export interface Cluster {
  /** The object as it is; undefined where there is none, or its kind is not known yet. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** The object as it would be after applying it. Changes nothing. */
  dryRun(object: KubernetesObject): Promise<KubernetesObject>;
}

/** Name under which fields are applied. */
const fieldManager = "ironworks";

/** The cluster of the current kubectl context, or the one that the process runs in. */
export function currentCluster(): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  const api = KubernetesObjectApi.makeApiClient(config);
  return {
    async read(object) {
      try {
        return asObject(
          await api.read({ ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? "" } }),
        );
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async dryRun(object) {
      const applied = await api.patch(
        asLive(object),
        undefined,
        "All",
        fieldManager,
        true,
        PatchStrategy.ServerSideApply,
      );
      return asObject(applied);
    },
  };
}

/** What applying objects would change, by the server's own dry run. Reads and dry runs only. */
export async function clusterChanges(
  objects: readonly KubernetesObject[],
  cluster: Cluster = currentCluster(),
): Promise<readonly ObjectChange[]> {
  const changes: ObjectChange[] = [];
  for (const object of objects) {
    const live = await cluster.read(object);
    if (!live) changes.push(creationOf(object));
    else changes.push(...updateOf(withoutServerFields(live), withoutServerFields(await cluster.dryRun(object))));
  }
  return changes;
}

/** Members of metadata that the server keeps; the dry run moves some of them. */
const serverFields: readonly string[] = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

function withoutServerFields(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !serverFields.includes(key)));
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { ...metadata, name: object.metadata.name },
  };
}

function isMissing(error: unknown): boolean {
  if (error instanceof ApiException) return error.code === 404;
  return error instanceof Error && /unrecognized api version and kind/i.test(error.message);
}

function asLive(object: KubernetesObject): LiveObject {
  return JSON.parse(JSON.stringify(object));
}

function asObject(live: LiveObject): KubernetesObject {
  const plain: KubernetesObject = JSON.parse(JSON.stringify(live));
  if (typeof plain.metadata?.name !== "string")
    throw new Error(`the server answered without a name for ${objectIdentity(plain)}`);
  return plain;
}
