import {
  certificate,
  confined,
  dataMount,
  dataVolume,
  envFrom,
  execProbe,
  logicalNames,
  managerProbe,
  mariadbPassword,
  mounted,
  probeCommand,
  probes,
  restartOnCertificate,
  secretVolume,
  shellProbe,
} from "./building.js";
import { groupedRules } from "./groupedRules.js";
import { ironicVariables, operatorVariables } from "./optionalKeys.js";
import type { ContainerLayer, EnvVar } from "./pod.js";
import type { ReleaseFacts } from "./releaseFacts.js";

const config = envFrom(logicalNames.ironicConfig);
const operatorUser = { uid: 65532, gid: 65532 };
const ironicUser = { uid: 997, gid: 994 };
const mariadbUser = { uid: 27, gid: 27 };
const ironicImage: Pick<ContainerLayer, "image" | "imagePullPolicy"> = { image: "ironic", imagePullPolicy: "Always" };
const reverseProxy: EnvVar = { name: "IRONIC_REVERSE_PROXY_SETUP", value: "true" };
const ironicCA = mounted("cert-ironic-ca", "/certs/ca/ironic");
const mariadbCA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");

/** The password file for one container of Ironic's pod. */
function withPasswordFile(name: string) {
  return {
    containers: [{ name, envFrom: config, volumeMounts: [mounted(logicalNames.htpasswd, "/auth/ironic")] }],
    volumes: [secretVolume(logicalNames.htpasswd)],
  };
}

