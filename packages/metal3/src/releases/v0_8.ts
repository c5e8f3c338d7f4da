import { IRONIC_CERTIFICATES } from "./ironicCertificates.js";
import { CONFINED_KEEPALIVED, IRONIC_TLS, MARIADB } from "./ironicComponents.js";
import { LOGICAL_NAMES } from "./logicalNames.js";
import { UNPROXIED_OPERATOR } from "./operatorPod.js";
import { singleRules } from "./operatorRules.js";
import { OPERATOR_VARIABLES } from "./optionalKeys.js";
import { IRONIC_CONFIG, mounted, secretVolume } from "./podParts.js";
import type { ReleaseDelta } from "./releaseDelta.js";

/** The password file of Ironic, mounted. */
const WITH_PASSWORD_FILE = {
  envFrom: IRONIC_CONFIG,
  volumeMounts: [mounted(LOGICAL_NAMES.htpasswd, "/auth/ironic")],
} as const;

const PASSWORD_FILE = [secretVolume(LOGICAL_NAMES.htpasswd)] as const;

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
      {
        when: { authentication: true },
        pod: { containers: [{ name: "ironic", ...WITH_PASSWORD_FILE }], volumes: PASSWORD_FILE },
      },
      IRONIC_TLS,
      {
        when: { authentication: true, tls: true },
        pod: { containers: [{ name: "ironic-httpd", ...WITH_PASSWORD_FILE }], volumes: PASSWORD_FILE },
      },
      CONFINED_KEEPALIVED,
      MARIADB,
    ],
  },
};

/** v0.8.1: the operator guards its metrics itself, and Ironic's authority carries no address. */
export const V0_8_1: ReleaseDelta = {
  operator: { args: ["--enable-leader-election"], metricsAuthRole: "metrics-auth-role", pod: UNPROXIED_OPERATOR },
  ironic: { certificates: IRONIC_CERTIFICATES.plainAuthority },
};
