import type { DeployFlags } from "./deployFlags.js";
import type { ImageRole, PodLayer } from "./pod.js";
import type { Release } from "./release.js";

/** One RBAC rule. */
export interface PolicyRule {
  /** API groups; `""` is the core group. */
  readonly apiGroups?: readonly string[] | undefined;
  /** Plurals, with a subresource where only that is meant: `baremetalhosts/status`. */
  readonly resources?: readonly string[] | undefined;
  /** Paths of the API server that are not resources, e.g. `/metrics`. */
  readonly nonResourceURLs?: readonly string[] | undefined;
  /** What may be done. */
  readonly verbs: readonly string[];
}

/** One validating webhook of the operator. */
export interface WebhookFacts {
  /** Kind in lower case: gives the webhook's name and its path. */
  readonly kind: string;
  /** Plural of the kind. */
  readonly resource: string;
  /** What the webhook is asked about: `CREATE`, `UPDATE`, `DELETE`. */
  readonly operations: readonly string[];
  /** Versions of AdmissionReview that it takes. */
  readonly reviewVersions: readonly string[];
}

/** A layer on a pod and the flags that call for it. Layers apply in order; see `layerPod`. */
export interface ConditionalLayer {
  /** Flags that it needs; others may be anything. */
  readonly when: Partial<DeployFlags>;
  /** What it adds. */
  readonly pod: PodLayer;
}

/** How deploy.sh names a generated object: kustomize's name prefix, and its content hash at the end. */
export interface GeneratedName {
  /** Begins with `baremetal-operator-`. */
  readonly prefixed: boolean;
  /** Ends with the hash of its content, so that new content is a new object and pods restart. */
  readonly hashed: boolean;
}

/** The operator's part of a release: what `-b` deploys. */
export interface OperatorFacts {
  /** The operator's pod without layers. */
  readonly pod: PodLayer;
  /** Flags of the manager's command line. */
  readonly args: readonly string[];
  /** What flags add to the pod, in order. */
  readonly layers: readonly ConditionalLayer[];
  /** Rules of the cluster role of the operator itself. */
  readonly rules: readonly PolicyRule[];
  /** Role (without prefix) that lets the metrics endpoint ask who is calling. */
  readonly metricsAuthRole: string;
  /** Its validating webhooks. */
  readonly webhooks: readonly WebhookFacts[];
  /** The checked-in config/default/ironic.env. */
  readonly env: Readonly<Record<string, string>>;
  /** How the ConfigMap of that file is named. */
  readonly envConfigMap: GeneratedName;
  /** Component configuration in a ConfigMap of its own, which no container mounts; absent where there is none. */
  readonly managerConfig?: string | undefined;
}

/** Parts of Ironic that deploy.sh applies together. */
export type IronicPart = "namespace" | "config" | "mariadb" | "credentials" | "deployment" | "certificates";

/** For which flags deploy.sh applies which parts of Ironic. */
export interface IronicAssembly {
  /** Flags that it needs; others may be anything. */
  readonly when: Partial<DeployFlags>;
  /** What is applied, in no order. */
  readonly parts: readonly IronicPart[];
  /** Why the set is less than what was asked for; absent where it is whole. */
  readonly missing?: string | undefined;
}

/** A Certificate or Issuer that Ironic's TLS brings. */
export interface IronicCertificate {
  /** Name of the object, before the prefix. */
  readonly name: string;
  /** Absent for an issuer. */
  readonly secretName?: string | undefined;
  /** Common name in the subject. Absent for an issuer. */
  readonly commonName?: string | undefined;
  /** Whose address goes into the certificate. */
  readonly address?: "ironic" | "mariadb" | undefined;
  /** Whether it signs others. Default false. */
  readonly isCA?: boolean | undefined;
  /** For a certificate, who signs it; for an issuer, the Secret of its authority, absent for self-signed. */
  readonly issuer?: string | undefined;
  /** Kind of cert-manager. */
  readonly kind: "Certificate" | "Issuer";
  /** Flags that it needs. Absent: TLS is enough. */
  readonly when?: Partial<DeployFlags> | undefined;
}

/** How the password file of Ironic reaches its pod: in its environment, out of the one or the other; or mounted. */
export type HtpasswdForm = "configMap" | "secret" | "file";

/** Ironic's part of a release: what `-i` deploys. */
export interface IronicFacts {
  /** First match wins. */
  readonly assemblies: readonly IronicAssembly[];
  /** Ironic's pod without layers. */
  readonly pod: PodLayer;
  /** What flags add to the pod, in order. */
  readonly layers: readonly ConditionalLayer[];
  /** The checked-in ironic_bmo_configmap.env. */
  readonly env: Readonly<Record<string, string>>;
  /** The one that `-k` takes in its place. */
  readonly keepalivedEnv: Readonly<Record<string, string>>;
  /** Keys that deploy.sh writes itself, over whatever the file says. */
  readonly derivedEnv: readonly DerivedKey[];
  /** What TLS brings. */
  readonly certificates: readonly IronicCertificate[];
  /** Whether certificates and credentials carry the name prefix, as the Deployment does in every release. */
  readonly namesPrefixed: boolean;
  /** How the password file reaches the pod. */
  readonly htpasswd: HtpasswdForm;
  /** When the Secret with MariaDB's password exists. */
  readonly mariadb: Partial<DeployFlags>;
}

/** A key of Ironic's .env file that deploy.sh writes itself. */
export interface DerivedKey {
  /** Name of the key. */
  readonly key: string;
  /** The flag or variable that its value comes from. */
  readonly from: "tls" | "restartContainerCertificateUpdated";
}

/** Keys that no checked-in file has but containers read, by the file that they belong in. */
export interface OptionalKeys {
  /** Keys that the operator reads. */
  readonly operator: readonly string[];
  /** Keys that the containers of Ironic's pod read. */
  readonly ironic: readonly string[];
  /** Keys that only images newer than the release read, and that are pulled all the same, as its images have no tag. */
  readonly laterIronic: readonly string[];
}

/** Everything that differs from release to release. Source: upstream's manifests and scripts at each tag. */
export interface ReleaseFacts {
  /** The tag, e.g. `v0.13.2`. */
  readonly release: Release;
  /** deploy.sh's letters that the release knows. */
  readonly letters: readonly string[];
  /** Whether there is a separate inspector, with credentials of its own. */
  readonly inspector: boolean;
  /** Generated manifests of old code generators carry a null time stamp. */
  readonly nullTimestamps: boolean;
  /** As the manifests name them. Most are untagged: whatever the registry calls latest when the pod starts. */
  readonly images: Readonly<Record<ImageRole, string>>;
  /** What `-b` deploys. */
  readonly operator: OperatorFacts;
  /** What `-i` deploys. */
  readonly ironic: IronicFacts;
  /** Keys of the .env files beyond those that are checked in. */
  readonly optionalKeys: OptionalKeys;
  /** Keys that Ironic's scripts need defined, blank or not; deploy.sh sets none of them. */
  readonly mustBePresent: readonly string[];
}
