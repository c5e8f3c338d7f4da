import { LOGICAL_NAMES } from "./logicalNames.js";
import type { ContainerLayer, EnvVar } from "./pod.js";
import {
  envFrom,
  envFromSecret,
  IRONIC_BEHIND_PROXY,
  IRONIC_CONFIG,
  mounted,
  probeCommand,
  secretVolume,
} from "./podParts.js";
import type { ConditionalLayer } from "./releaseFacts.js";

const BEHIND_PROXY: readonly EnvVar[] = [IRONIC_BEHIND_PROXY, { name: "INSPECTOR_REVERSE_PROXY_SETUP", value: "true" }];

const IRONIC_CA = mounted("cert-ironic-ca", "/certs/ca/ironic");
const INSPECTOR_CA = mounted("cert-ironic-inspector-ca", "/certs/ca/ironic-inspector");
const MARIADB_CA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");

const TLS_IRONIC: ContainerLayer = {
  name: "ironic",
  ...probeCommand("curl -sSf http://127.0.0.1:6388"),
  env: BEHIND_PROXY,
  volumeMounts: [IRONIC_CA, INSPECTOR_CA],
};

const TLS_HTTPD: ContainerLayer = {
  name: "ironic-httpd",
  ...probeCommand("curl -sSfk https://127.0.0.1:6385"),
  env: BEHIND_PROXY,
  volumeMounts: [
    mounted("cert-ironic", "/certs/ironic"),
    mounted("cert-ironic-inspector", "/certs/ironic-inspector"),
    IRONIC_CA,
    INSPECTOR_CA,
  ],
};

const TLS_INSPECTOR: ContainerLayer = {
  name: "ironic-inspector",
  ...probeCommand("curl -sSf http://127.0.0.1:5049"),
  env: BEHIND_PROXY,
  volumeMounts: [IRONIC_CA, INSPECTOR_CA],
};

const TLS_MARIADB: ContainerLayer = {
  name: "mariadb",
  volumeMounts: [mounted("cert-mariadb", "/certs/mariadb"), MARIADB_CA],
};

const TLS_VOLUMES = [
  secretVolume("cert-ironic-ca", "ironic-cacert"),
  secretVolume("cert-ironic-inspector-ca", "ironic-cacert"),
  secretVolume("cert-ironic", "ironic-cert"),
  secretVolume("cert-ironic-inspector", "ironic-inspector-cert"),
] as const;

/** TLS while there is an inspector: httpd serves both, behind two certificates. */
export const INSPECTOR_TLS: ConditionalLayer = {
  when: { tls: true },
  pod: { containers: [TLS_IRONIC, TLS_HTTPD, TLS_INSPECTOR], volumes: TLS_VOLUMES },
};

/** The same while MariaDB is always there: before v0.3. */
export const INSPECTOR_AND_MARIADB_TLS: ConditionalLayer = {
  when: { tls: true },
  pod: {
    containers: [
      { ...TLS_IRONIC, volumeMounts: [IRONIC_CA, INSPECTOR_CA, MARIADB_CA] },
      TLS_HTTPD,
      TLS_INSPECTOR,
      TLS_MARIADB,
    ],
    volumes: [
      ...TLS_VOLUMES,
      secretVolume("cert-mariadb", "mariadb-cert"),
      secretVolume("cert-mariadb-ca", "ironic-cacert"),
    ],
  },
};

const IRONIC_AUTH = mounted(LOGICAL_NAMES.authConfig, "/auth/ironic");
const INSPECTOR_AUTH = mounted(LOGICAL_NAMES.inspectorAuthConfig, "/auth/ironic-inspector");
const AUTH_VOLUMES = [secretVolume(LOGICAL_NAMES.authConfig), secretVolume(LOGICAL_NAMES.inspectorAuthConfig)] as const;

/** Checks both users, and knows both passwords. */
const MUTUAL = {
  envFrom: [...envFrom(LOGICAL_NAMES.htpasswd, LOGICAL_NAMES.inspectorHtpasswd), ...IRONIC_CONFIG],
  volumeMounts: [IRONIC_AUTH, INSPECTOR_AUTH],
} as const;

/** Both services check both users, and know each other's password: v0.1 without TLS. */
export const MUTUAL_AUTHENTICATION: ConditionalLayer = {
  when: { authentication: true, tls: false },
  pod: {
    containers: [
      { name: "ironic", ...MUTUAL },
      { name: "ironic-inspector", ...MUTUAL },
    ],
    volumes: AUTH_VOLUMES,
  },
};

/** What each container checks users against and logs in with; password files come out of ConfigMaps or Secrets. */
function authenticated(passwords: typeof envFrom): Readonly<Record<"ironic" | "inspector" | "httpd", ContainerLayer>> {
  const { htpasswd, inspectorHtpasswd } = LOGICAL_NAMES;
  return {
    ironic: { name: "ironic", envFrom: [...passwords(htpasswd), ...IRONIC_CONFIG], volumeMounts: [INSPECTOR_AUTH] },
    inspector: {
      name: "ironic-inspector",
      envFrom: [...passwords(inspectorHtpasswd), ...IRONIC_CONFIG],
      volumeMounts: [IRONIC_AUTH],
    },
    httpd: {
      name: "ironic-httpd",
      envFrom: [...passwords(htpasswd, inspectorHtpasswd), ...IRONIC_CONFIG],
      volumeMounts: [IRONIC_AUTH, INSPECTOR_AUTH],
    },
  };
}

const BY_CONFIG_MAP = authenticated(envFrom);
const BY_SECRET = authenticated(envFromSecret);

/** Each service checks its own users and knows the password of the other; with TLS httpd checks for both: v0.1. */
export const FRONTED_AUTHENTICATION: ConditionalLayer = {
  when: { authentication: true, tls: true },
  pod: { containers: [BY_CONFIG_MAP.ironic, BY_CONFIG_MAP.httpd, BY_CONFIG_MAP.inspector], volumes: AUTH_VOLUMES },
};

/** The same in two layers, one for the services, one more for httpd, which comes after that of TLS. */
interface SplitAuthentication {
  readonly services: ConditionalLayer;
  readonly httpd: ConditionalLayer;
}

/** v0.2, which keeps password files in ConfigMaps. */
export const AUTHENTICATION_BY_CONFIG_MAP: SplitAuthentication = {
  services: {
    when: { authentication: true },
    pod: { containers: [BY_CONFIG_MAP.ironic, BY_CONFIG_MAP.inspector], volumes: AUTH_VOLUMES },
  },
  httpd: {
    when: { authentication: true, tls: true },
    pod: { containers: [BY_CONFIG_MAP.httpd], volumes: AUTH_VOLUMES },
  },
};

/** v0.3 to v0.5, which keep them in Secrets. */
export const AUTHENTICATION_BY_SECRET: SplitAuthentication = {
  services: {
    when: { authentication: true },
    pod: { containers: [BY_SECRET.ironic, BY_SECRET.inspector], volumes: AUTH_VOLUMES },
  },
  httpd: {
    when: { authentication: true, tls: true },
    pod: { containers: [BY_SECRET.httpd], volumes: AUTH_VOLUMES },
  },
};
