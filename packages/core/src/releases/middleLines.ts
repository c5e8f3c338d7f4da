import { certificate, confined, envFrom, envFromSecret, logicalNames, mounted, secretVolume } from "./building.js";
import {
  componentAssemblies,
  confinedIronic,
  confinedKeepalived,
  confinedWithInspector,
  ironicTls,
  mariadbLayer,
} from "./confinedIronic.js";
import { inspectorTls, proxyAuthentication, serviceAuthentication } from "./inspectorLayers.js";
import { singleRules } from "./operatorRules.js";
import { ironicVariables, operatorVariables } from "./optionalKeys.js";
import type { ConditionalLayer, ReleaseDelta } from "./releaseFacts.js";
import { v0_1, v0_1Keepalived } from "./v0_1.js";

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
    operator: { env: envWith(v0_1.operator.env, gone, added) },
    ironic: {
      env: envWith(v0_1.ironic.env, gone, added),
      keepalivedEnv: envWith(v0_1.ironic.keepalivedEnv, gone, added),
    },
  };
}

/** v0.2: Ironic is put together from components, under one name prefix. */
export const v0_2: ReleaseDelta = {
  mustBePresent: [],
  ironicKeys: [...ironicVariables.v2022, ...ironicVariables.now],
  ironic: {
    assemblies: componentAssemblies("tls", "keepalived"),
    namesPrefixed: true,
    layers: [serviceAuthentication("configMap"), inspectorTls(true), proxyAuthentication("configMap"), v0_1Keepalived],
  },
};

const operatorUser = { uid: 65532, gid: 65532 };

const inspectorCertificates = [
  { kind: "Issuer", name: "selfsigned-issuer" },
  { kind: "Issuer", name: "ca-issuer", issuer: "ironic-cacert" },
  certificate("ironic-cacert", "ironic", { commonName: "ironic-ca", isCA: true, issuer: "selfsigned-issuer" }),
  certificate("ironic-cert", "ironic"),
  certificate("ironic-inspector-cert", "ironic"),
  certificate("mariadb-cert", "mariadb", { when: { mariadb: true } }),
] as const;

const usesMariadb = ["IRONIC_USE_MARIADB"];
const v0_3Envs = envsWith(usesMariadb);

/** v0.3: everything runs confined, MariaDB is one more component. */
export const v0_3: ReleaseDelta = {
  letters: ["b", "i", "t", "n", "k", "m"],
  operatorKeys: operatorVariables.v0_3,
  operator: {
    ...v0_3Envs.operator,
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true }),
    pod: {
      ...v0_1.operator.pod,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: (v0_1.operator.pod.containers ?? []).map((container) =>
        container.name === "manager" ? { ...container, securityContext: confined(operatorUser) } : container,
      ),
    },
  },
  ironic: {
    ...v0_3Envs.ironic,
    assemblies: componentAssemblies("tls", "keepalived", "mariadb"),
    htpasswd: "secret",
    mariadb: { mariadb: true },
    certificates: inspectorCertificates,
    pod: confinedWithInspector,
    layers: [
      serviceAuthentication("secret"),
      inspectorTls(false),
      proxyAuthentication("secret"),
      confinedKeepalived,
      mariadbLayer,
    ],
  },
};

/** v0.4.2 tells Ironic that there is an inspector. */
export const v0_4_2: ReleaseDelta = envsWith(usesMariadb, { USE_IRONIC_INSPECTOR: "true" });

const withoutEndpoint = [...usesMariadb, "IRONIC_INSPECTOR_ENDPOINT"];
const v0_5Envs = envsWith(withoutEndpoint);
const [operatorTls, operatorAuthentication] = v0_1.operator.layers;

/** v0.5: the operator is composed as Ironic is, and finds the inspector through Ironic. */
export const v0_5: ReleaseDelta = {
  operator: {
    ...v0_5Envs.operator,
    envConfigMap: { prefixed: false, hashed: true },
    layers: [operatorAuthentication, operatorTls].flatMap((layer) => layer ?? []),
  },
  ironic: v0_5Envs.ironic,
};

/** v0.5.1 tells Ironic that there is an inspector. */
export const v0_5_1: ReleaseDelta = envsWith(withoutEndpoint, { USE_IRONIC_INSPECTOR: "true" });

/** One container of Ironic's pod with the password file in its environment. */
function withPasswords(name: string, when: ConditionalLayer["when"]): ConditionalLayer {
  const passwords = [...envFromSecret(logicalNames.htpasswd), ...envFrom(logicalNames.ironicConfig)];
  return { when: { authentication: true, ...when }, pod: { containers: [{ name, envFrom: passwords }] } };
}

const v0_6Envs = envsWith([...withoutEndpoint, "IRONIC_FAST_TRACK"]);
const noInspector = { USE_IRONIC_INSPECTOR: "false" };

/** v0.6: no inspector any more. */
export const v0_6: ReleaseDelta = {
  inspector: false,
  ironicKeys: ironicVariables.now,
  operator: {
    ...v0_6Envs.operator,
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true, owned: ["hostfirmwarecomponents"] }),
    layers: [
      {
        when: { authentication: true },
        pod: {
          containers: [
            { name: "manager", volumeMounts: [mounted(logicalNames.credentials, "/opt/metal3/auth/ironic")] },
          ],
          volumes: [secretVolume(logicalNames.credentials)],
        },
      },
      ...(operatorTls ? [operatorTls] : []),
    ],
  },
  ironic: {
    env: { ...v0_6Envs.ironic.env, ...noInspector },
    keepalivedEnv: { ...v0_6Envs.ironic.keepalivedEnv, ...noInspector },
    derivedEnv: v0_1.ironic.derivedEnv.filter(({ key }) => key !== "INSPECTOR_REVERSE_PROXY_SETUP"),
    certificates: inspectorCertificates.filter(({ name }) => name !== "ironic-inspector-cert"),
    pod: confinedIronic,
    layers: [
      withPasswords("ironic", {}),
      ironicTls,
      withPasswords("ironic-httpd", { tls: true }),
      confinedKeepalived,
      mariadbLayer,
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
          envFrom: envFrom(logicalNames.ironicConfig),
          volumeMounts: [mounted(logicalNames.htpasswd, "/auth/ironic")],
        },
      ],
      volumes: [secretVolume(logicalNames.htpasswd)],
    },
  };
}

/** v0.8: the password file is mounted. */
export const v0_8: ReleaseDelta = {
  operatorKeys: operatorVariables.v0_8,
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
      ironicTls,
      withPasswordFile("ironic-httpd", { tls: true }),
      confinedKeepalived,
      mariadbLayer,
    ],
  },
};

/** The operator's pod without kube-rbac-proxy: since v0.8.1 it guards its metrics itself. */
export const unproxiedOperator: ReleaseDelta["operator"] = {
  args: ["--enable-leader-election"],
  metricsAuthRole: "metrics-auth-role",
  pod: {
    ...v0_3.operator?.pod,
    containers: (v0_3.operator?.pod?.containers ?? [])
      .filter(({ name }) => name === "manager")
      .map((manager) => ({
        ...manager,
        ports: [...(manager.ports ?? []), { containerPort: 8443, name: "https", protocol: "TCP" }],
      })),
  },
};
