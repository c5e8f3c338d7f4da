import { IRONIC_CERTIFICATES } from "./ironicCertificates.js";
import { CONFINED_KEEPALIVED, IRONIC_TLS, MARIADB } from "./ironicComponents.js";
import { CONFINED_IRONIC } from "./ironicPod.js";
import { LOGICAL_NAMES } from "./logicalNames.js";
import { OPERATOR_LAYERS } from "./operatorPod.js";
import { singleRules } from "./operatorRules.js";
import { IRONIC_VARIABLES } from "./optionalKeys.js";
import { envFromSecret, IRONIC_CONFIG } from "./podParts.js";
import type { ReleaseDelta } from "./releaseDelta.js";

/** The password file of Ironic, in the environment. */
const WITH_PASSWORDS = { envFrom: [...envFromSecret(LOGICAL_NAMES.htpasswd), ...IRONIC_CONFIG] } as const;

/** v0.6: no inspector any more. */
export const V0_6: ReleaseDelta = {
  inspector: false,
  ironicKeys: IRONIC_VARIABLES.now,
  env: {
    all: { without: ["IRONIC_FAST_TRACK"] },
    operator: { without: ["USE_IRONIC_INSPECTOR"] },
    ironic: { set: { USE_IRONIC_INSPECTOR: "false" } },
  },
  operator: {
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true, owned: ["hostfirmwarecomponents"] }),
    layers: [OPERATOR_LAYERS.authentication, OPERATOR_LAYERS.tls],
  },
  ironic: {
    derivedEnv: [{ key: "RESTART_CONTAINER_CERTIFICATE_UPDATED", from: "restartContainerCertificateUpdated" }],
    certificates: IRONIC_CERTIFICATES.addressedAuthority,
    pod: CONFINED_IRONIC,
    layers: [
      { when: { authentication: true }, pod: { containers: [{ name: "ironic", ...WITH_PASSWORDS }] } },
      IRONIC_TLS,
      { when: { authentication: true, tls: true }, pod: { containers: [{ name: "ironic-httpd", ...WITH_PASSWORDS }] } },
      CONFINED_KEEPALIVED,
      MARIADB,
    ],
  },
};
