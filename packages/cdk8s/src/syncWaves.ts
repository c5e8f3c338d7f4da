/** Waves in which Argo CD applies what belongs to one control plane. Everything of a user's own is in wave 0. */
export const syncWaves = {
  namespace: -50,
  definitions: -40,
  guard: -30,
  access: -20,
  certificates: -15,
  deployments: -10,
  webhooks: -5,
  hosts: 10,
} as const;

/** Kinds that others of the control plane wait for, or that refuse everything until they are served. */
const byKind: Readonly<Record<string, number>> = {
  Namespace: syncWaves.namespace,
  CustomResourceDefinition: syncWaves.definitions,
  ValidatingAdmissionPolicy: syncWaves.guard,
  ValidatingAdmissionPolicyBinding: syncWaves.guard,
  Issuer: syncWaves.certificates,
  Certificate: syncWaves.certificates,
  Deployment: syncWaves.deployments,
  MutatingWebhookConfiguration: syncWaves.webhooks,
  ValidatingWebhookConfiguration: syncWaves.webhooks,
};

/** The wave of an object of the control plane. */
export function waveOf(kind: string): number {
  return byKind[kind] ?? syncWaves.access;
}
