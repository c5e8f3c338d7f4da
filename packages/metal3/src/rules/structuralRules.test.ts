import { STRUCTURAL_RULES } from "./structuralRules.js";
import { describeRules } from "./testing/describeRules.js";
import { annotated, BMC, host, image, LEGACY, MAC, object, V12, V13, V14 } from "./testing/ruleCase.js";

/** Only the kind Ironic and statuses ask for these; `validateKind` checks both, `checkObject` sees neither. */
const UNUSED = ["value-min-length", "value-duplicate"];

describeRules(
  STRUCTURAL_RULES,
  [
    {
      rule: "kind-unknown",
      broken: [
        { object: object("BareMetalHosts", {}) },
        { object: { apiVersion: "metal3.io/v1alpha1", metadata: {} } },
      ],
      kept: [{ object: host() }, { object: { apiVersion: "v1", kind: "BareMetalHosts", metadata: {} } }],
    },
    {
      rule: "kind-release",
      broken: [
        { object: object("DataImage", { url: "https://images.site-a.example/a.iso" }), release: LEGACY },
        { object: object("HostClaim", { poweredOn: true }), release: V12 },
      ],
      kept: [
        { object: object("DataImage", { url: "https://images.site-a.example/a.iso" }), release: V12 },
        { object: object("HostClaim", { poweredOn: true }), release: V13 },
      ],
    },
    {
      rule: "api-version",
      broken: [
        { object: { ...host(), apiVersion: "metal3.io/v1beta1" } },
        { object: { ...host(), apiVersion: "metal3.io/v1" }, release: LEGACY },
      ],
      kept: [{ object: host() }, { object: { ...host(), apiVersion: "example.org/v1" } }],
    },
    {
      rule: "metadata-name",
      broken: [
        { object: host({}, { name: "Rack2-U07" }) },
        { object: host({}, { name: "rack2_u07" }), release: LEGACY },
        { object: host({}, { name: undefined }) },
      ],
      kept: [
        { object: host({}, { name: "rack2.u07" }) },
        { object: host({}, { name: undefined, generateName: "rack2-" }) },
      ],
    },
    {
      rule: "metadata-namespace",
      broken: [
        { object: host({}, { namespace: "Site A" }) },
        { object: host({}, { namespace: "site.a" }), release: LEGACY },
      ],
      kept: [{ object: host({}, { namespace: "site-b" }) }, { object: host({}, { namespace: undefined }) }],
    },
    {
      rule: "metadata-labels",
      broken: [{ object: host({}, { labels: { row: "b 7" } }) }, { object: host({}, { labels: { row: 7 } }) }],
      kept: [
        { object: host({}, { labels: { row: "7" } }) },
        { object: host({}, { labels: { "site.example/row": "" } }) },
      ],
    },
    {
      rule: "metadata-annotations",
      broken: [
        { object: host({}, { annotations: { note: true } }) },
        { object: host({}, { annotations: { "a b": "" } }) },
      ],
      kept: [{ object: annotated({ note: "b 7" }) }, { object: annotated({ "Site.example/Note": "" }) }],
    },
    {
      rule: "field-unknown",
      broken: [
        { object: host({ rootDisk: "/dev/sda" }) },
        { object: host({ bmc: { ...BMC, password: "x" } }), release: LEGACY },
        { object: object("HostFirmwareSettings", { settings: { BootMode: { value: "Uefi" } } }), release: V14 },
        { object: object("DataImage", { url: "x", checksum: "y" }), release: V13 },
      ],
      kept: [{ object: host({ rootDeviceHints: { wwn: "0x5000" } }) }, { object: host({ description: "spare" }) }],
    },
    {
      rule: "field-release",
      broken: [
        { object: host({ networkInterfaces: [] }), release: V13 },
        { object: host({ inspectionMode: "disabled" }), release: LEGACY },
      ],
      kept: [
        { object: host({ networkInterfaces: [] }), release: V14 },
        { object: host({ inspectionMode: "disabled" }), release: V12 },
      ],
    },
    {
      rule: "field-required",
      broken: [
        { object: host({ online: undefined }) },
        { object: host({ bmc: { address: BMC.address } }), release: LEGACY },
        { object: object("HostNetworkAttachment", {}), release: V14 },
        { object: object("HostFirmwareComponents", { updates: null }), release: V13 },
      ],
      kept: [
        { object: object("BareMetalHost", undefined) },
        { object: host({ bmc: undefined }) },
        { object: object("HostFirmwareComponents", { updates: [] }), release: V13 },
      ],
    },
    {
      rule: "value-type",
      broken: [
        { object: host({ online: "true" }) },
        { object: object("HostFirmwareSettings", { settings: { QuietBoot: false } }), release: LEGACY },
        { object: object("PreprovisioningImage", { acceptFormats: "iso" }) },
      ],
      kept: [
        { object: host({ online: false }) },
        { object: object("HostFirmwareSettings", { settings: { Retries: 3, BootMode: "Uefi", Old: null } }) },
      ],
    },
    {
      rule: "value-release",
      broken: [
        { object: host({ inspectionMode: "fast" }), release: V13 },
        { object: host({ image: image({ checksumType: "auto" }) }), release: LEGACY },
      ],
      kept: [
        { object: host({ inspectionMode: "fast" }), release: V14 },
        { object: host({ image: image({ checksumType: "auto" }) }), release: V12 },
      ],
    },
    {
      rule: "value-enum",
      broken: [
        { object: host({ bootMode: "uefi" }) },
        { object: host({ automatedCleaningMode: "full" }), release: LEGACY },
        { object: object("HostUpdatePolicy", { firmwareUpdates: "" }) },
        { object: object("HostUpdatePolicy", { firmwareUpdates: 1 }), also: ["value-type"] },
      ],
      kept: [
        { object: host({ bootMode: "UEFI" }) },
        { object: object("HostUpdatePolicy", { firmwareUpdates: "onReboot" }) },
      ],
    },
    {
      rule: "value-pattern",
      broken: [
        { object: host({ bootMACAddress: MAC.replaceAll(":", "-") }) },
        { object: host({ bootMACAddress: "" }), release: LEGACY },
        { object: object("HostNetworkAttachment", { nativeVLAN: 7, allowedVLANs: ["20-"] }), release: V14 },
      ],
      kept: [
        { object: host({ bootMACAddress: MAC }) },
        { object: object("HardwareData", { hardware: { nics: [{ mac: `nic ${MAC}` }] } }) },
      ],
    },
    {
      rule: "value-format",
      broken: [
        { object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: "yesterday" }] }) },
        {
          object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: "2026-02-30T00:00:00Z" }] }),
          release: LEGACY,
        },
      ],
      kept: [
        { object: host({ taints: [{ key: "spare", effect: "NoSchedule", timeAdded: "2026-02-28T00:00:00Z" }] }) },
        { object: host({ taints: [{ key: "spare", effect: "NoSchedule" }] }) },
      ],
    },
    {
      rule: "value-minimum",
      broken: [
        { object: object("HostNetworkAttachment", { nativeVLAN: 0 }), release: V14 },
        { object: host({ rootDeviceHints: { minSizeGigabytes: -1 } }) },
      ],
      kept: [
        { object: object("HostNetworkAttachment", { nativeVLAN: 1 }), release: V14 },
        { object: host({ rootDeviceHints: { minSizeGigabytes: 0 } }) },
      ],
    },
    {
      rule: "value-maximum",
      broken: [
        { object: object("HostNetworkAttachment", { nativeVLAN: 4095 }), release: V14 },
        { object: object("HardwareData", { hardware: { nics: [{ vlanId: 4095 }] } }), release: LEGACY },
      ],
      kept: [
        { object: object("HostNetworkAttachment", { nativeVLAN: 4094, mtu: 9216 }), release: V14 },
        { object: object("HardwareData", { hardware: { nics: [{ vlanId: 4094 }] } }), release: LEGACY },
      ],
    },
    {
      rule: "value-max-length",
      broken: [
        { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1", name: "v".repeat(65) }] } }) },
        { object: host({ raid: { hardwareRAIDVolumes: [{ level: "0" }, { level: "1", name: "v".repeat(80) }] } }) },
      ],
      kept: [
        { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1", name: "v".repeat(64) }] } }) },
        { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1", name: "" }] } }) },
      ],
    },
    {
      rule: "value-min-items",
      broken: [
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "1", physicalDisks: [{ wwn: "0x5000" }] }] } }) },
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "0", physicalDisks: [] }] } }), release: LEGACY },
      ],
      kept: [
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "1", physicalDisks: [{}, {}] }] } }) },
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "1" }] } }) },
      ],
    },
    {
      rule: "value-max-items",
      broken: [
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "1" }, { level: "0" }, { level: "0" }] } }) },
        {
          object: host({
            raid: { softwareRAIDVolumes: [{ level: "1" }, { level: "1" }, { level: "1" }, { level: "1" }] },
          }),
          release: LEGACY,
        },
      ],
      kept: [
        { object: host({ raid: { softwareRAIDVolumes: [{ level: "1" }, { level: "0" }] } }) },
        { object: host({ raid: { softwareRAIDVolumes: [] } }) },
      ],
    },
  ],
  UNUSED,
);
