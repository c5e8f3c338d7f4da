import { decodingAdvice } from "./decodingAdvice.js";
import { hostBmcAdvice } from "./hostBmcAdvice.js";
import { hostSpecAdvice } from "./hostSpecAdvice.js";
import { imageAdvice } from "./imageAdvice.js";
import { kindAdvice } from "./kindAdvice.js";
import type { Rule } from "./rule.js";
import { setAdvice } from "./setAdvice.js";
import { upgradeAdvice } from "./upgradeAdvice.js";

/** What no server checks: it takes these objects, and they cannot work, or are risky. */
export const adviceRules: readonly Rule[] = [
  ...hostBmcAdvice,
  ...hostSpecAdvice,
  ...imageAdvice("BareMetalHost", "host"),
  ...imageAdvice("HostClaim", "claim"),
  ...kindAdvice,
  ...decodingAdvice,
  ...setAdvice,
  ...upgradeAdvice,
];
