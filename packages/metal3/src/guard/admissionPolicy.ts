import type { KubernetesObject } from "../stack/kubernetesObject.js";

/** Which requests a policy looks at. */
interface PolicyResource {
  readonly group: string;
  /** Plural. */
  readonly resource: string;
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
}

/** One thing that a policy asks for, in the Common Expression Language. */
export interface PolicyRule {
  /** Must be true. */
  readonly expression: string;
  /** Gives the sentence that is shown where it is not. */
  readonly message: string;
}

/** What a ValidatingAdmissionPolicy and its binding are made from. */
export interface PolicySpec {
  readonly name: string;
  readonly resources: readonly PolicyResource[];
  /** By name; all must be true, or the request passes unseen. */
  readonly conditions: Readonly<Record<string, string>>;
  /** By name, in the order in which they build on each other. */
  readonly variables: Readonly<Record<string, string>>;
  readonly rules: readonly PolicyRule[];
  readonly action: "Deny" | "Warn";
}

/** A ValidatingAdmissionPolicy of `admissionregistration.k8s.io/v1` and its binding, which share a name. */
export function admissionPolicy(spec: PolicySpec): readonly KubernetesObject[] {
  const metadata = { name: spec.name };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: spec.resources.map(({ group, resource, operations }) => ({
            apiGroups: [group],
            apiVersions: ["*"],
            operations: [...operations],
            resources: [resource],
          })),
        },
        matchConditions: named(spec.conditions),
        variables: named(spec.variables),
        validations: spec.rules.map(({ expression, message }) => ({
          expression,
          messageExpression: message,
          reason: "Forbidden",
        })),
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: spec.name, validationActions: [spec.action] },
    },
  ];
}

function named(expressions: Readonly<Record<string, string>>): readonly { name: string; expression: string }[] {
  return Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}
