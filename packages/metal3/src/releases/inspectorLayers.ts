import { envFrom, envFromSecret, LOGICAL_NAMES, mounted, probeCommand, secretVolume } from "./building.js";
import type { ContainerLayer, EnvFrom, EnvVar } from "./pod.js";
import type { ConditionalLayer, HtpasswdForm } from "./releaseFacts.js";

const CONFIG = envFrom(LOGICAL_NAMES.ironicConfig);

const REVERSE_PROXY: readonly EnvVar[] = ["IRONIC_REVERSE_PROXY_SETUP", "INSPECTOR_REVERSE_PROXY_SETUP"].map(
  (name) => ({
    name,
    value: "true",
  }),
);

const IRONIC_CA = mounted("cert-ironic-ca", "/certs/ca/ironic");
const INSPECTOR_CA = mounted("cert-ironic-inspector-ca", "/certs/ca/ironic-inspector");
const IRONIC_AUTH = mounted(LOGICAL_NAMES.authConfig, "/auth/ironic");
const INSPECTOR_AUTH = mounted(LOGICAL_NAMES.inspectorAuthConfig, "/auth/ironic-inspector");
const AUTH_VOLUMES = [secretVolume(LOGICAL_NAMES.authConfig), secretVolume(LOGICAL_NAMES.inspectorAuthConfig)];

/** TLS while there is an inspector: httpd serves both, behind two certificates. */
export function inspectorTls(mariadb: boolean): ConditionalLayer {
  const mariadbCA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");
  return {
    when: { tls: true },
    pod: {
      containers: [
        {
          name: "ironic",
          ...probeCommand("curl -sSf http://127.0.0.1:6388"),
          env: REVERSE_PROXY,
          volumeMounts: [IRONIC_CA, INSPECTOR_CA, ...(mariadb ? [mariadbCA] : [])],
        },
        {
          name: "ironic-httpd",
          ...probeCommand("curl -sSfk https://127.0.0.1:6385"),
          env: REVERSE_PROXY,
          volumeMounts: [
            mounted("cert-ironic", "/certs/ironic"),
            mounted("cert-ironic-inspector", "/certs/ironic-inspector"),
            IRONIC_CA,
            INSPECTOR_CA,
          ],
        },
        {
          name: "ironic-inspector",
          ...probeCommand("curl -sSf http://127.0.0.1:5049"),
          env: REVERSE_PROXY,
          volumeMounts: [IRONIC_CA, INSPECTOR_CA],
        },
        ...(mariadb ? [{ name: "mariadb", volumeMounts: [mounted("cert-mariadb", "/certs/mariadb"), mariadbCA] }] : []),
      ],
      volumes: [
        secretVolume("cert-ironic-ca", "ironic-cacert"),
        secretVolume("cert-ironic-inspector-ca", "ironic-cacert"),
        secretVolume("cert-ironic", "ironic-cert"),
        secretVolume("cert-ironic-inspector", "ironic-inspector-cert"),
        ...(mariadb
          ? [secretVolume("cert-mariadb", "mariadb-cert"), secretVolume("cert-mariadb-ca", "ironic-cacert")]
          : []),
      ],
    },
  };
}

/** Both services check both users, and know each other's password: v0.1 without TLS. */
export const MUTUAL_AUTHENTICATION: ConditionalLayer = {
  when: { authentication: true, tls: false },
  pod: {
    containers: ["ironic", "ironic-inspector"].map((name) => ({
      name,
      envFrom: [...envFrom(LOGICAL_NAMES.htpasswd, LOGICAL_NAMES.inspectorHtpasswd), ...CONFIG],
      volumeMounts: [IRONIC_AUTH, INSPECTOR_AUTH],
    })),
    volumes: AUTH_VOLUMES,
  },
};

function passwordFiles(form: HtpasswdForm, ...names: readonly string[]): readonly EnvFrom[] {
  return [...(form === "configMap" ? envFrom(...names) : envFromSecret(...names)), ...CONFIG];
}

function ironicSide(form: HtpasswdForm): ContainerLayer {
  return { name: "ironic", envFrom: passwordFiles(form, LOGICAL_NAMES.htpasswd), volumeMounts: [INSPECTOR_AUTH] };
}

function inspectorSide(form: HtpasswdForm): ContainerLayer {
  const passwords = passwordFiles(form, LOGICAL_NAMES.inspectorHtpasswd);
  return { name: "ironic-inspector", envFrom: passwords, volumeMounts: [IRONIC_AUTH] };
}

function proxySide(form: HtpasswdForm): ContainerLayer {
  const passwords = passwordFiles(form, LOGICAL_NAMES.htpasswd, LOGICAL_NAMES.inspectorHtpasswd);
  return { name: "ironic-httpd", envFrom: passwords, volumeMounts: [IRONIC_AUTH, INSPECTOR_AUTH] };
}

function authentication(when: ConditionalLayer["when"], ...containers: readonly ContainerLayer[]): ConditionalLayer {
  return { when: { authentication: true, ...when }, pod: { containers, volumes: AUTH_VOLUMES } };
}

/** Each service checks its own users and knows the password of the other; with TLS httpd checks for both: v0.1. */
export const FRONTED_AUTHENTICATION: ConditionalLayer = authentication(
  { tls: true },
  ironicSide("configMap"),
  proxySide("configMap"),
  inspectorSide("configMap"),
);

/** The same in two layers, since v0.2: one for the services, one more for httpd, which comes after that of TLS. */
export function serviceAuthentication(form: HtpasswdForm): ConditionalLayer {
  return authentication({}, ironicSide(form), inspectorSide(form));
}

/** See {@link serviceAuthentication}. */
export function proxyAuthentication(form: HtpasswdForm): ConditionalLayer {
  return authentication({ tls: true }, proxySide(form));
}
