import {
  confined,
  dataMount,
  dataVolume,
  envFrom,
  execProbe,
  logicalNames,
  mariadbPassword,
  mounted,
  probeCommand,
  probes,
  pulled,
  restartOnCertificate,
  secretVolume,
  shellProbe,
} from "./building.js";
import type { ContainerLayer, EnvVar, PodLayer } from "./pod.js";
import type { ConditionalLayer, IronicAssembly } from "./releaseFacts.js";

const config = envFrom(logicalNames.ironicConfig);
const ironicUser = { uid: 997, gid: 994 };
const inspectorUser = { uid: 996, gid: 993 };
const mariadbUser = { uid: 27, gid: 27 };
const keepalivedUser = { uid: 65532, gid: 65532 };

/** Ironic since v0.3: as users of its own, with no privileges but dnsmasq's. */
function confinedPod(ironicProbes: ReturnType<typeof probes>, more: readonly ContainerLayer[]): PodLayer {
  return {
    hostNetwork: true,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, fsGroup: ironicUser.gid },
    containers: [
      {
        name: "ironic-dnsmasq",
        ...pulled("dnsmasq"),
        command: ["/bin/rundnsmasq"],
        securityContext: confined(ironicUser, ["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
        ...probes(shellProbe("ss -lun | grep :67 && ss -lun | grep :69")),
        volumeMounts: [dataMount],
        envFrom: config,
      },
      {
        name: "ironic",
        ...pulled("ironic"),
        command: ["/bin/runironic"],
        securityContext: confined(ironicUser),
        ...ironicProbes,
        volumeMounts: [dataMount],
        envFrom: config,
      },
      {
        name: "ironic-log-watch",
        ...pulled("ironic"),
        command: ["/bin/runlogwatch.sh"],
        securityContext: confined(ironicUser),
        volumeMounts: [dataMount],
      },
      ...more,
      {
        name: "ironic-httpd",
        ...pulled("ironic"),
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
        ...pulled("ramdiskDownloader"),
        command: ["/usr/local/bin/get-resource.sh"],
        securityContext: confined(ironicUser),
        volumeMounts: [dataMount],
        envFrom: config,
      },
    ],
    volumes: [dataVolume],
  };
}

/** v0.3 to v0.5: with an inspector. */
export const confinedWithInspector: PodLayer = confinedPod(
  probes(shellProbe("curl -sSf http://127.0.0.1:6385 || curl -sSfk https://127.0.0.1:6385")),
  [
    {
      name: "ironic-inspector",
      ...pulled("ironic"),
      command: ["/bin/runironic-inspector"],
      securityContext: confined(inspectorUser),
      ...probes(shellProbe("curl -sSf http://127.0.0.1:5050 || curl -sSf -k https://127.0.0.1:5050")),
      envFrom: config,
    },
  ],
);

/** Since v0.6: Ironic inspects by itself, and brings its own probes. */
export const confinedIronic: PodLayer = confinedPod(
  { livenessProbe: execProbe("/bin/ironic-liveness"), readinessProbe: execProbe("/bin/ironic-readiness") },
  [],
);

export const confinedKeepalived: ConditionalLayer = {
  when: { keepalived: true },
  pod: {
    containers: [
      {
        name: "ironic-endpoint-keepalived",
        image: "keepalived",
        securityContext: confined(keepalivedUser, ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"]),
        envFrom: config,
      },
    ],
  },
};

const mariadbCA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");

/** MariaDB in place of SQLite, always with TLS. */
export const mariadbLayer: ConditionalLayer = {
  when: { mariadb: true },
  pod: {
    containers: [
      {
        name: "mariadb",
        ...pulled("mariadb"),
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
};

const reverseProxy: EnvVar = { name: "IRONIC_REVERSE_PROXY_SETUP", value: "true" };
const ironicCA = mounted("cert-ironic-ca", "/certs/ca/ironic");

/** TLS since there is no inspector. */
export const ironicTls: ConditionalLayer = {
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
};

/** Assemblies since v0.2: parts are components, which need a base to change, and authentication alone brings it. */
export function componentAssemblies(
  ...components: readonly ("tls" | "keepalived" | "mariadb")[]
): readonly IronicAssembly[] {
  return [
    ...components.map((flag) => ({
      when: { authentication: false, [flag]: true },
      parts: [],
      missing: `without authentication its ${flag} component has no base to change, so upstream applies nothing of Ironic`,
    })),
    {
      when: { authentication: false },
      parts: ["namespace", "config", "mariadb"],
      missing: "without authentication its base is left out, so upstream applies configuration and no Ironic",
    },
    { when: {}, parts: ["namespace", "config", "mariadb", "credentials", "deployment", "certificates"] },
  ];
}
