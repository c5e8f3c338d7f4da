import type { KubernetesObject } from "./kubernetesObject.js";
import { inSystem, prefixed } from "./names.js";

/** Labels that the operator's pods carry and its Services select. */
export const OPERATOR_LABELS: Readonly<Record<string, string>> = { "control-plane": "controller-manager" };
export const WEBHOOK_LABELS: Readonly<Record<string, string>> = {
  ...OPERATOR_LABELS,
  webhook: "metal3-io-v1alpha1-baremetalhost",
};

/** The Service behind the webhooks, without prefix. */
export const WEBHOOK_SERVICE = "webhook-service";

/** Where metrics are read, and where the API server asks the webhooks. Upstream makes no Service for Ironic. */
export function serviceObjects(): readonly KubernetesObject[] {
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...inSystem(prefixed("controller-manager-metrics-service")), labels: OPERATOR_LABELS },
      spec: { ports: [{ name: "https", port: 8443, targetPort: "https" }], selector: OPERATOR_LABELS },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: inSystem(prefixed(WEBHOOK_SERVICE)),
      spec: { ports: [{ port: 443, targetPort: 9443 }], selector: WEBHOOK_LABELS },
    },
  ];
}
