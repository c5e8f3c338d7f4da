import { describeRules } from "../testing/describeRules.js";
import { host, hostAt, IPMI, LEGACY, MAC, REDFISH, V12, V13, V14 } from "../testing/ruleCase.js";
import { HOST_BOOT_MAC_RULES } from "./bootMac.js";

describeRules(HOST_BOOT_MAC_RULES, [
  {
    rule: "host-boot-mac-required",
    broken: [
      { object: hostAt(REDFISH, { bootMACAddress: undefined }), release: V13 },
      { object: hostAt("libvirt://10.30.2.1:6231", { bootMACAddress: undefined }), release: V14 },
      { object: host({ bootMACAddress: undefined }), release: LEGACY },
      { object: hostAt(IPMI, { bootMACAddress: undefined, inspectionMode: "disabled" }), release: V12 },
      { object: host({ bootMACAddress: undefined }, { annotations: { "inspect.metal3.io": "disabled" } }) },
    ],
    kept: [
      { object: hostAt(REDFISH, { bootMACAddress: undefined }), release: V14 },
      { object: host({ bootMACAddress: undefined }), release: V12 },
      { object: hostAt(IPMI, { bootMACAddress: undefined }), release: LEGACY },
      {
        object: hostAt(IPMI, { bootMACAddress: undefined }, { annotations: { "inspect.metal3.io": "disabled" } }),
        release: LEGACY,
      },
    ],
  },
  {
    rule: "host-boot-mac-invalid",
    broken: [
      { object: host({ bootMACAddress: `${MAC}:zz` }) },
      { object: host({ bootMACAddress: `${MAC}:11` }), release: LEGACY },
    ],
    kept: [
      { object: host({ bootMACAddress: `${MAC}:11:22` }) },
      { object: host({ bootMACAddress: `${MAC}:zz`, bmc: undefined }) },
      { object: host({ bootMACAddress: MAC.toUpperCase() }) },
    ],
  },
  {
    rule: "host-boot-mac-shape",
    broken: [
      { object: host({ bootMACAddress: `${MAC}:11:22` }) },
      { object: host({ bmc: undefined, bootMACAddress: `${MAC}:zz` }) },
    ],
    kept: [{ object: host() }, { object: host({ bootMACAddress: MAC.toUpperCase() }) }],
  },
  {
    rule: "host-boot-mac-advised",
    broken: [
      { object: hostAt(IPMI, { bootMACAddress: undefined }) },
      { object: hostAt(REDFISH, { bootMACAddress: undefined }), release: V14 },
    ],
    kept: [{ object: hostAt(IPMI) }, { object: host({ bootMACAddress: undefined }) }],
  },
]);
