import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { SERVING_CERTIFICATE } from "./certificates.js";
import type { KubernetesObject } from "./kubernetesObject.js";
import { prefixed, SYSTEM_NAMESPACE } from "./names.js";
import { WEBHOOK_SERVICE } from "./services.js";

/** What the API server asks the operator about. */
export function webhookObjects(facts: ReleaseFacts): readonly KubernetesObject[] {
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: {
        name: prefixed("validating-webhook-configuration"),
        annotations: { "cert-manager.io/inject-ca-from": `${SYSTEM_NAMESPACE}/${prefixed(SERVING_CERTIFICATE)}` },
        ...(facts.nullTimestamps ? { creationTimestamp: null } : {}),
      },
      webhooks: facts.operator.webhooks.map(({ kind, resource, operations, reviewVersions }) => ({
        name: `${kind}.metal3.io`,
        admissionReviewVersions: reviewVersions,
        clientConfig: {
          service: {
            name: prefixed(WEBHOOK_SERVICE),
            namespace: SYSTEM_NAMESPACE,
            path: `/validate-metal3-io-v1alpha1-${kind}`,
          },
        },
        failurePolicy: "Fail",
        rules: [{ apiGroups: ["metal3.io"], apiVersions: ["v1alpha1"], operations, resources: [resource] }],
        sideEffects: "None",
      })),
    },
  ];
}
