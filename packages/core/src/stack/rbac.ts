import { rule } from "../releases/building.js";
import type { PolicyRule, ReleaseFacts } from "../releases/releaseFacts.js";
import type { KubernetesObject, ObjectMetadata } from "./kubernetesObject.js";
import { inSystem, prefixed, systemNamespace } from "./names.js";

const apiGroup = "rbac.authorization.k8s.io";
const apiVersion = `${apiGroup}/v1`;

/** The service account of the operator, without prefix. */
export const serviceAccount = "controller-manager";

const everything = ["get", "list", "watch", "create", "update", "patch", "delete"] as const;

const leaderElectionRules: readonly PolicyRule[] = [
  rule("", ["configmaps"], everything),
  rule("", ["configmaps/status"], ["get", "update", "patch"]),
  rule("", ["events"], ["create"]),
  rule("coordination.k8s.io", ["leases"], everything),
];

const metricsAuthRules: readonly PolicyRule[] = [
  rule("authentication.k8s.io", ["tokenreviews"], ["create"]),
  rule("authorization.k8s.io", ["subjectaccessreviews"], ["create"]),
];

/** Who the operator is and what it may do. */
export function rbacObjects(facts: ReleaseFacts): readonly KubernetesObject[] {
  const { rules, metricsAuthRole } = facts.operator;
  const stamp: Partial<ObjectMetadata> = facts.nullTimestamps ? { creationTimestamp: null } : {};
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: inSystem(prefixed(serviceAccount)) },
    { apiVersion, kind: "Role", metadata: inSystem(prefixed("leader-election-role")), rules: leaderElectionRules },
    { apiVersion, kind: "ClusterRole", metadata: { name: prefixed("manager-role"), ...stamp }, rules },
    {
      apiVersion,
      kind: "ClusterRole",
      metadata: { name: prefixed("metrics-reader") },
      rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }],
    },
    { apiVersion, kind: "ClusterRole", metadata: { name: prefixed(metricsAuthRole) }, rules: metricsAuthRules },
    binding("RoleBinding", "leader-election-role"),
    binding("ClusterRoleBinding", "manager-role"),
    binding("ClusterRoleBinding", metricsAuthRole),
  ];
}

/** Binds a role to the operator's service account. A binding is named after its role: `x-role` → `x-rolebinding`. */
function binding(kind: "RoleBinding" | "ClusterRoleBinding", role: string): KubernetesObject {
  const name = prefixed(`${role}binding`);
  return {
    apiVersion,
    kind,
    metadata: kind === "RoleBinding" ? inSystem(name) : { name },
    roleRef: { apiGroup, kind: kind === "RoleBinding" ? "Role" : "ClusterRole", name: prefixed(role) },
    subjects: [{ kind: "ServiceAccount", name: prefixed(serviceAccount), namespace: systemNamespace }],
  };
}