/** v0.9: the operator serves its metrics itself; Ironic is composed of optional parts; everything runs confined. */
export const v0_9: ReleaseFacts = {
  release: "v0.9.0",
  letters: ["b", "i", "t", "n", "k", "m"],
  inspector: false,
  nullTimestamps: false,
  mustBePresent: [],
  optionalKeys: {
    operator: [...operatorVariables.always, ...operatorVariables.v0_3, ...operatorVariables.v0_8],
    ironic: ironicVariables.now,
  },
  images: {
    operator: "quay.io/metal3-io/baremetal-operator",
    kubeRbacProxy: "gcr.io/kubebuilder/kube-rbac-proxy:v0.16.0",
    ironic: "quay.io/metal3-io/ironic",
    dnsmasq: "quay.io/metal3-io/ironic",
    mariadb: "quay.io/metal3-io/mariadb",
    keepalived: "quay.io/metal3-io/keepalived",
    ramdiskDownloader: "quay.io/metal3-io/ironic-ipa-downloader",
  },

  operator: {
    env: {
      HTTP_PORT: "6180",
      PROVISIONING_INTERFACE: "eth2",
      DHCP_RANGE: "172.22.0.10,172.22.0.100",
      DEPLOY_KERNEL_URL: "http://172.22.0.2:6180/images/ironic-python-agent.kernel",
      DEPLOY_RAMDISK_URL: "http://172.22.0.2:6180/images/ironic-python-agent.initramfs",
      IRONIC_ENDPOINT: "http://172.22.0.2:6385/v1/",
      CACHEURL: "http://172.22.0.1/images",
    },
    envConfigMap: { prefixed: false, hashed: true },
    metricsAuthRole: "metrics-auth-role",
    rules: groupedRules({}),
    webhooks: ["baremetalhost", "bmceventsubscription"].map((kind) => ({
      kind,
      resource: `${kind}s`,
      operations: ["CREATE", "UPDATE"],
      reviewVersions: ["v1", "v1beta"],
    })),
    args: ["--enable-leader-election", "--tls-min-version=TLS13"],
    pod: {
      serviceAccountName: "controller-manager",
      terminationGracePeriodSeconds: 10,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "manager",
          image: "operator",
          imagePullPolicy: "Always",
          command: ["/baremetal-operator"],
          env: [
            { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
            { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
          ],
          envFrom: envFrom(logicalNames.operatorConfig),
          securityContext: confined(operatorUser),
          ports: [
            { containerPort: 9443, name: "webhook-server", protocol: "TCP" },
            { containerPort: 8443, name: "https", protocol: "TCP" },
          ],
          volumeMounts: [mounted("cert", "/tmp/k8s-webhook-server/serving-certs")],
          livenessProbe: managerProbe("/healthz"),
          readinessProbe: managerProbe("/readyz"),
        },
      ],
      volumes: [{ name: "cert", secret: { secretName: "bmo-webhook-server-cert", defaultMode: 420 } }],
    },
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
      {
        when: { tls: true },
        pod: {
          containers: [{ name: "manager", volumeMounts: [mounted("cacert", "/opt/metal3/certs/ca")] }],
          volumes: [secretVolume("cacert", "ironic-cacert")],
        },
      },
    ],
  },

  ironic: {
    assemblies: [
      ...(["tls", "keepalived", "mariadb"] as const).map((flag) => ({
        when: { authentication: false, [flag]: true },
        parts: [],
        missing: `without authentication it has no base for its ${flag} component to change, so upstream applies nothing of Ironic`,
      })),
      {
        when: { authentication: false },
        parts: ["namespace", "config"],
        missing: "without authentication its base is left out, so upstream applies a ConfigMap and no Ironic",
      },
      { when: {}, parts: ["namespace", "config", "mariadb", "credentials", "deployment", "certificates"] },
    ],
    env: {
      HTTP_PORT: "6180",
      PROVISIONING_INTERFACE: "eth2",
      DHCP_RANGE: "172.22.0.10,172.22.0.100",
      DEPLOY_KERNEL_URL: "http://172.22.0.2:6180/images/ironic-python-agent.kernel",
      DEPLOY_RAMDISK_URL: "http://172.22.0.2:6180/images/ironic-python-agent.initramfs",
      IRONIC_ENDPOINT: "http://172.22.0.2:6385/v1/",
      CACHEURL: "http://172.22.0.1/images",
      IRONIC_KERNEL_PARAMS: "console=ttyS0",
      IRONIC_INSPECTOR_VLAN_INTERFACES: "all",
      USE_IRONIC_INSPECTOR: "false",
    },
    keepalivedEnv: {
      HTTP_PORT: "6180",
      PROVISIONING_IP: "172.22.0.2",
      PROVISIONING_INTERFACE: "ironicendpoint",
      DHCP_RANGE: "172.22.0.10,172.22.0.100",
      DEPLOY_KERNEL_URL: "http://172.22.0.2:6180/images/ironic-python-agent.kernel",
      DEPLOY_RAMDISK_URL: "http://172.22.0.2:6180/images/ironic-python-agent.initramfs",
      IRONIC_ENDPOINT: "http://172.22.0.2:6385/v1/",
      CACHEURL: "http://172.22.0.1/images",
      IRONIC_KERNEL_PARAMS: "console=ttyS0",
      USE_IRONIC_INSPECTOR: "false",
    },
    derivedEnv: [{ key: "RESTART_CONTAINER_CERTIFICATE_UPDATED", from: "restartContainerCertificateUpdated" }],
    mariadb: { mariadb: true },
    htpasswd: "file",
    namesPrefixed: true,
    certificates: [
      { kind: "Issuer", name: "selfsigned-issuer" },
      { kind: "Issuer", name: "ca-issuer", issuer: "ironic-cacert" },
      certificate("ironic-cacert", "ironic", { commonName: "ironic-ca", isCA: true, issuer: "selfsigned-issuer" }),
      certificate("ironic-cert", "ironic"),
      certificate("mariadb-cert", "mariadb", { when: { mariadb: true } }),
    ],
    pod: {
      hostNetwork: true,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, fsGroup: 994 },
      containers: [
        {
          name: "ironic-dnsmasq",
          image: "dnsmasq",
          imagePullPolicy: "Always",
          command: ["/bin/rundnsmasq"],
          securityContext: confined(ironicUser, ["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
          ...probes(shellProbe("ss -lun | grep :67 && ss -lun | grep :69")),
          volumeMounts: [dataMount],
          envFrom: config,
        },
        {
          name: "ironic",
          ...ironicImage,
          command: ["/bin/runironic"],
          securityContext: confined(ironicUser),
          livenessProbe: execProbe("/bin/ironic-liveness"),
          readinessProbe: execProbe("/bin/ironic-readiness"),
          volumeMounts: [dataMount],
          envFrom: config,
        },
        {
          name: "ironic-log-watch",
          ...ironicImage,
          command: ["/bin/runlogwatch.sh"],
          securityContext: confined(ironicUser),
          volumeMounts: [dataMount],
        },
        {
          name: "ironic-httpd",
          ...ironicImage,
          command: ["/bin/runhttpd"],
          securityContext: confined(ironicUser),
          ...probes(shellProbe("curl -sSfk http://127.0.0.1:6180/images")),
          volumeMounts: [dataMount],
          envFrom: config,
        },
      ],
      initContainers: [
        {
          name: "ironic-ipa-downloader",
          image: "ramdiskDownloader",
          imagePullPolicy: "Always",
          command: ["/usr/local/bin/get-resource.sh"],
          securityContext: confined(ironicUser),
          volumeMounts: [dataMount],
          envFrom: config,
        },
      ],
      volumes: [dataVolume],
    },
    layers: [
      { when: { authentication: true }, pod: withPasswordFile("ironic") },
      {
        when: { tls: true },
        pod: {
          containers: [
            { name: "ironic", env: [reverseProxy], volumeMounts: [ironicCA] },
            {
              name: "ironic-httpd",
              ...probeCommand("curl -sSfk https://127.0.0.1:6385"),
              env: [reverseProxy],
              volumeMounts: [mounted("cert-ironic", "/certs/ironic"), ironicCA],
            },
          ],
          volumes: [secretVolume("cert-ironic-ca", "ironic-cacert"), secretVolume("cert-ironic", "ironic-cert")],
        },
      },
      { when: { authentication: true, tls: true }, pod: withPasswordFile("ironic-httpd") },
      {
        when: { keepalived: true },
        pod: {
          containers: [
            {
              name: "ironic-endpoint-keepalived",
              image: "keepalived",
              securityContext: confined(operatorUser, ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"]),
              envFrom: config,
            },
          ],
        },
      },
      {
        when: { mariadb: true },
        pod: {
          containers: [
            {
              name: "mariadb",
              image: "mariadb",
              imagePullPolicy: "Always",
              securityContext: confined(mariadbUser),
              ...probes(shellProbe("mysqladmin status -uironic -p$(printenv MARIADB_PASSWORD)")),
              volumeMounts: [dataMount, mounted("cert-mariadb", "/certs/mariadb"), mariadbCA],
              env: [mariadbPassword, restartOnCertificate],
            },
            {
              name: "ironic",
              env: [mariadbPassword, { name: "IRONIC_USE_MARIADB", value: "true" }],
              volumeMounts: [mariadbCA],
            },
          ],
          volumes: [secretVolume("cert-mariadb", "mariadb-cert"), secretVolume("cert-mariadb-ca", "ironic-cacert")],
        },
      },
    ],
  },
};
