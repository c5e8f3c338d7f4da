// Metal3's control plane alone: what needs no kinds' checks, rules or guard loads this in place of the whole package.

// Releases, and the flags and variables of upstream's deploy.sh.

export { NO_FLAGS } from "../releases/deployFlags.js";
export { deployLettersOf, hasInspector, ironicPartsOf } from "../releases/deploysOf.js";
export { isRelease, lineOf, RELEASE_LINES } from "../releases/release.js";
export { KNOWN_RELEASES } from "../releases/table.js";
export { DEPLOY_VARIABLES, VARIABLES_WITHOUT_EFFECT } from "./deployVariables.js";
export { parseDeployFlags } from "./parseDeployFlags.js";

// A stack's objects, and what is wrong with the spec that they are made from.

export { objectIdentity } from "./kubernetesObject.js";
export { type SynthesisedStack, synthesiseUpstream } from "./synthesise.js";
