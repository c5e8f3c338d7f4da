import { HOST_ANNOTATIONS } from "../kinds/hostAnnotations.js";
import type { KubernetesObject } from "../stack/kubernetesObject.js";
import { admissionPolicy, type PolicySpec } from "./admissionPolicy.js";
import { HOLDS_HOSTS_LABEL } from "./approval.js";
import { containerPolicy } from "./containerPolicy.js";
import { hostPolicy, notExempt } from "./hostPolicy.js";

/** What the guard lets pass. */
export interface GuardOptions {
  /**
   * User names whose writes need no approval, such as a controller that is meant to deprovision hosts:
   * `system:serviceaccount:capm3-system:capm3-manager`. The operator needs none: it writes nothing that is guarded, but
   * for a HostClaim that ends, whose host it would deprovision.
   * Default: none.
   */
  readonly exempt?: readonly string[] | undefined;
  /**
   * Whether a host may be created with an image. The server cannot know whether a system runs on the machine already,
   * and the operator installs such a host at once: whoever applies a Git repository to a new cluster reinstalls
   * everything. `refuse` takes the image only where the host brings its status along, or in a second step.
   * Default: `allow`.
   */
  readonly createWithImage?: "allow" | "refuse" | undefined;
}

/**
 * Policies with which the API server, from Kubernetes 1.30, refuses what could turn into a wipe by a hasty edit or a
 * GitOps controller: deleting an installed host, changing or removing its image, turning its cleaning on, ending its
 * external provisioning, changing its root device hints or RAID, deleting definitions of Metal3 and namespaces that
 * hold hosts. A refusal is one sentence that says how to approve the change.
 *
 * Not refused: `online: false`, a change of the BMC address (the operator's webhook takes it only from a detached host),
 * deleting a host that is detached, writes of the status subresource, deleting the policies themselves (a policy cannot
 * guard policies).
 *
 * @example
 * ```ts
 * for (const object of guardObjects({ exempt: ["system:serviceaccount:capm3-system:capm3-manager"] })) {
 *   console.log(object.kind, object.metadata.name);
 * }
 * ```
 */
export function guardObjects(options: GuardOptions = {}): readonly KubernetesObject[] {
  const exempt = options.exempt ?? [];
  const policies = [hostPolicy(exempt), containerPolicy(exempt), NAMESPACE_MARK_POLICY];
  if (options.createWithImage === "refuse") {
    policies.push(installPolicy(exempt));
  }
  return policies.flatMap(admissionPolicy);
}

/** Says so where a host goes into a namespace that is not marked, as its deletion would not be refused. */
const NAMESPACE_MARK_POLICY: PolicySpec = {
  name: "ironworks-host-namespaces",
  resources: [{ group: "metal3.io", resource: "baremetalhosts", operations: ["CREATE"] }],
  conditions: {},
  variables: {},
  rules: [
    {
      expression: `namespaceObject.metadata.?labels['${HOLDS_HOSTS_LABEL}'].orValue('') == 'true'`,
      message: `'Namespace ' + namespaceObject.metadata.name + ' is not guarded against deletion; run: kubectl label namespace ' + namespaceObject.metadata.name + ' ${HOLDS_HOSTS_LABEL}=true'`,
    },
  ],
  action: "Warn",
};

function installPolicy(exempt: readonly string[]): PolicySpec {
  return {
    name: "ironworks-installs",
    resources: [{ group: "metal3.io", resource: "baremetalhosts", operations: ["CREATE"] }],
    conditions: notExempt(exempt),
    variables: {},
    rules: [
      {
        expression: `(!object.?spec.image.hasValue() && !object.?spec.customDeploy.hasValue()) || object.?spec.?externallyProvisioned.orValue(false) || '${HOST_ANNOTATIONS.status}' in object.metadata.?annotations.orValue({})`,
        message: `'Creating host ' + object.metadata.name + ' with an image installs it at once, whatever runs there; create it without the image and add that when the host is available, or bring its status along in the annotation ${HOST_ANNOTATIONS.status}'`,
      },
    ],
    action: "Deny",
  };
}
