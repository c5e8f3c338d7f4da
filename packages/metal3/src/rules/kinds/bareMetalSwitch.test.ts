import { describeRules } from "../testing/describeRules.js";
import { MAC, object, V14 } from "../testing/ruleCase.js";
import { SWITCH_RULES } from "./bareMetalSwitch.js";

describeRules(SWITCH_RULES, [
  {
    rule: "switch-address-empty",
    broken: [
      {
        object: object("BareMetalSwitch", { address: "", macAddress: MAC, deviceType: "netmiko_cisco_ios" }),
        release: V14,
      },
      {
        object: object("BareMetalSwitch", { address: " ", macAddress: MAC, deviceType: "netmiko_cisco_ios" }),
        release: V14,
      },
    ],
    kept: [
      {
        object: object("BareMetalSwitch", { address: "10.30.0.2", macAddress: MAC, deviceType: "netmiko_cisco_ios" }),
        release: V14,
      },
      { object: object("BareMetalSwitch", undefined), release: V14 },
    ],
  },
]);
