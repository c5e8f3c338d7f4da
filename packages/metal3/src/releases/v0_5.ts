import { OPERATOR_LAYERS } from "./operatorPod.js";
import type { ReleaseDelta } from "./releaseDelta.js";

/** v0.5: the operator is composed as Ironic is, and finds the inspector through Ironic. */
export const V0_5: ReleaseDelta = {
  env: { all: { without: ["IRONIC_INSPECTOR_ENDPOINT", "USE_IRONIC_INSPECTOR"] } },
  operator: {
    envConfigMap: { prefixed: false, hashed: true },
    layers: [OPERATOR_LAYERS.authenticationWithInspector, OPERATOR_LAYERS.tls],
  },
};
