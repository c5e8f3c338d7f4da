import type { KubernetesObject } from "./kubernetesObject.js";
import { SYSTEM_NAMESPACE } from "./names.js";

/** The stack's namespace. */
export function namespaceObject(): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: SYSTEM_NAMESPACE, labels: { "control-plane": "controller-manager" } },
  };
}
