import type { Manifest } from "../manifest.js";
import { annotated, BMC, host, hostAt, image, MAC, object, type RuleCase, type RuleCases } from "./ruleCase.js";

const LEGACY = "v0.1.0";
const V12 = "v0.12.6";
const V13 = "v0.13.2";
const V14 = "v0.14.0-rc.0";
const REDFISH = "redfish://10.30.2.7/redfish/v1/Systems/1";
const IPMI = "ipmi://10.30.2.7";
const DETACHED = "baremetalhost.metal3.io/detached";

function subscription(spec: Manifest = {}): Manifest {
  return object("BMCEventSubscription", {
    hostName: "rack2-u07",
    destination: "https://events.site-a.example/redfish",
    ...spec,
  });
}

function components(...names: readonly string[]): Manifest {
  const url = "https://images.site-a.example/firmware.bin";
  return object("HostFirmwareComponents", { updates: names.map((component) => ({ component, url })) });
}

function policy(hostClaimNamespaces: Manifest | undefined): Manifest {
  return object("HostDeployPolicy", { hostClaimNamespaces });
}

function imageCases(prefix: string, wrap: (image: Manifest) => Manifest): readonly RuleCases[] {
  const of = (changes: Manifest): RuleCase => ({ object: wrap(image(changes)) });
  return [
    {
      rule: `${prefix}-image-live-iso-checksum`,
      broken: [
        of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso" }),
        of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso", checksum: "x" }),
      ],
      kept: [of({}), of({ url: "https://images.site-a.example/rescue.iso", format: "live-iso", checksum: undefined })],
    },
    {
      rule: `${prefix}-image-checksum-shape`,
      broken: [
        of({ checksum: "e3e3" }),
        of({ checksum: "not-hex" }),
        of({ checksum: "e3".repeat(33), checksumType: "auto" }),
      ],
      kept: [
        of({ checksum: "https://images.site-a.example/SHA256SUMS" }),
        of({ checksum: "E3".repeat(64), checksumType: "sha512" }),
        of({ checksum: "e3".repeat(32), checksumType: undefined }),
      ],
    },
    {
      rule: `${prefix}-image-checksum-md5`,
      broken: [
        of({ checksum: "e3".repeat(16), checksumType: "md5" }),
        of({ checksum: "e3".repeat(16), checksumType: undefined }),
      ],
      kept: [of({}), of({ checksum: "e3".repeat(32), checksumType: undefined })],
    },
    {
      rule: `${prefix}-image-file-format`,
      broken: [
        of({ format: "raw" }),
        of({ url: "https://images.site-a.example/debian-13.raw.xz", format: "raw" }),
        of({ url: "https://images.site-a.example/debian-13.iso", format: undefined }),
      ],
      kept: [
        of({ format: undefined }),
        of({ url: "https://images.site-a.example/debian-13.QCOW2?build=7" }),
        of({ url: "https://images.site-a.example/debian-13", format: "raw" }),
      ],
    },
    {
      rule: `${prefix}-image-not-fetchable`,
      broken: [
        of({ url: "ftp://10.30.0.1/debian-13.qcow2" }),
        of({ url: "https:///debian-13.qcow2" }),
        of({ url: "/srv/debian-13.qcow2" }),
      ],
      kept: [of({}), of({ url: "file:///srv/debian-13.qcow2" })],
    },
  ];
}

