import { FRONTED_AUTHENTICATION, INSPECTOR_AND_MARIADB_TLS, MUTUAL_AUTHENTICATION } from "./inspectorComponents.js";
import { IRONIC_CERTIFICATES } from "./ironicCertificates.js";
import { KEEPALIVED } from "./ironicComponents.js";
import { OPEN_OPERATOR, OPERATOR_LAYERS } from "./operatorPod.js";
import { singleRules } from "./operatorRules.js";
import { IRONIC_VARIABLES, OPERATOR_VARIABLES } from "./optionalKeys.js";
import {
  DATA_MOUNT,
  DATA_VOLUME,
  IRONIC_CONFIG,
  MARIADB_PASSWORD,
  probes,
  pulled,
  RESTART_ON_CERTIFICATE,
  shellProbe,
} from "./podParts.js";
import type { ReleaseFacts } from "./releaseFacts.js";

/** What all .env files have: upstream's example network, where Ironic is at 172.22.0.2. */
const COMMON_ENV = {
  HTTP_PORT: "6180",
  PROVISIONING_INTERFACE: "eth2",
  DHCP_RANGE: "172.22.0.10,172.22.0.100",
  DEPLOY_KERNEL_URL: "http://172.22.0.2:6180/images/ironic-python-agent.kernel",
  DEPLOY_RAMDISK_URL: "http://172.22.0.2:6180/images/ironic-python-agent.initramfs",
  IRONIC_ENDPOINT: "http://172.22.0.2:6385/v1/",
  IRONIC_INSPECTOR_ENDPOINT: "http://172.22.0.2:5050/v1/",
  CACHEURL: "http://172.22.0.1/images",
  IRONIC_FAST_TRACK: "true",
} as const;

