import { flagsMatch } from "../releases/deployFlags.js";
import type { IronicCertificate } from "../releases/releaseFacts.js";
import type { StackContext } from "./context.js";
import type { KubernetesObject } from "./kubernetesObject.js";
import { inSystem, prefixed, systemNamespace } from "./names.js";
import { webhookService } from "./services.js";

const apiVersion = "cert-manager.io/v1";

/** The certificate of the operator's webhooks, without prefix. */
export const servingCertificate = "serving-cert";

const selfSigned = "selfsigned-issuer";

/** The operator's own certificate, self-signed, for its webhooks. */
export function servingCertificates(): readonly KubernetesObject[] {
  const host = `${prefixed(webhookService)}.${systemNamespace}.svc`;
  return [
    {
      apiVersion,
      kind: "Certificate",
      metadata: inSystem(prefixed(servingCertificate)),
      spec: {
        dnsNames: [host, `${host}.cluster.local`],
        issuerRef: { kind: "Issuer", name: prefixed(selfSigned) },
        secretName: "bmo-webhook-server-cert",
      },
    },
    { apiVersion, kind: "Issuer", metadata: inSystem(prefixed(selfSigned)), spec: { selfSigned: {} } },
  ];
}

/** Ironic's authority and the certificates that it signs. None without TLS. */
export function ironicCertificates({ facts, flags, addresses }: StackContext): readonly KubernetesObject[] {
  if (!flags.tls) return [];
  const named = facts.ironic.namesPrefixed ? prefixed : (name: string) => name;
  return facts.ironic.certificates
    .filter(({ when }) => flagsMatch(flags, when ?? {}))
    .map((entry) => ({
      apiVersion,
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
    issuerRef: { kind: "Issuer", name: named(issuer ?? selfSigned) },
    secretName,
  };
}
