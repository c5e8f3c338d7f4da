import { composePod } from "./deployment.js";
import type { KubernetesObject } from "./kubernetesObject.js";
import { inSystem, type NameMap, prefixed } from "./names.js";
import { layerPod } from "./podLayer.js";
import { OPERATOR_LABELS, WEBHOOK_LABELS } from "./services.js";
import type { StackContext } from "./stackContext.js";

/** The operator itself. */
export function managerDeployment(context: StackContext, names: NameMap): KubernetesObject {
  const { pod, args, layers } = context.facts.operator;
  const withArgs = layerPod(pod, { containers: [{ name: "manager", args }] });
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...inSystem(prefixed("controller-manager")), labels: WEBHOOK_LABELS },
    spec: {
      replicas: 1,
      minReadySeconds: 10,
      selector: { matchLabels: OPERATOR_LABELS },
      template: { metadata: { labels: WEBHOOK_LABELS }, spec: composePod(withArgs, layers, context, names) },
    },
  };
}
