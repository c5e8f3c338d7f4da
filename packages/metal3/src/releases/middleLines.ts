import { certificate, confined, envFrom, envFromSecret, LOGICAL_NAMES, mounted, secretVolume } from "./building.js";
import {
  CONFINED_IRONIC,
  CONFINED_KEEPALIVED,
  CONFINED_WITH_INSPECTOR,
  componentAssemblies,
  IRONIC_TLS,
  MARIADB_LAYER,
} from "./confinedIronic.js";
import { inspectorTls, proxyAuthentication, serviceAuthentication } from "./inspectorLayers.js";
import { singleRules } from "./operatorRules.js";
import { IRONIC_VARIABLES, OPERATOR_VARIABLES } from "./optionalKeys.js";
import type { ConditionalLayer, ReleaseDelta } from "./releaseFacts.js";
import { V0_1, V0_1_KEEPALIVED } from "./v0_1.js";

/** A .env file with some keys gone and others added. */
function envWith(
  env: Readonly<Record<string, string>>,
  gone: readonly string[],
  added: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(Object.entries(env).filter(([key]) => !gone.includes(key))), ...added };
}

/** The three .env files of v0.1 with the same keys gone and added in each. */
function envsWith(gone: readonly string[], added: Readonly<Record<string, string>> = {}) {
  return {
    operator: { env: envWith(V0_1.operator.env, gone, added) },
    ironic: {
      env: envWith(V0_1.ironic.env, gone, added),
      keepalivedEnv: envWith(V0_1.ironic.keepalivedEnv, gone, added),
    },
  };
}

/** v0.2: Ironic is put together from components, under one name prefix. */
export const V0_2: ReleaseDelta = {
  mustBePresent: [],
  ironicKeys: [...IRONIC_VARIABLES.v2022, ...IRONIC_VARIABLES.now],
  ironic: {
    assemblies: componentAssemblies("tls", "keepalived"),
    namesPrefixed: true,
    layers: [serviceAuthentication("configMap"), inspectorTls(true), proxyAuthentication("configMap"), V0_1_KEEPALIVED],
  },
};

const OPERATOR_USER = { uid: 65532, gid: 65532 };

const INSPECTOR_CERTIFICATES = [
  { kind: "Issuer", name: "selfsigned-issuer" },
  { kind: "Issuer", name: "ca-issuer", issuer: "ironic-cacert" },
  certificate("ironic-cacert", "ironic", { commonName: "ironic-ca", isCA: true, issuer: "selfsigned-issuer" }),
  certificate("ironic-cert", "ironic"),
  certificate("ironic-inspector-cert", "ironic"),
  certificate("mariadb-cert", "mariadb", { when: { mariadb: true } }),
] as const;

const USES_MARIADB = ["IRONIC_USE_MARIADB"];
const V0_3_ENVS = envsWith(USES_MARIADB);

/** v0.3: everything runs confined, MariaDB is one more component. */
export const V0_3: ReleaseDelta = {
  letters: ["b", "i", "t", "n", "k", "m"],
  operatorKeys: OPERATOR_VARIABLES.v0_3,
  operator: {
    ...V0_3_ENVS.operator,
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true }),
    pod: {
      ...V0_1.operator.pod,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: (V0_1.operator.pod.containers ?? []).map((container) =>
        container.name === "manager" ? { ...container, securityContext: confined(OPERATOR_USER) } : container,
      ),
    },
  },
  ironic: {
    ...V0_3_ENVS.ironic,
    assemblies: componentAssemblies("tls", "keepalived", "mariadb"),
    htpasswd: "secret",
    mariadb: { mariadb: true },
    certificates: INSPECTOR_CERTIFICATES,
    pod: CONFINED_WITH_INSPECTOR,
    layers: [
      serviceAuthentication("secret"),
      inspectorTls(false),
      proxyAuthentication("secret"),
      CONFINED_KEEPALIVED,
      MARIADB_LAYER,
    ],
  },
};

/** v0.4.2 tells Ironic that there is an inspector. */
export const V0_4_2: ReleaseDelta = envsWith(USES_MARIADB, { USE_IRONIC_INSPECTOR: "true" });

const WITHOUT_ENDPOINT = [...USES_MARIADB, "IRONIC_INSPECTOR_ENDPOINT"];
const V0_5_ENVS = envsWith(WITHOUT_ENDPOINT);
const [operatorTls, operatorAuthentication] = V0_1.operator.layers;

