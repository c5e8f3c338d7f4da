import { DECODING_RULES } from "./decoding.js";
import { KIND_RULES } from "./kindRules.js";
import type { Rule } from "./rule.js";
import { SET_RULES } from "./set.js";
import { UPGRADE_RULES } from "./upgrade.js";

/** What no server checks: it takes these objects, and they cannot work, or are risky. */
export const ADVICE_RULES: readonly Rule[] = [
  ...KIND_RULES.filter(({ by }) => by === "advice"),
  ...DECODING_RULES,
  ...SET_RULES,
  ...UPGRADE_RULES,
];
