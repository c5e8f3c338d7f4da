/** Waves in which Argo CD applies what belongs to one control plane. Everything of a user's own is in wave 0. */
export const SYNC_WAVES = {
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
const BY_KIND: Readonly<Record<string, number>> = {
  Namespace: SYNC_WAVES.namespace,
  CustomResourceDefinition: SYNC_WAVES.definitions,
  ValidatingAdmissionPolicy: SYNC_WAVES.guard,
  ValidatingAdmissionPolicyBinding: SYNC_WAVES.guard,
  Issuer: SYNC_WAVES.certificates,
  Certificate: SYNC_WAVES.certificates,
  Deployment: SYNC_WAVES.deployments,
  MutatingWebhookConfiguration: SYNC_WAVES.webhooks,
  ValidatingWebhookConfiguration: SYNC_WAVES.webhooks,
};

/** The wave of an object of the control plane. */
export function waveOf(kind: string): number {
  return BY_KIND[kind] ?? SYNC_WAVES.access;
}