/** v0.5: the operator is composed as Ironic is, and finds the inspector through Ironic. */
export const V0_5: ReleaseDelta = {
  operator: {
    ...V0_5_ENVS.operator,
    envConfigMap: { prefixed: false, hashed: true },
    layers: [operatorAuthentication, operatorTls].flatMap((layer) => layer ?? []),
  },
  ironic: V0_5_ENVS.ironic,
};

/** v0.5.1 tells Ironic that there is an inspector. */
export const V0_5_1: ReleaseDelta = envsWith(WITHOUT_ENDPOINT, { USE_IRONIC_INSPECTOR: "true" });

/** One container of Ironic's pod with the password file in its environment. */
function withPasswords(name: string, when: ConditionalLayer["when"]): ConditionalLayer {
  const passwords = [...envFromSecret(LOGICAL_NAMES.htpasswd), ...envFrom(LOGICAL_NAMES.ironicConfig)];
  return { when: { authentication: true, ...when }, pod: { containers: [{ name, envFrom: passwords }] } };
}

const V0_6_ENVS = envsWith([...WITHOUT_ENDPOINT, "IRONIC_FAST_TRACK"]);
const NO_INSPECTOR = { USE_IRONIC_INSPECTOR: "false" };

/** v0.6: no inspector any more. */
export const V0_6: ReleaseDelta = {
  inspector: false,
  ironicKeys: IRONIC_VARIABLES.now,
  operator: {
    ...V0_6_ENVS.operator,
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true, owned: ["hostfirmwarecomponents"] }),
    layers: [
      {
        when: { authentication: true },
        pod: {
          containers: [
            { name: "manager", volumeMounts: [mounted(LOGICAL_NAMES.credentials, "/opt/metal3/auth/ironic")] },
          ],
          volumes: [secretVolume(LOGICAL_NAMES.credentials)],
        },
      },
      ...(operatorTls ? [operatorTls] : []),
    ],
  },
  ironic: {
    env: { ...V0_6_ENVS.ironic.env, ...NO_INSPECTOR },
    keepalivedEnv: { ...V0_6_ENVS.ironic.keepalivedEnv, ...NO_INSPECTOR },
    derivedEnv: V0_1.ironic.derivedEnv.filter(({ key }) => key !== "INSPECTOR_REVERSE_PROXY_SETUP"),
    certificates: INSPECTOR_CERTIFICATES.filter(({ name }) => name !== "ironic-inspector-cert"),
    pod: CONFINED_IRONIC,
    layers: [
      withPasswords("ironic", {}),
      IRONIC_TLS,
      withPasswords("ironic-httpd", { tls: true }),
      CONFINED_KEEPALIVED,
      MARIADB_LAYER,
    ],
  },
};

/** One container of Ironic's pod with the password file mounted. */
function withPasswordFile(name: string, when: ConditionalLayer["when"]): ConditionalLayer {
  return {
    when: { authentication: true, ...when },
    pod: {
      containers: [
        {
          name,
          envFrom: envFrom(LOGICAL_NAMES.ironicConfig),
          volumeMounts: [mounted(LOGICAL_NAMES.htpasswd, "/auth/ironic")],
        },
      ],
      volumes: [secretVolume(LOGICAL_NAMES.htpasswd)],
    },
  };
}

/** v0.8: the password file is mounted. */
export const V0_8: ReleaseDelta = {
  operatorKeys: OPERATOR_VARIABLES.v0_8,
  operator: {
    rules: singleRules({
      deletesSecrets: true,
      finalizesHosts: true,
      owned: ["hostfirmwarecomponents", "dataimages"],
    }),
  },
  ironic: {
    htpasswd: "file",
    layers: [
      withPasswordFile("ironic", {}),
      IRONIC_TLS,
      withPasswordFile("ironic-httpd", { tls: true }),
      CONFINED_KEEPALIVED,
      MARIADB_LAYER,
    ],
  },
};

/** The operator's pod without kube-rbac-proxy: since v0.8.1 it guards its metrics itself. */
export const UNPROXIED_OPERATOR: ReleaseDelta["operator"] = {
  args: ["--enable-leader-election"],
  metricsAuthRole: "metrics-auth-role",
  pod: {
    ...V0_3.operator?.pod,
    containers: (V0_3.operator?.pod?.containers ?? [])
      .filter(({ name }) => name === "manager")
      .map((manager) => ({
        ...manager,
        ports: [...(manager.ports ?? []), { containerPort: 8443, name: "https", protocol: "TCP" }],
      })),
  },
};
