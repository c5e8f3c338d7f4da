import type { DeployFlags } from "./deployFlags.js";
import type { ImageRole, PodLayer } from "./pod.js";
import type { Release } from "./release.js";

/** One RBAC rule. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly nonResourceURLs?: readonly string[] | undefined;
  readonly verbs: readonly string[];
}

/** One validating webhook of the operator. */
export interface WebhookFacts {
  /** Kind in lower case: gives the webhook's name and its path. */
  readonly kind: string;
  /** Plural of the kind. */
  readonly resource: string;
  readonly operations: readonly string[];
  readonly reviewVersions: readonly string[];
}

/** A layer on a pod and the flags that call for it. Layers apply in order; see `layerPod`. */
export interface ConditionalLayer {
  readonly when: Partial<DeployFlags>;
  readonly pod: PodLayer;
}

/** How deploy.sh names a generated object: kustomize's name prefix, and its content hash at the end. */
export interface GeneratedName {
  readonly prefixed: boolean;
  readonly hashed: boolean;
}

/** The operator's part of a release: what `-b` deploys. */
export interface OperatorFacts {
  readonly pod: PodLayer;
  /** Flags of the manager's command line. */
  readonly args: readonly string[];
  readonly layers: readonly ConditionalLayer[];
  /** Rules of the cluster role of the operator itself. */
  readonly rules: readonly PolicyRule[];
  /** Role (without prefix) that lets the metrics endpoint ask who is calling. */
  readonly metricsAuthRole: string;
  readonly webhooks: readonly WebhookFacts[];
  /** The checked-in config/default/ironic.env. */
  readonly env: Readonly<Record<string, string>>;
  readonly envConfigMap: GeneratedName;
  /** Component configuration in a ConfigMap of its own, which no container mounts; absent where there is none. */
  readonly managerConfig?: string | undefined;
}

/** Parts of Ironic that deploy.sh applies together. */
export type IronicPart = "namespace" | "config" | "mariadb" | "credentials" | "deployment" | "certificates";

/** For which flags deploy.sh applies which parts of Ironic. */
export interface IronicAssembly {
  readonly when: Partial<DeployFlags>;
  readonly parts: readonly IronicPart[];
  /** Why the set is less than what was asked for; absent where it is whole. */
  readonly missing?: string | undefined;
}

/** A Certificate or Issuer that Ironic's TLS brings. */
export interface IronicCertificate {
  readonly name: string;
  /** Absent for an issuer. */
  readonly secretName?: string | undefined;
  readonly commonName?: string | undefined;
  /** Whose address goes into the certificate. */
  readonly address?: "ironic" | "mariadb" | undefined;
  readonly isCA?: boolean | undefined;
  /** For a certificate, who signs it; for an issuer, the Secret of its authority, absent for self-signed. */
  readonly issuer?: string | undefined;
  readonly kind: "Certificate" | "Issuer";
  readonly when?: Partial<DeployFlags> | undefined;
}

/** How the password file of Ironic reaches its pod: in its environment, out of the one or the other; or mounted. */
export type HtpasswdForm = "configMap" | "secret" | "file";

/** Ironic's part of a release: what `-i` deploys. */
export interface IronicFacts {
  /** First match wins. */
  readonly assemblies: readonly IronicAssembly[];
  readonly pod: PodLayer;
  readonly layers: readonly ConditionalLayer[];
  /** The checked-in ironic_bmo_configmap.env, and the one that `-k` takes in its place. */
  readonly env: Readonly<Record<string, string>>;
  readonly keepalivedEnv: Readonly<Record<string, string>>;
  /** Keys that deploy.sh writes itself, over whatever the file says. */
  readonly derivedEnv: readonly DerivedKey[];
  readonly certificates: readonly IronicCertificate[];
  /** Whether certificates and credentials carry the name prefix, as the Deployment does in every release. */
  readonly namesPrefixed: boolean;
  readonly htpasswd: HtpasswdForm;
  /** When the Secret with MariaDB's password exists. */
  readonly mariadb: Partial<DeployFlags>;
}

export interface DerivedKey {
  readonly key: string;
  readonly from: "tls" | "restartContainerCertificateUpdated";
}

/** A key that no checked-in file has but containers read, and which of the two files it belongs in. */
export interface OptionalKeys {
  readonly operator: readonly string[];
  readonly ironic: readonly string[];
}

/** Everything that differs from release to release. Source: upstream's manifests and scripts at each tag. */
export interface ReleaseFacts {
  readonly release: Release;
  /** deploy.sh's letters that the release knows. */
  readonly letters: readonly string[];
  /** Whether there is a separate inspector, with credentials of its own. */
  readonly inspector: boolean;
  /** Generated manifests of old code generators carry a null time stamp. */
  readonly nullTimestamps: boolean;
  /** As the manifests name them. Most are untagged: whatever the registry calls latest when the pod starts. */
  readonly images: Readonly<Record<ImageRole, string>>;
  readonly operator: OperatorFacts;
  readonly ironic: IronicFacts;
  readonly optionalKeys: OptionalKeys;
  /** Keys that Ironic's scripts need defined, blank or not; deploy.sh sets none of them. */
  readonly mustBePresent: readonly string[];
}

/** What a line or patch changes in the one that it inherits from. Members of `operator` and `ironic` replace whole values. */
export interface ReleaseDelta {
  readonly letters?: readonly string[] | undefined;
  readonly inspector?: boolean | undefined;
  readonly nullTimestamps?: boolean | undefined;
  readonly images?: Partial<Record<ImageRole, string>> | undefined;
  readonly operator?: Partial<OperatorFacts> | undefined;
  readonly ironic?: Partial<IronicFacts> | undefined;
  /** Optional keys of the operator that are new. */
  readonly operatorKeys?: readonly string[] | undefined;
  /** Optional keys of Ironic. */
  readonly ironicKeys?: readonly string[] | undefined;
  readonly mustBePresent?: readonly string[] | undefined;
}
