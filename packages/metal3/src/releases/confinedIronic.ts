import {
  confined,
  DATA_MOUNT,
  DATA_VOLUME,
  envFrom,
  execProbe,
  LOGICAL_NAMES,
  MARIADB_PASSWORD,
  mounted,
  probeCommand,
  probes,
  pulled,
  RESTART_ON_CERTIFICATE,
  secretVolume,
  shellProbe,
} from "./building.js";
import type { ContainerLayer, EnvVar, PodLayer } from "./pod.js";
import type { ConditionalLayer, IronicAssembly } from "./releaseFacts.js";

const CONFIG = envFrom(LOGICAL_NAMES.ironicConfig);
const IRONIC_USER = { uid: 997, gid: 994 };
const INSPECTOR_USER = { uid: 996, gid: 993 };
const MARIADB_USER = { uid: 27, gid: 27 };
const KEEPALIVED_USER = { uid: 65532, gid: 65532 };

/** Ironic since v0.3: as users of its own, with no privileges but dnsmasq's. */
function confinedPod(ironicProbes: ReturnType<typeof probes>, more: readonly ContainerLayer[]): PodLayer {
  return {
    hostNetwork: true,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, fsGroup: IRONIC_USER.gid },
    containers: [
      {
        name: "ironic-dnsmasq",
        ...pulled("dnsmasq"),
        command: ["/bin/rundnsmasq"],
        securityContext: confined(IRONIC_USER, ["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
        ...probes(shellProbe("ss -lun | grep :67 && ss -lun | grep :69")),
        volumeMounts: [DATA_MOUNT],
        envFrom: CONFIG,
      },
      {
        name: "ironic",
        ...pulled("ironic"),
        command: ["/bin/runironic"],
        securityContext: confined(IRONIC_USER),
        ...ironicProbes,
        volumeMounts: [DATA_MOUNT],
        envFrom: CONFIG,
      },
      {
        name: "ironic-log-watch",
        ...pulled("ironic"),
        command: ["/bin/runlogwatch.sh"],
        securityContext: confined(IRONIC_USER),
        volumeMounts: [DATA_MOUNT],
      },
      ...more,
      {
        name: "ironic-httpd",
        ...pulled("ironic"),
        command: ["/bin/runhttpd"],
        securityContext: confined(IRONIC_USER),
        ...probes(shellProbe("curl -sSfk http://127.0.0.1:6180/images")),
        volumeMounts: [DATA_MOUNT],
        envFrom: CONFIG,
      },
    ],
    initContainers: [
      {
        name: "ironic-ipa-downloader",
        ...pulled("ramdiskDownloader"),
        command: ["/usr/local/bin/get-resource.sh"],
        securityContext: confined(IRONIC_USER),
        volumeMounts: [DATA_MOUNT],
        envFrom: CONFIG,
      },
    ],
    volumes: [DATA_VOLUME],
  };
}

/** v0.3 to v0.5: with an inspector. */
export const CONFINED_WITH_INSPECTOR: PodLayer = confinedPod(
  probes(shellProbe("curl -sSf http://127.0.0.1:6385 || curl -sSfk https://127.0.0.1:6385")),
  [
    {
      name: "ironic-inspector",
      ...pulled("ironic"),
      command: ["/bin/runironic-inspector"],
      securityContext: confined(INSPECTOR_USER),
      ...probes(shellProbe("curl -sSf http://127.0.0.1:5050 || curl -sSf -k https://127.0.0.1:5050")),
      envFrom: CONFIG,
    },
  ],
);

/** Since v0.6: Ironic inspects by itself, and brings its own probes. */
export const CONFINED_IRONIC: PodLayer = confinedPod(
  { livenessProbe: execProbe("/bin/ironic-liveness"), readinessProbe: execProbe("/bin/ironic-readiness") },
  [],
);

export const CONFINED_KEEPALIVED: ConditionalLayer = {
  when: { keepalived: true },
  pod: {
    containers: [
      {
        name: "ironic-endpoint-keepalived",
        image: "keepalived",
        securityContext: confined(KEEPALIVED_USER, ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"]),
        envFrom: CONFIG,
      },
    ],
  },
};

const MARIADB_CA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");

/** MariaDB in place of SQLite, always with TLS. */
export const MARIADB_LAYER: ConditionalLayer = {
  when: { mariadb: true },
  pod: {
    containers: [
      {
        name: "mariadb",
        ...pulled("mariadb"),
        securityContext: confined(MARIADB_USER),
        ...probes(shellProbe("mysqladmin status -uironic -p$(printenv MARIADB_PASSWORD)")),
        volumeMounts: [DATA_MOUNT, mounted("cert-mariadb", "/certs/mariadb"), MARIADB_CA],
        env: [MARIADB_PASSWORD, RESTART_ON_CERTIFICATE],
      },
      {
        name: "ironic",
        env: [MARIADB_PASSWORD, { name: "IRONIC_USE_MARIADB", value: "true" }],
        volumeMounts: [MARIADB_CA],
      },
    ],
    volumes: [secretVolume("cert-mariadb", "mariadb-cert"), secretVolume("cert-mariadb-ca", "ironic-cacert")],
  },
};

const REVERSE_PROXY: EnvVar = { name: "IRONIC_REVERSE_PROXY_SETUP", value: "true" };
const IRONIC_CA = mounted("cert-ironic-ca", "/certs/ca/ironic");

/** TLS since there is no inspector. */
export const IRONIC_TLS: ConditionalLayer = {
  when: { tls: true },
  pod: {
    containers: [
      { name: "ironic", env: [REVERSE_PROXY], volumeMounts: [IRONIC_CA] },
      {
        name: "ironic-httpd",
        ...probeCommand("curl -sSfk https://127.0.0.1:6385"),
        env: [REVERSE_PROXY],
        volumeMounts: [mounted("cert-ironic", "/certs/ironic"), IRONIC_CA],
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
