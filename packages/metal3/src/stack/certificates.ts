import { flagsMatch } from "../releases/deployFlags.js";
import type { IronicCertificate } from "../releases/releaseFacts.js";
import type { KubernetesObject } from "./kubernetesObject.js";
import { inSystem, prefixed, SYSTEM_NAMESPACE } from "./names.js";
import { WEBHOOK_SERVICE } from "./services.js";
import type { StackContext } from "./stackContext.js";

const API_VERSION = "cert-manager.io/v1";

/** The certificate of the operator's webhooks, without prefix. */
export const SERVING_CERTIFICATE = "serving-cert";

const SELF_SIGNED = "selfsigned-issuer";

/** The operator's own certificate, self-signed, for its webhooks. */
export function servingCertificates(): readonly KubernetesObject[] {
  const host = `${prefixed(WEBHOOK_SERVICE)}.${SYSTEM_NAMESPACE}.svc`;
  return [
    {
      apiVersion: API_VERSION,
      kind: "Certificate",
      metadata: inSystem(prefixed(SERVING_CERTIFICATE)),
      spec: {
        dnsNames: [host, `${host}.cluster.local`],
        issuerRef: { kind: "Issuer", name: prefixed(SELF_SIGNED) },
        secretName: "bmo-webhook-server-cert",
      },
    },
    { apiVersion: API_VERSION, kind: "Issuer", metadata: inSystem(prefixed(SELF_SIGNED)), spec: { selfSigned: {} } },
  ];
}

/** Ironic's authority and the certificates that it signs. None without TLS. */
export function ironicCertificates({ facts, flags, addresses }: StackContext): readonly KubernetesObject[] {
  if (!flags.tls) {
    return [];
  }
  const named = facts.ironic.namesPrefixed ? prefixed : (name: string) => name;
  return facts.ironic.certificates
    .filter(({ when }) => flagsMatch(flags, when ?? {}))
    .map((entry) => ({
      apiVersion: API_VERSION,
      kind: entry.kind,
      metadata: inSystem(named(entry.name)),
      spec: entry.kind === "Issuer" ? issuerSpec(entry) : certificateSpec(entry, named, addresses),
    }));
}

function issuerSpec({ issuer }: IronicCertificate): object {
  return issuer === undefined ? { selfSigned: {} } : { ca: { secretName: issuer } };
}

function certificateSpec(
  { commonName, secretName, isCA, issuer, address }: IronicCertificate,
  named: (name: string) => string,
  addresses: StackContext["addresses"],
): object {
  return {
    commonName,
    ...(isCA ? { isCA } : {}),
    ...(address ? { ipAddresses: [addresses[address]] } : {}),
    issuerRef: { kind: "Issuer", name: named(issuer ?? SELF_SIGNED) },
    secretName,
  };
}
