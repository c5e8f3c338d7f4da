import { composePod } from "./deployment.js";
import type { KubernetesObject } from "./kubernetesObject.js";
import { inSystem, type NameMap, prefixed } from "./names.js";
import type { StackContext } from "./stackContext.js";

const LABELS = { name: "ironic" } as const;

/** Ironic and what it needs in one pod. The old pod goes before a new one starts: two would fight over one host. */
export function ironicDeployment(context: StackContext, names: NameMap): KubernetesObject {
  const { pod, layers } = context.facts.ironic;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: inSystem(prefixed("ironic")),
    spec: {
      replicas: 1,
      minReadySeconds: 10,
      strategy: { type: "Recreate" },
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: composePod(pod, layers, context, names) },
    },
  };
}