/** v0.1, the first line: MariaDB, inspector and kube-rbac-proxy are always there, and nothing is confined. */
export const V0_1: ReleaseFacts = {
  release: "v0.1.0",
  letters: ["b", "i", "t", "n", "k"],
  inspector: true,
  nullTimestamps: true,
  images: {
    operator: "quay.io/metal3-io/baremetal-operator",
    kubeRbacProxy: "gcr.io/kubebuilder/kube-rbac-proxy:v0.8.0",
    ironic: "quay.io/metal3-io/ironic",
    dnsmasq: "quay.io/metal3-io/ironic",
    mariadb: "quay.io/metal3-io/mariadb",
    keepalived: "quay.io/metal3-io/keepalived",
    ramdiskDownloader: "quay.io/metal3-io/ironic-ipa-downloader",
  },
  mustBePresent: ["PROVISIONING_IP", "IRONIC_IP"],
  optionalKeys: {
    operator: OPERATOR_VARIABLES.always,
    ironic: IRONIC_VARIABLES.v2022,
    laterIronic: IRONIC_VARIABLES.now.filter((key) => !IRONIC_VARIABLES.v2022.includes(key)),
  },

  operator: {
    env: COMMON_ENV,
    envConfigMap: { prefixed: true, hashed: false },
    managerConfig: [
      "apiVersion: controller-runtime.sigs.k8s.io/v1alpha1",
      "kind: ControllerManagerConfig",
      "health:",
      "  healthProbeBindAddress: :9440",
      "metrics:",
      "  bindAddress: 127.0.0.1:8085",
      "webhook:",
      "  port: 9443",
      "leaderElection:",
      "  leaderElect: true",
      "  resourceName: a9498140.metal3.io",
      "",
    ].join("\n"),
    metricsAuthRole: "proxy-role",
    rules: singleRules({}),
    webhooks: ["baremetalhost", "bmceventsubscription"].map((kind) => ({
      kind,
      resource: `${kind}s`,
      operations: ["CREATE", "UPDATE"],
      reviewVersions: ["v1", "v1beta"],
    })),
    args: ["--metrics-addr=127.0.0.1:8085", "--enable-leader-election"],
    pod: OPEN_OPERATOR,
    layers: [OPERATOR_LAYERS.tls, OPERATOR_LAYERS.authenticationWithInspector],
  },

  ironic: {
    assemblies: [
      {
        when: { tls: true, keepalived: false },
        parts: [],
        missing:
          "its TLS overlay names a folder that does not exist, so upstream applies nothing of Ironic without `-k`",
      },
      {
        when: { authentication: false, keepalived: false },
        parts: ["config", "mariadb", "deployment"],
      },
      { when: {}, parts: ["namespace", "config", "mariadb", "credentials", "deployment", "certificates"] },
    ],
    env: {
      ...COMMON_ENV,
      IRONIC_KERNEL_PARAMS: "console=ttyS0",
      IRONIC_INSPECTOR_VLAN_INTERFACES: "all",
      IRONIC_USE_MARIADB: "true",
    },
    keepalivedEnv: {
      ...COMMON_ENV,
      PROVISIONING_IP: "172.22.0.2",
      PROVISIONING_INTERFACE: "ironicendpoint",
      IRONIC_KERNEL_PARAMS: "console=ttyS0",
      IRONIC_USE_MARIADB: "true",
    },
    derivedEnv: [
      { key: "INSPECTOR_REVERSE_PROXY_SETUP", from: "tls" },
      { key: "RESTART_CONTAINER_CERTIFICATE_UPDATED", from: "restartContainerCertificateUpdated" },
    ],
    mariadb: {},
    htpasswd: "configMap",
    namesPrefixed: false,
    certificates: IRONIC_CERTIFICATES.withMariadb,
    pod: {
      hostNetwork: true,
      containers: [
        {
          name: "ironic-dnsmasq",
          ...pulled("dnsmasq"),
          command: ["/bin/rundnsmasq"],
          securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"] } },
          ...probes(shellProbe("ss -lun | grep :67 && ss -lun | grep :69")),
          volumeMounts: [DATA_MOUNT],
          envFrom: IRONIC_CONFIG,
        },
        {
          name: "mariadb",
          ...pulled("mariadb"),
          ...probes(shellProbe("mysqladmin status -uironic -p$(printenv MARIADB_PASSWORD)")),
          volumeMounts: [DATA_MOUNT],
          env: [MARIADB_PASSWORD, RESTART_ON_CERTIFICATE],
        },
        {
          name: "ironic",
          ...pulled("ironic"),
          command: ["/bin/runironic"],
          ...probes(shellProbe("curl -sSf http://127.0.0.1:6385 || curl -sSfk https://127.0.0.1:6385")),
          volumeMounts: [DATA_MOUNT],
          envFrom: IRONIC_CONFIG,
          env: [MARIADB_PASSWORD],
        },
        { name: "ironic-log-watch", ...pulled("ironic"), command: ["/bin/runlogwatch.sh"], volumeMounts: [DATA_MOUNT] },
        {
          name: "ironic-inspector",
          ...pulled("ironic"),
          command: ["/bin/runironic-inspector"],
          ...probes(shellProbe("curl -sSf http://127.0.0.1:5050 || curl -sSf -k https://127.0.0.1:5050")),
          envFrom: IRONIC_CONFIG,
        },
        {
          name: "ironic-httpd",
          ...pulled("ironic"),
          command: ["/bin/runhttpd"],
          ...probes(shellProbe("curl -sSfk http://127.0.0.1:6180/images")),
          volumeMounts: [DATA_MOUNT],
          envFrom: IRONIC_CONFIG,
        },
      ],
      initContainers: [
        {
          name: "ironic-ipa-downloader",
          ...pulled("ramdiskDownloader"),
          command: ["/usr/local/bin/get-resource.sh"],
          volumeMounts: [DATA_MOUNT],
          envFrom: IRONIC_CONFIG,
        },
      ],
      volumes: [DATA_VOLUME],
    },
    layers: [KEEPALIVED, INSPECTOR_AND_MARIADB_TLS, MUTUAL_AUTHENTICATION, FRONTED_AUTHENTICATION],
  },
};
