import { AUTHENTICATION_BY_SECRET, INSPECTOR_TLS } from "./inspectorComponents.js";
import { componentAssemblies } from "./ironicAssembly.js";
import { IRONIC_CERTIFICATES } from "./ironicCertificates.js";
import { CONFINED_KEEPALIVED, MARIADB } from "./ironicComponents.js";
import { CONFINED_WITH_INSPECTOR } from "./ironicPod.js";
import { CONFINED_OPERATOR } from "./operatorPod.js";
import { singleRules } from "./operatorRules.js";
import { OPERATOR_VARIABLES } from "./optionalKeys.js";
import type { ReleaseDelta } from "./releaseDelta.js";

/** v0.3: everything runs confined, MariaDB is one more component. */
export const V0_3: ReleaseDelta = {
  letters: ["b", "i", "t", "n", "k", "m"],
  operatorKeys: OPERATOR_VARIABLES.v0_3,
  env: { all: { without: ["IRONIC_USE_MARIADB"] } },
  operator: {
    rules: singleRules({ deletesSecrets: true, finalizesHosts: true }),
    pod: CONFINED_OPERATOR,
  },
  ironic: {
    assemblies: componentAssemblies("tls", "keepalived", "mariadb"),
    htpasswd: "secret",
    mariadb: { mariadb: true },
    certificates: IRONIC_CERTIFICATES.withInspector,
    pod: CONFINED_WITH_INSPECTOR,
    layers: [
      AUTHENTICATION_BY_SECRET.services,
      INSPECTOR_TLS,
      AUTHENTICATION_BY_SECRET.httpd,
      CONFINED_KEEPALIVED,
      MARIADB,
    ],
  },
};
