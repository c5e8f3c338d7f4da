import type { KubernetesObject } from "./kubernetesObject.js";
import { systemNamespace } from "./names.js";

/** The stack's namespace. */
export function namespaceObject(): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: systemNamespace, labels: { "control-plane": "controller-manager" } },
  };
}
