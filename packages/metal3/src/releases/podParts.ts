import { LOGICAL_NAMES } from "./logicalNames.js";
import type { ContainerLayer, EnvFrom, EnvVar, ImageRole, Probe, SecurityContext, Volume, VolumeMount } from "./pod.js";

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

/** The same, for a line of a shell. */
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

/** Environment out of ConfigMaps, by logical name. */
export function envFrom(...names: readonly string[]): readonly EnvFrom[] {
  return names.map((name) => ({ configMapRef: { name } }));
}

/** Environment out of Secrets, by logical name. */
export function envFromSecret(...names: readonly string[]): readonly EnvFrom[] {
  return names.map((name) => ({ secretRef: { name } }));
}

/** The environment that all containers of Ironic have. */
export const IRONIC_CONFIG: readonly EnvFrom[] = envFrom(LOGICAL_NAMES.ironicConfig);

/** A volume, mounted for reading. */
export function mounted(name: string, mountPath: string): VolumeMount {
  return { name, mountPath, readOnly: true };
}

/** A volume out of a Secret, by default one of the same name. */
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

/** Ironic's web server answers in Ironic's place, with TLS. */
export const IRONIC_BEHIND_PROXY: EnvVar = { name: "IRONIC_REVERSE_PROXY_SETUP", value: "true" };

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