/** Own objects around advice on one object. */
export const adviceCases: readonly RuleCases[] = [
  {
    rule: "host-empty",
    broken: [{ object: host({ bmc: undefined }) }, { object: object("BareMetalHost", undefined), release: LEGACY }],
    kept: [{ object: host() }, { object: host({ bmc: { address: "", credentialsName: "x" } }) }],
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
  {
    rule: "host-interfaces-unused",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }] }), release: "v0.14" },
    ],
    kept: [
      { object: host({ networkInterfaces: [] }), release: V14 },
      { object: host(), release: V14 },
    ],
  },
  {
    rule: "host-detached-annotation",
    broken: [
      { object: annotated({ [DETACHED]: "yes" }) },
      { object: annotated({ [DETACHED]: '{"deleteAction":"keep"}' }) },
    ],
    kept: [
      { object: annotated({ [DETACHED]: "" }) },
      { object: annotated({ [DETACHED]: '{"deleteAction":"delay","force":true}' }) },
    ],
  },
  {
    rule: "host-hint-kernel-name",
    broken: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/sda" } }) },
      { object: host({ rootDeviceHints: { deviceName: "/dev/nvme0n1" } }), release: LEGACY },
    ],
    kept: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-path/pci-0" } }) },
      { object: host({ rootDeviceHints: { wwn: "0x5000" } }) },
    ],
  },
  {
    rule: "host-hint-no-device",
    broken: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-path/" } }) },
      { object: host({ rootDeviceHints: { deviceName: "/dev/.." } }) },
    ],
    kept: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/sda" } }) },
      { object: host({ rootDeviceHints: {} }) },
    ],
  },
  {
    rule: "host-raid-hint-kernel-name",
    broken: [
      { object: softwareVolume([{ deviceName: "/dev/sda" }, { wwn: "0x5001" }]) },
      { object: softwareVolume([{ wwn: "0x5000" }, { deviceName: "/dev/vdb" }]), release: LEGACY },
    ],
    kept: [
      { object: softwareVolume([{ wwn: "0x5000" }, { wwn: "0x5001" }]) },
      { object: softwareVolume([{ deviceName: "/dev/disk/by-path/a" }, { deviceName: "/dev/disk/by-path/b" }]) },
    ],
  },
  ...imageCases("host", (spec) => host({ image: spec })),
  ...imageCases("claim", (spec) => object("HostClaim", { poweredOn: true, image: spec })),
  {
    rule: "subscription-never-updated",
    broken: [
      { object: subscription({ httpHeadersRef: { name: "token", namespace: "site-a" } }) },
      { object: subscription({ httpHeadersRef: {} }), release: LEGACY },
    ],
    kept: [{ object: subscription() }, { object: subscription({ httpHeadersRef: null }) }],
  },
  {
    rule: "firmware-component-unknown",
    broken: [{ object: components("gpu") }, { object: components("bios", "BMC") }],
    kept: [{ object: components("bios", "bmc") }, { object: components("nic:BCM57414") }],
  },
  {
    rule: "firmware-component-twice",
    broken: [{ object: components("bios", "bios") }, { object: components("bmc", "nic:a", "nic:a") }],
    kept: [{ object: components("bios", "bmc") }, { object: components("nic:a", "nic:b") }],
  },
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
  {
    rule: "policy-without-namespaces",
    broken: [{ object: policy(undefined) }, { object: object("HostDeployPolicy", undefined), release: V14 }],
    kept: [{ object: policy({ names: ["team-a"] }) }, { object: policy({}) }],
  },
  {
    rule: "policy-pattern",
    broken: [{ object: policy({ nameMatches: "team-(" }) }, { object: policy({ nameMatches: "*-a" }) }],
    kept: [{ object: policy({ nameMatches: "^team-.*$" }) }, { object: policy({ nameMatches: "(?i)team" }) }],
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
  {
    rule: "claim-not-served",
    broken: [
      { object: object("HostClaim", { poweredOn: true }) },
      { object: object("HostClaim", { poweredOn: false }), release: "v0.13.0" },
    ],
    kept: [
      { object: object("HostClaim", { poweredOn: true }), release: V14 },
      { object: object("HostClaim", { poweredOn: false }), release: "v0.14" },
    ],
  },
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
];

function softwareVolume(physicalDisks: readonly Manifest[]): Manifest {
  return host({ raid: { softwareRAIDVolumes: [{ level: "1", physicalDisks }] } });
}
