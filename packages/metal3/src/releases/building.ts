import type { ContainerLayer, EnvFrom, EnvVar, ImageRole, Probe, SecurityContext, Volume, VolumeMount } from "./pod.js";
import type { IronicCertificate, PolicyRule } from "./releaseFacts.js";

/** Names that parts of a stack know each other by, before prefix and content hash. */
export const LOGICAL_NAMES = {
  operatorConfig: "ironic",
  managerConfig: "manager-config",
  ironicConfig: "ironic-bmo-configmap",
  mariadbPassword: "mariadb-password",
  credentials: "ironic-credentials",
  inspectorCredentials: "ironic-inspector-credentials",
  htpasswd: "ironic-htpasswd",
  inspectorHtpasswd: "ironic-inspector-htpasswd",
  authConfig: "ironic-auth-config",
  inspectorAuthConfig: "ironic-inspector-auth-config",
} as const;

/** Asks a command, every 30 s, ten failures long: what all parts of Ironic use. */
export function execProbe(...command: readonly string[]): Probe {
  return {
    exec: { command },
    initialDelaySeconds: 30,
    periodSeconds: 30,
    timeoutSeconds: 10,
    successThreshold: 1,
    failureThreshold: 10,
  };
}

export function shellProbe(line: string): Probe {
  return execProbe("sh", "-c", line);
}

/** Both probes of a container, asking the same. */
export function probes(probe: Probe): Pick<ContainerLayer, "livenessProbe" | "readinessProbe"> {
  return { livenessProbe: probe, readinessProbe: probe };
}

/** Asks the manager over HTTP, every 10 s. */
export function managerProbe(path: string): Probe {
  return {
    httpGet: { path, port: 9440 },
    initialDelaySeconds: 10,
    periodSeconds: 10,
    timeoutSeconds: 2,
    successThreshold: 1,
    failureThreshold: 10,
  };
}

/** Replaces the command of both probes and leaves their times. */
export function probeCommand(line: string): Pick<ContainerLayer, "livenessProbe" | "readinessProbe"> {
  return probes({ exec: { command: ["sh", "-c", line] } });
}

export function envFrom(...names: readonly string[]): readonly EnvFrom[] {
  return names.map((name) => ({ configMapRef: { name } }));
}

export function envFromSecret(...names: readonly string[]): readonly EnvFrom[] {
  return names.map((name) => ({ secretRef: { name } }));
}

export function mounted(name: string, mountPath: string): VolumeMount {
  return { name, mountPath, readOnly: true };
}

export function secretVolume(name: string, secretName: string = name): Volume {
  return { name, secret: { secretName } };
}

/** The volume that downloader, Ironic and its web server share. */
export const DATA_VOLUME: Volume = { name: "ironic-data-volume", emptyDir: {} };
export const DATA_MOUNT: VolumeMount = { name: "ironic-data-volume", mountPath: "/shared" };

export const MARIADB_PASSWORD: EnvVar = {
  name: "MARIADB_PASSWORD",
  valueFrom: { secretKeyRef: { name: LOGICAL_NAMES.mariadbPassword, key: "password" } },
};

export const RESTART_ON_CERTIFICATE: EnvVar = {
  name: "RESTART_CONTAINER_CERTIFICATE_UPDATED",
  valueFrom: {
    configMapKeyRef: { name: LOGICAL_NAMES.ironicConfig, key: "RESTART_CONTAINER_CERTIFICATE_UPDATED" },
  },
};

/** Runs an image that may have changed since the last start. */
export function pulled(image: ImageRole): Pick<ContainerLayer, "image" | "imagePullPolicy"> {
  return { image, imagePullPolicy: "Always" };
}

/** No privilege but those that are given back. */
export function confined(
  user: { readonly uid: number; readonly gid: number },
  add?: readonly string[],
): SecurityContext {
  return {
    allowPrivilegeEscalation: add !== undefined,
    privileged: false,
    capabilities: add === undefined ? { drop: ["ALL"] } : { drop: ["ALL"], add },
    runAsUser: user.uid,
    runAsGroup: user.gid,
  };
}

/** Everything that a controller does with objects that it owns. */
export const FULL_ACCESS = ["create", "delete", "get", "list", "patch", "update", "watch"] as const;
export const READ_ACCESS = ["get", "list", "watch"] as const;
export const STATUS_ACCESS = ["get", "patch", "update"] as const;

export function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule {
  return { apiGroups: [apiGroup], resources, verbs };
}

/** A certificate for an address, in a Secret of its own name, signed by Ironic's authority unless said otherwise. */
export function certificate(
  name: string,
  address: IronicCertificate["address"],
  changes: Partial<IronicCertificate> = {},
): IronicCertificate {
  return { kind: "Certificate", name, secretName: name, commonName: name, address, issuer: "ca-issuer", ...changes };
}
