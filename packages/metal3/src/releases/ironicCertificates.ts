import type { IronicCertificate } from "./releaseFacts.js";

/** A certificate for an address, in a Secret of its own name, signed by Ironic's authority unless the changes say otherwise. */
function certificate(
  name: string,
  address: IronicCertificate["address"],
  changes: Partial<IronicCertificate> = {},
): IronicCertificate {
  return { kind: "Certificate", name, secretName: name, commonName: name, address, issuer: "ca-issuer", ...changes };
}

const ISSUERS: readonly IronicCertificate[] = [
  { kind: "Issuer", name: "selfsigned-issuer" },
  { kind: "Issuer", name: "ca-issuer", issuer: "ironic-cacert" },
];

/** What makes a certificate the authority that signs the others. */
const AUTHORITY: Partial<IronicCertificate> = { commonName: "ironic-ca", isCA: true, issuer: "selfsigned-issuer" };

const ADDRESSED_AUTHORITY = certificate("ironic-cacert", "ironic", AUTHORITY);
const IRONIC = certificate("ironic-cert", "ironic");
const INSPECTOR = certificate("ironic-inspector-cert", "ironic");
const OPTIONAL_MARIADB = certificate("mariadb-cert", "mariadb", { when: { mariadb: true } });

/** Certificates and issuers that Ironic's TLS brings, in upstream's order, by what there is to protect. */
export const IRONIC_CERTIFICATES: Readonly<
  Record<"withMariadb" | "withInspector" | "addressedAuthority" | "plainAuthority", readonly IronicCertificate[]>
> = {
  /** v0.1 and v0.2: MariaDB is always there. */
  withMariadb: [...ISSUERS, ADDRESSED_AUTHORITY, IRONIC, INSPECTOR, certificate("mariadb-cert", "mariadb")],
  /** v0.3 to v0.5. */
  withInspector: [...ISSUERS, ADDRESSED_AUTHORITY, IRONIC, INSPECTOR, OPTIONAL_MARIADB],
  /** Since v0.6, as long as the authority itself carries the host's address: until v0.8.0, and again in v0.9.0. */
  addressedAuthority: [...ISSUERS, ADDRESSED_AUTHORITY, IRONIC, OPTIONAL_MARIADB],
  /** The same without that address. */
  plainAuthority: [...ISSUERS, certificate("ironic-cacert", undefined, AUTHORITY), IRONIC, OPTIONAL_MARIADB],
};
