import type { KubernetesObject } from "./kubernetesObject.js";

/** What others need first, and what must come last because it refuses everything until it is served. Kustomize's order. */
const FIRST: readonly string[] = [
  "Namespace",
  "ResourceQuota",
  "StorageClass",
  "CustomResourceDefinition",
  "ServiceAccount",
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "ConfigMap",
  "Secret",
  "Endpoints",
  "Service",
  "LimitRange",
  "PriorityClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const LAST: readonly string[] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

function rank(kind: string): number {
  const early = FIRST.indexOf(kind);
  if (early >= 0) {
    return early - FIRST.length;
  }
  return LAST.indexOf(kind) + 1;
}

/** The objects of one `kubectl apply` in the order in which they are sent: by kind, then by name. */
export function inApplyOrder(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return [...objects].sort(
    (a, b) =>
      rank(a.kind) - rank(b.kind) || compareText(a.kind, b.kind) || compareText(a.metadata.name, b.metadata.name),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
