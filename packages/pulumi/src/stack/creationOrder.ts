import type { KubernetesObject } from "@ironworks/metal3";

type Known = Pick<KubernetesObject, "kind" | "metadata">;

/** What an object waits for, by the kinds of others. What is not named waits for the namespace alone. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  Namespace: [],
  CustomResourceDefinition: [],
  ClusterRole: [],
  ValidatingAdmissionPolicy: [],
  ValidatingAdmissionPolicyBinding: ["ValidatingAdmissionPolicy"],
  ClusterRoleBinding: ["Namespace", "ClusterRole", "ServiceAccount"],
  RoleBinding: ["Namespace", "Role", "ServiceAccount"],
  Certificate: ["Namespace", "Issuer"],
  // Not for Services: those are ready when their pods are.
  Deployment: [
    "Namespace",
    "CustomResourceDefinition",
    "ServiceAccount",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Issuer",
    "Certificate",
  ],
  // It refuses every host until the operator serves it, and goes first when the stack is destroyed.
  ValidatingWebhookConfiguration: ["Namespace", "Deployment", "Service"],
};

const OTHERWISE: readonly string[] = ["Namespace"];

const OPERATOR = /controller-manager$/;

/** Whether one object is created after another, and deleted before it. */
export function waitsFor(one: Known, other: Known): boolean {
  if (!(AFTER[one.kind] ?? OTHERWISE).includes(other.kind)) {
    return false;
  }
  // Webhooks are the operator's; Ironic has no part in them.
  return other.kind !== "Deployment" || OPERATOR.test(other.metadata.name);
}

/** Objects in an order in which each comes after those that it waits for. */
export function inCreationOrder<T extends Known>(objects: readonly T[]): readonly T[] {
  const depths = new Map<string, number>();
  const depth = (kind: string): number => {
    const known = depths.get(kind);
    if (known !== undefined) {
      return known;
    }
    const found = Math.max(-1, ...(AFTER[kind] ?? OTHERWISE).map(depth)) + 1;
    depths.set(kind, found);
    return found;
  };
  return [...objects].sort((one, other) => depth(one.kind) - depth(other.kind));
}
