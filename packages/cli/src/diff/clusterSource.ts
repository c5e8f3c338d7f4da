import { IronworksError, type KubernetesObject, objectIdentity } from "@ironworks/core";
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

/** The cluster could not be asked, or refused to answer. */
export class ClusterError extends IronworksError {
  override readonly code = "CLUSTER_UNAVAILABLE";
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

/**
 * What applying objects would change, by the server's own dry run. Reads and dry runs only.
 *
 * @throws ClusterError when the cluster cannot be asked.
 */
export async function clusterChanges(
  objects: readonly KubernetesObject[],
  connect: () => Cluster = currentCluster,
): Promise<readonly ObjectChange[]> {
  const cluster = await asked("the kubectl configuration", async () => connect());
  const changes: ObjectChange[] = [];
  for (const object of objects) {
    const name = `${object.kind} ${object.metadata.name}`;
    const live = await asked(name, async () => cluster.read(object));
    if (!live) {
      changes.push(creationOf(object));
      continue;
    }
    const applied = await asked(name, async () => cluster.dryRun(object));
    changes.push(...updateOf(withoutServerFields(live), withoutServerFields(applied)));
  }
  return changes;
}

async function asked<T>(subject: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    const message = `The cluster cannot be compared with: ${subject}: ${reasonOf(error)}. Check KUBECONFIG and the current context.`;
    throw new ClusterError(message, { cause: error });
  }
}

/** What the server says, without the request that it says it to: that may hold a Secret. */
function reasonOf(error: unknown): string {
  if (error instanceof ApiException) return `HTTP ${error.code}`;
  return error instanceof Error ? error.message : String(error);
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
