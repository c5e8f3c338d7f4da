import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { object, V14 } from "../testing/ruleCase.js";
import { DEPLOY_POLICY_RULES } from "./hostDeployPolicy.js";

function policy(hostClaimNamespaces: Manifest | undefined): Manifest {
  return object("HostDeployPolicy", { hostClaimNamespaces });
}

describeRules(DEPLOY_POLICY_RULES, [
  {
    rule: "policy-pattern",
    broken: [{ object: policy({ nameMatches: "team-(" }) }, { object: policy({ nameMatches: "*-a" }) }],
    kept: [{ object: policy({ nameMatches: "^team-.*$" }) }, { object: policy({ nameMatches: "(?i)team" }) }],
  },
  {
    rule: "policy-without-namespaces",
    broken: [{ object: policy(undefined) }, { object: object("HostDeployPolicy", undefined), release: V14 }],
    kept: [{ object: policy({ names: ["team-a"] }) }, { object: policy({}) }],
  },
  {
    rule: "policy-namespace-name",
    broken: [{ object: policy({ names: ["team-a", "Team B"] }) }, { object: policy({ names: ["team.c"] }) }],
    kept: [{ object: policy({ names: ["team-a", "7"] }) }, { object: policy({ names: [] }) }],
  },
  {
    rule: "policy-label",
    broken: [
      { object: policy({ hasLabels: [{ name: "tier b" }] }) },
      { object: policy({ hasLabels: [{ name: "tier", value: "b c" }] }) },
    ],
    kept: [
      { object: policy({ hasLabels: [{ name: "tier" }] }) },
      { object: policy({ hasLabels: [{ name: "tier", value: "b" }] }) },
    ],
  },
]);
