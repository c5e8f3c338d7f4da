import { IronworksError } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";
import type { Cluster } from "./currentCluster.js";
import { creationOf, type ObjectChange, updateOf } from "./objectDiff.js";

export type { Cluster };

/** The cluster could not be asked, or refused to answer. */
export class ClusterError extends IronworksError {
  override readonly code = "CLUSTER_UNAVAILABLE";
}

/**
 * What applying objects would change, by the server's own dry run. Reads and dry runs only.
 *
 * @throws ClusterError when the cluster cannot be asked.
 */
export async function clusterChanges(
  objects: readonly KubernetesObject[],
  connect: () => Cluster | Promise<Cluster> = kubectlCluster,
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

/** The Kubernetes client takes longer to load than all the rest: only this needs it. */
async function kubectlCluster(): Promise<Cluster> {
  const { currentCluster } = await import("./currentCluster.js");
  return currentCluster();
}

async function asked<T>(subject: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ClusterError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClusterError(
      `the cluster cannot be compared with: ${subject}: ${reason}. next: check KUBECONFIG and the current context`,
      { cause: error },
    );
  }
}

/** Members of metadata that the server keeps; the dry run moves some of them. */
const SERVER_FIELDS: readonly string[] = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
];

function withoutServerFields(object: KubernetesObject): KubernetesObject {
  const { status: _status, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !SERVER_FIELDS.includes(key)));
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { ...metadata, name: object.metadata.name },
  };
}
