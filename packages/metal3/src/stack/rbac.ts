import { rule } from "../releases/operatorRules.js";
import type { PolicyRule, ReleaseFacts } from "../releases/releaseFacts.js";
import type { KubernetesObject, ObjectMetadata } from "./kubernetesObject.js";
import { inSystem, prefixed, SYSTEM_NAMESPACE } from "./names.js";

const API_GROUP = "rbac.authorization.k8s.io";
const API_VERSION = `${API_GROUP}/v1`;

/** The service account of the operator, without prefix. */
const SERVICE_ACCOUNT = "controller-manager";

const EVERYTHING = ["get", "list", "watch", "create", "update", "patch", "delete"] as const;

const LEADER_ELECTION_RULES: readonly PolicyRule[] = [
  rule("", ["configmaps"], EVERYTHING),
  rule("", ["configmaps/status"], ["get", "update", "patch"]),
  rule("", ["events"], ["create"]),
  rule("coordination.k8s.io", ["leases"], EVERYTHING),
];

const METRICS_AUTH_RULES: readonly PolicyRule[] = [
  rule("authentication.k8s.io", ["tokenreviews"], ["create"]),
  rule("authorization.k8s.io", ["subjectaccessreviews"], ["create"]),
];

/** Who the operator is and what it may do. */
export function rbacObjects(facts: ReleaseFacts): readonly KubernetesObject[] {
  const { rules, metricsAuthRole } = facts.operator;
  const stamp: Partial<ObjectMetadata> = facts.nullTimestamps ? { creationTimestamp: null } : {};
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: inSystem(prefixed(SERVICE_ACCOUNT)) },
    {
      apiVersion: API_VERSION,
      kind: "Role",
      metadata: inSystem(prefixed("leader-election-role")),
      rules: LEADER_ELECTION_RULES,
    },
    { apiVersion: API_VERSION, kind: "ClusterRole", metadata: { name: prefixed("manager-role"), ...stamp }, rules },
    {
      apiVersion: API_VERSION,
      kind: "ClusterRole",
      metadata: { name: prefixed("metrics-reader") },
      rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }],
    },
    {
      apiVersion: API_VERSION,
      kind: "ClusterRole",
      metadata: { name: prefixed(metricsAuthRole) },
      rules: METRICS_AUTH_RULES,
    },
    binding("RoleBinding", "leader-election-role"),
    binding("ClusterRoleBinding", "manager-role"),
    binding("ClusterRoleBinding", metricsAuthRole),
  ];
}

/** Binds a role to the operator's service account. A binding is named after its role: `x-role` → `x-rolebinding`. */
function binding(kind: "RoleBinding" | "ClusterRoleBinding", role: string): KubernetesObject {
  const name = prefixed(`${role}binding`);
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: kind === "RoleBinding" ? inSystem(name) : { name },
    roleRef: { apiGroup: API_GROUP, kind: kind === "RoleBinding" ? "Role" : "ClusterRole", name: prefixed(role) },
    subjects: [{ kind: "ServiceAccount", name: prefixed(SERVICE_ACCOUNT), namespace: SYSTEM_NAMESPACE }],
  };
}
