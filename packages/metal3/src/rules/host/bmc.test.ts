import { describeRules } from "../testing/describeRules.js";
import { BMC, host, hostAt, IPMI, LEGACY, object, REDFISH, V12, V13, V14 } from "../testing/ruleCase.js";
import { HOST_BMC_RULES } from "./bmc.js";

describeRules(HOST_BMC_RULES, [
  {
    rule: "host-bmc-address-unreadable",
    broken: [
      { object: hostAt("redfish://bmc_7.site-a.example/redfish/v1") },
      { object: hostAt("redfish://[fd00::7/redfish/v1"), release: LEGACY },
      { object: hostAt("ipmi://10.30.2.7:console"), release: V14 },
      { object: hostAt("ipmi://bmc-7."), release: V12 },
      { object: hostAt(" ipmi://10.30.2.7") },
      { object: hostAt("ipmi://[fe80::7%25eno1]") },
      { object: hostAt("ipmi://10.30.2.7 ") },
    ],
    kept: [
      { object: hostAt("10.30.2.7") },
      { object: hostAt("10.30.2.7:6230") },
      { object: hostAt("[fd00::7]:6230") },
      { object: hostAt("ipmi:10.30.2.7") },
      { object: hostAt("ipmi://") },
      { object: hostAt("10.30.2.7/24") },
      { object: hostAt("redfish://10.30.2.7:70000/redfish/v1") },
      { object: hostAt("redfish://root:calvin@10.30.2.7/redfish/v1 ") },
      { object: host({ bmc: { address: "", credentialsName: "" } }) },
    ],
  },
  {
    rule: "host-bmc-scheme-unknown",
    broken: [
      { object: hostAt("https://10.30.2.7/redfish/v1/Systems/1") },
      { object: hostAt("bmc-7.site-a.example:623") },
      { object: hostAt("irmc://10.30.2.7"), release: V13 },
      { object: hostAt("ilo5://10.30.2.7"), release: V12 },
      { object: hostAt("redfish-uefihttp://10.30.2.7"), release: "v0.8.0" },
      { object: hostAt("ipmi+http://10.30.2.7"), release: LEGACY },
      { object: hostAt("redfish+https+http://10.30.2.7") },
    ],
    kept: [
      { object: hostAt("irmc://10.30.2.7"), release: V12 },
      { object: hostAt("ilo5+https://10.30.2.7"), release: "v0.11" },
      { object: hostAt("idrac+http://10.30.2.7"), release: LEGACY },
      { object: hostAt("REDFISH+HTTP://10.30.2.7") },
      { object: hostAt("redfish-uefihttp://10.30.2.7"), release: "v0.9.0" },
    ],
  },
  {
    rule: "host-firmware-unsupported",
    broken: [
      { object: hostAt(IPMI, { firmware: { sriovEnabled: true } }) },
      { object: host({ firmware: {} }), release: V14 },
    ],
    kept: [
      { object: hostAt("irmc://10.30.2.7", { firmware: { sriovEnabled: true } }), release: V12 },
      { object: hostAt("ilo4://10.30.2.7", { firmware: { sriovEnabled: true } }), release: LEGACY },
      { object: host({ firmware: null }) },
    ],
  },
  {
    rule: "host-secure-boot-unsupported",
    broken: [
      { object: hostAt(IPMI, { bootMode: "UEFISecureBoot" }) },
      { object: hostAt("idrac://10.30.2.7", { bootMode: "UEFISecureBoot" }), release: LEGACY },
    ],
    kept: [
      { object: host({ bootMode: "UEFISecureBoot" }) },
      { object: hostAt(IPMI, { bootMode: "UEFI" }) },
      { object: hostAt(IPMI, { bootMode: "legacy" }) },
    ],
  },
  {
    rule: "host-fast-inspection-unsupported",
    broken: [
      { object: hostAt(IPMI, { inspectionMode: "fast" }), release: V14 },
      { object: hostAt("libvirt://10.30.2.1:6231", { inspectionMode: "fast" }), release: V14 },
    ],
    kept: [
      { object: hostAt(REDFISH, { inspectionMode: "fast" }), release: V14 },
      { object: host({ bmc: undefined, inspectionMode: "fast" }), release: V14 },
      { object: hostAt(IPMI, { inspectionMode: "agent" }), release: V14 },
    ],
  },
  {
    rule: "host-bmc-address-missing",
    broken: [
      { object: host({ bmc: { address: "", credentialsName: "x" } }) },
      { object: host({ bmc: { address: "", credentialsName: "y" } }), release: LEGACY },
    ],
    kept: [{ object: host() }, { object: host({ bmc: undefined }) }],
  },
  {
    rule: "host-bmc-credentials-missing",
    broken: [
      { object: host({ bmc: { address: BMC.address, credentialsName: "" } }) },
      { object: host({ bmc: { address: IPMI, credentialsName: "" } }), release: V14 },
    ],
    kept: [{ object: host() }, { object: host({ bmc: undefined }) }],
  },
  {
    rule: "host-bmc-port",
    broken: [{ object: hostAt("redfish://10.30.2.7:65536/redfish/v1") }, { object: hostAt("ipmi://[fd00::7]:0") }],
    kept: [{ object: hostAt("redfish://10.30.2.7:65535/redfish/v1") }, { object: hostAt("ipmi://[fd00::7]") }],
  },
  {
    rule: "host-bmc-host-missing",
    broken: [
      { object: hostAt("ipmi://") },
      { object: hostAt("redfish:///redfish/v1/Systems/1") },
      { object: hostAt("ipmi://:623") },
    ],
    kept: [{ object: hostAt(IPMI) }, { object: hostAt("10.30.2.7") }],
  },
  {
    rule: "host-empty",
    broken: [{ object: host({ bmc: undefined }) }, { object: object("BareMetalHost", undefined), release: LEGACY }],
    kept: [{ object: host() }, { object: host({ bmc: { address: "", credentialsName: "x" } }) }],
  },
  {
    rule: "host-bmc-address-credentials",
    broken: [{ object: hostAt("redfish://root:calvin@10.30.2.7/") }, { object: hostAt("ipmi://admin@10.30.2.7") }],
    kept: [{ object: hostAt("redfish://10.30.2.7/redfish/v1/Systems/a@b") }, { object: host() }],
  },
  {
    rule: "host-bmc-address-odd",
    broken: [
      { object: hostAt("10.30.2.7/24") },
      { object: hostAt(`${REDFISH}?x=1`) },
      { object: hostAt(`${IPMI}?privilegelevel=root`) },
    ],
    kept: [
      { object: hostAt(`${IPMI}?privilegelevel=operator`) },
      { object: hostAt("irmc://10.30.2.7"), release: V12 },
      { object: hostAt(REDFISH) },
    ],
  },
]);
