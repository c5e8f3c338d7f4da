import { DECODING_RULES } from "./decoding.js";
import { describeRules } from "./testing/describeRules.js";
import { host, V12 } from "./testing/ruleCase.js";

describeRules(DECODING_RULES, [
  {
    rule: "value-unreadable",
    broken: [
      { object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: [] }] }) },
      {
        object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: ["2026-02-28T00:00:00Z"] }] }),
        release: V12,
      },
    ],
    kept: [
      { object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: "2026-02-28T00:00:00Z" }] }) },
      { object: host({ description: ["rack 2"] }), also: ["value-type"] },
    ],
  },
]);
