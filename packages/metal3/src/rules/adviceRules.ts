import { DECODING_ADVICE } from "./decodingAdvice.js";
import { HOST_BMC_ADVICE } from "./hostBmcAdvice.js";
import { HOST_SPEC_ADVICE } from "./hostSpecAdvice.js";
import { imageAdvice } from "./imageAdvice.js";
import { KIND_ADVICE } from "./kindAdvice.js";
import type { Rule } from "./rule.js";
import { SET_ADVICE } from "./setAdvice.js";
import { UPGRADE_ADVICE } from "./upgradeAdvice.js";

/** What no server checks: it takes these objects, and they cannot work, or are risky. */
export const ADVICE_RULES: readonly Rule[] = [
  ...HOST_BMC_ADVICE,
  ...HOST_SPEC_ADVICE,
  ...imageAdvice("BareMetalHost", "host"),
  ...imageAdvice("HostClaim", "claim"),
  ...KIND_ADVICE,
  ...DECODING_ADVICE,
  ...SET_ADVICE,
  ...UPGRADE_ADVICE,
];
