import type { KubernetesObject } from "@ironworks/metal3";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What makes a resource of an object. */
type MakeResource = (name: string, args: ObjectArgs, opts: pulumi.CustomResourceOptions) => pulumi.CustomResource;

/** An object of which anything but its kind may be computed. */
interface ObjectArgs {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: pulumi.Input<Readonly<Record<string, unknown>>>;
  readonly [member: string]: unknown;
}

const { admissionregistration, apiextensions, apps, core, rbac } = kubernetes;

type Constructor = new (name: string, args: never, opts?: pulumi.CustomResourceOptions) => pulumi.CustomResource;

/** Typed resources, by API version and kind. */
const BUILT_INS: Readonly<Record<string, Constructor>> = {
  "v1/Namespace": core.v1.Namespace,
  "v1/ServiceAccount": core.v1.ServiceAccount,
  "v1/ConfigMap": core.v1.ConfigMap,
  "v1/Secret": core.v1.Secret,
  "v1/Service": core.v1.Service,
  "apps/v1/Deployment": apps.v1.Deployment,
  "rbac.authorization.k8s.io/v1/Role": rbac.v1.Role,
  "rbac.authorization.k8s.io/v1/RoleBinding": rbac.v1.RoleBinding,
  "rbac.authorization.k8s.io/v1/ClusterRole": rbac.v1.ClusterRole,
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": rbac.v1.ClusterRoleBinding,
  "apiextensions.k8s.io/v1/CustomResourceDefinition": apiextensions.v1.CustomResourceDefinition,
  "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration":
    admissionregistration.v1.ValidatingWebhookConfiguration,
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy": admissionregistration.v1.ValidatingAdmissionPolicy,
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding":
    admissionregistration.v1.ValidatingAdmissionPolicyBinding,
};

/** Makes the resource of an object: a typed one where there is one, else a CustomResource. */
export function resourceOf(object: Pick<KubernetesObject, "apiVersion" | "kind">): MakeResource {
  const Resource = BUILT_INS[`${object.apiVersion}/${object.kind}`] ?? apiextensions.CustomResource;
  return (name, args, opts) => new Resource(name, args as never, opts);
}
