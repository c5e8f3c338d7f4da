import type { Rule } from "../rule.js";
import { namesakeRules } from "../set.js";

/** What is asked of a HostUpdatePolicy. */
export const UPDATE_POLICY_RULES: readonly Rule[] = namesakeRules(
  "HostUpdatePolicy",
  "host-update-policy-host-missing",
);
