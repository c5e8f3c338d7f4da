import { describeRules } from "../testing/describeRules.js";
import { namesakeCases } from "../testing/namesakeCases.js";
import { object } from "../testing/ruleCase.js";
import { UPDATE_POLICY_RULES } from "./hostUpdatePolicy.js";

describeRules(UPDATE_POLICY_RULES, [
  namesakeCases("host-update-policy-host-missing", (metadata) => object("HostUpdatePolicy", {}, metadata)),
]);
