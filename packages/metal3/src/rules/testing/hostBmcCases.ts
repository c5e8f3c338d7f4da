import { host, hostAt, MAC, type RuleCases } from "./ruleCase.js";

const LEGACY = "v0.1.0";
const V12 = "v0.12.6";
const V13 = "v0.13.2";
const V14 = "v0.14.0-rc.0";
const REDFISH = "redfish://10.30.2.7/redfish/v1/Systems/1";
const IPMI = "ipmi://10.30.2.7";

/** Own objects around the rules of a host's BMC. */
export const hostBmcCases: readonly RuleCases[] = [
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
    rule: "host-raid-unsupported",
    broken: [
      { object: hostAt(IPMI, { raid: { hardwareRAIDVolumes: [{ level: "5" }] } }) },
      { object: hostAt("libvirt://10.30.2.1:6231", { raid: { hardwareRAIDVolumes: [{ level: "0" }] } }), release: V14 },
      { object: hostAt(REDFISH, { raid: { hardwareRAIDVolumes: [{ level: "1" }] } }), release: "v0.4.0" },
    ],
    kept: [
      { object: hostAt(REDFISH, { raid: { hardwareRAIDVolumes: [{ level: "1" }] } }), release: "v0.5.0" },
      { object: hostAt(IPMI, { raid: { hardwareRAIDVolumes: [] } }) },
      { object: hostAt(IPMI, { raid: { softwareRAIDVolumes: [{ level: "1" }] } }) },
      { object: host({ bmc: undefined, raid: { hardwareRAIDVolumes: [{ level: "1" }] } }) },
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
];
