import type { ContainerLayer, PodLayer } from "./pod.js";
import { confined, DATA_MOUNT, DATA_VOLUME, execProbe, IRONIC_CONFIG, probes, pulled, shellProbe } from "./podParts.js";

const IRONIC_USER = { uid: 997, gid: 994 };
const INSPECTOR_USER = { uid: 996, gid: 993 };

const DNSMASQ: ContainerLayer = {
  name: "ironic-dnsmasq",
  ...pulled("dnsmasq"),
  command: ["/bin/rundnsmasq"],
  securityContext: confined(IRONIC_USER, ["NET_ADMIN", "NET_BIND_SERVICE", "NET_RAW"]),
  ...probes(shellProbe("ss -lun | grep :67 && ss -lun | grep :69")),
  volumeMounts: [DATA_MOUNT],
  envFrom: IRONIC_CONFIG,
};

const IRONIC: ContainerLayer = {
  name: "ironic",
  ...pulled("ironic"),
  command: ["/bin/runironic"],
  securityContext: confined(IRONIC_USER),
  volumeMounts: [DATA_MOUNT],
  envFrom: IRONIC_CONFIG,
};

const LOG_WATCH: ContainerLayer = {
  name: "ironic-log-watch",
  ...pulled("ironic"),
  command: ["/bin/runlogwatch.sh"],
  securityContext: confined(IRONIC_USER),
  volumeMounts: [DATA_MOUNT],
};

const INSPECTOR: ContainerLayer = {
  name: "ironic-inspector",
  ...pulled("ironic"),
  command: ["/bin/runironic-inspector"],
  securityContext: confined(INSPECTOR_USER),
  ...probes(shellProbe("curl -sSf http://127.0.0.1:5050 || curl -sSf -k https://127.0.0.1:5050")),
  envFrom: IRONIC_CONFIG,
};

const HTTPD: ContainerLayer = {
  name: "ironic-httpd",
  ...pulled("ironic"),
  command: ["/bin/runhttpd"],
  securityContext: confined(IRONIC_USER),
  ...probes(shellProbe("curl -sSfk http://127.0.0.1:6180/images")),
  volumeMounts: [DATA_MOUNT],
  envFrom: IRONIC_CONFIG,
};

const RAMDISK_DOWNLOADER: ContainerLayer = {
  name: "ironic-ipa-downloader",
  ...pulled("ramdiskDownloader"),
  command: ["/usr/local/bin/get-resource.sh"],
  securityContext: confined(IRONIC_USER),
  volumeMounts: [DATA_MOUNT],
  envFrom: IRONIC_CONFIG,
};

const CONFINED_POD: PodLayer = {
  hostNetwork: true,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" }, fsGroup: IRONIC_USER.gid },
  initContainers: [RAMDISK_DOWNLOADER],
  volumes: [DATA_VOLUME],
};

const ASKED_BY_CURL = probes(shellProbe("curl -sSf http://127.0.0.1:6385 || curl -sSfk https://127.0.0.1:6385"));

/** v0.3 to v0.5: as users of its own, with no privileges but dnsmasq's, and with an inspector. */
export const CONFINED_WITH_INSPECTOR: PodLayer = {
  ...CONFINED_POD,
  containers: [DNSMASQ, { ...IRONIC, ...ASKED_BY_CURL }, LOG_WATCH, INSPECTOR, HTTPD],
};

const OWN_PROBES: Pick<ContainerLayer, "livenessProbe" | "readinessProbe"> = {
  livenessProbe: execProbe("/bin/ironic-liveness"),
  readinessProbe: execProbe("/bin/ironic-readiness"),
};

/** Since v0.6: Ironic inspects by itself, and brings its own probes. */
export const CONFINED_IRONIC: PodLayer = {
  ...CONFINED_POD,
  containers: [DNSMASQ, { ...IRONIC, ...OWN_PROBES }, LOG_WATCH, HTTPD],
};
