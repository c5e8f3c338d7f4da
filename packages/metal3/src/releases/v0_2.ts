import { AUTHENTICATION_BY_CONFIG_MAP, INSPECTOR_AND_MARIADB_TLS } from "./inspectorComponents.js";
import { componentAssemblies } from "./ironicAssembly.js";
import { KEEPALIVED } from "./ironicComponents.js";
import { IRONIC_VARIABLES } from "./optionalKeys.js";
import type { ReleaseDelta } from "./releaseDelta.js";

/** v0.2: Ironic is put together from components, under one name prefix. */
export const V0_2: ReleaseDelta = {
  mustBePresent: [],
  ironicKeys: [...IRONIC_VARIABLES.v2022, ...IRONIC_VARIABLES.now],
  ironic: {
    assemblies: componentAssemblies("tls", "keepalived"),
    namesPrefixed: true,
    layers: [
      AUTHENTICATION_BY_CONFIG_MAP.services,
      INSPECTOR_AND_MARIADB_TLS,
      AUTHENTICATION_BY_CONFIG_MAP.httpd,
      KEEPALIVED,
    ],
  },
};
