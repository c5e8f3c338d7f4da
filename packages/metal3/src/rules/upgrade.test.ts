import { describeRules } from "./testing/describeRules.js";
import { host, hostAt, image, REDFISH, V12, V13 } from "./testing/ruleCase.js";
import { UPGRADE_RULES } from "./upgrade.js";

describeRules(UPGRADE_RULES, [
  {
    rule: "refused-by-later-release",
    broken: [
      { object: hostAt("irmc://10.30.2.7"), release: V12 },
      { object: host({ image: image({ url: "file:///srv/debian-13.qcow2" }) }) },
    ],
    kept: [
      { object: hostAt(REDFISH), release: V12 },
      { object: host({ image: image() }) },
      { object: hostAt("irmc://10.30.2.7"), release: V13, also: ["host-bmc-scheme-unknown"] },
    ],
  },
]);
