import {
  confined,
  DATA_MOUNT,
  IRONIC_BEHIND_PROXY,
  IRONIC_CONFIG,
  MARIADB_PASSWORD,
  mounted,
  probeCommand,
  probes,
  pulled,
  RESTART_ON_CERTIFICATE,
  secretVolume,
  shellProbe,
} from "./podParts.js";
import type { ConditionalLayer } from "./releaseFacts.js";

const MARIADB_USER = { uid: 27, gid: 27 };
const KEEPALIVED_USER = { uid: 65532, gid: 65532 };

/** A virtual address, kept by a container of its own: before v0.3. */
export const KEEPALIVED: ConditionalLayer = {
  when: { keepalived: true },
  pod: {
    containers: [
      {
        name: "ironic-endpoint-keepalived",
        image: "keepalived",
        securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"] } },
        envFrom: IRONIC_CONFIG,
      },
    ],
  },
};

/** The same since v0.3, as a user of its own. */
export const CONFINED_KEEPALIVED: ConditionalLayer = {
  when: { keepalived: true },
  pod: {
    containers: [
      {
        name: "ironic-endpoint-keepalived",
        image: "keepalived",
        securityContext: confined(KEEPALIVED_USER, ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"]),
        envFrom: IRONIC_CONFIG,
      },
    ],
  },
};

const MARIADB_CA = mounted("cert-mariadb-ca", "/certs/ca/mariadb");

/** MariaDB in place of SQLite, always with TLS: since v0.3. */
export const MARIADB: ConditionalLayer = {
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

const IRONIC_CA = mounted("cert-ironic-ca", "/certs/ca/ironic");

/** TLS since there is no inspector: v0.6. */
export const IRONIC_TLS: ConditionalLayer = {
  when: { tls: true },
  pod: {
    containers: [
      { name: "ironic", env: [IRONIC_BEHIND_PROXY], volumeMounts: [IRONIC_CA] },
      {
        name: "ironic-httpd",
        ...probeCommand("curl -sSfk https://127.0.0.1:6385"),
        env: [IRONIC_BEHIND_PROXY],
        volumeMounts: [mounted("cert-ironic", "/certs/ironic"), IRONIC_CA],
      },
    ],
    volumes: [secretVolume("cert-ironic-ca", "ironic-cacert"), secretVolume("cert-ironic", "ironic-cert")],
  },
};
