/** A reference to one key of a ConfigMap or Secret. */
export interface KeyReference {
  /** Name of the object. */
  readonly name: string;
  /** Its key. */
  readonly key: string;
}

/** One variable of a container: a value, or where it comes from. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?:
    | { readonly fieldRef: { readonly fieldPath: string } }
    | { readonly secretKeyRef: KeyReference }
    | { readonly configMapKeyRef: KeyReference }
    | undefined;
}

/** Variables of a container, all that a ConfigMap or Secret has. */
export type EnvFrom =
  | { readonly configMapRef: { readonly name: string } }
  | { readonly secretRef: { readonly name: string } };

/** Where a container sees a volume of its pod. */
export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean | undefined;
}

/** A volume: the content of a Secret, or a directory that lives as long as the pod. */
export interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string; readonly defaultMode?: number | undefined } | undefined;
  readonly emptyDir?: Readonly<Record<string, never>> | undefined;
}

/** How a kubelet asks a container for its health, and when. Seconds, except for the two thresholds. */
export interface Probe {
  readonly exec?: { readonly command: readonly string[] } | undefined;
  readonly httpGet?: { readonly path: string; readonly port: number } | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly failureThreshold?: number | undefined;
}

/** What a container may do, and as whom. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean | undefined;
  readonly privileged?: boolean | undefined;
  readonly capabilities?:
    | { readonly drop?: readonly string[] | undefined; readonly add?: readonly string[] | undefined }
    | undefined;
  readonly runAsUser?: number | undefined;
  readonly runAsGroup?: number | undefined;
}

/** What holds for all containers of a pod. */
export interface PodSecurityContext {
  readonly runAsNonRoot?: boolean | undefined;
  readonly seccompProfile?: { readonly type: string } | undefined;
  readonly fsGroup?: number | undefined;
}

/** A port that a container listens on. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly name: string;
  readonly protocol?: string | undefined;
}

/** Which of a release's images a container runs. */
export type ImageRole =
  | "operator"
  | "kubeRbacProxy"
  | "ironic"
  | "dnsmasq"
  | "mariadb"
  | "keepalived"
  | "ramdiskDownloader";

/** A container, or what a layer adds to the container of that name. */
export interface ContainerLayer {
  readonly name: string;
  readonly image?: ImageRole | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly args?: readonly string[] | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFrom[] | undefined;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly livenessProbe?: Probe | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly securityContext?: SecurityContext | undefined;
}

/** A pod, or what a layer adds to one. */
export interface PodLayer {
  readonly hostNetwork?: boolean | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly securityContext?: PodSecurityContext | undefined;
  readonly initContainers?: readonly ContainerLayer[] | undefined;
  readonly containers?: readonly ContainerLayer[] | undefined;
  readonly volumes?: readonly Volume[] | undefined;
}
