import { HOLDS_HOSTS_LABEL } from "@ironworks/metal3";
import { ApiObject } from "cdk8s";
import { Construct } from "constructs";
import { keepClusterScope } from "./clusterScope.js";
import { GitOps } from "./gitOps.js";
import type { HostNamespaceProps } from "./hostNamespaceProps.js";
import { SYNC_WAVES } from "./syncWaves.js";

/**
 * A namespace that holds hosts and their Secrets: kept by Argo CD and Flux, and marked, so that the guard refuses to delete
 * it.
 *
 * @example
 * ```ts
 * const { name } = new HostNamespace(stack.prerequisites, "site-a");
 * const hosts = new Chart(app, "hosts", { namespace: name });
 * ```
 */
export class HostNamespace extends Construct {
  /** Name of the namespace. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: HostNamespaceProps = {}) {
    super(scope, id);
    const object = new ApiObject(this, "Resource", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        ...props.metadata,
        name: props.metadata?.name ?? id,
        labels: { ...props.metadata?.labels, [HOLDS_HOSTS_LABEL]: "true" },
      },
    });
    this.name = object.name;
    keepClusterScope(object);
    GitOps.protect(object, { wave: SYNC_WAVES.namespace });
  }
}
