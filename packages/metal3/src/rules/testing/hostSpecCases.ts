import { host, hostAt, image, MAC, type RuleCases } from "./ruleCase.js";

const LEGACY = "v0.1.0";
const V12 = "v0.12.6";
const V13 = "v0.13.2";
const V14 = "v0.14.0-rc.0";
const IPMI = "ipmi://10.30.2.7";

/** Own objects around the rules of the rest of a host's spec. */
export const hostSpecCases: readonly RuleCases[] = [
  {
    rule: "host-name-is-uuid",
    broken: [
      { object: host({}, { name: "7d1f1c0e-52a4-4c52-9d5e-0f4a3b1c2d3e" }) },
      { object: host({}, { name: "7d1f1c0e52a44c529d5e0f4a3b1c2d3e" }), release: LEGACY },
      { object: host({}, { name: "a7d1f1c0e-52a4-4c52-9d5e-0f4a3b1c2d3ez" }) },
    ],
    kept: [
      { object: host({}, { name: "7d1f1c0e-52a4-4c52-9d5e" }) },
      { object: host({}, { name: "node-7d1f1c0e52a44c529d5e0f4a3b1c2d3e" }) },
    ],
  },
  ...(
    [
      ["userData", "host-user-data-namespace"],
      ["networkData", "host-network-data-namespace"],
      ["metaData", "host-meta-data-namespace"],
    ] as const
  ).map(
    ([field, rule]): RuleCases => ({
      rule,
      broken: [
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }) },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: "v0.8.1" },
      ],
      kept: [
        { object: host({ [field]: { name: "own", namespace: "site-a" } }) },
        { object: host({ [field]: { name: "own" } }) },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: "v0.9.0" },
        { object: host({ [field]: { name: "shared", namespace: "site-b" } }), release: LEGACY },
      ],
    }),
  ),
  {
    rule: "host-raid-both-kinds",
    broken: [
      { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1" }], softwareRAIDVolumes: [{ level: "0" }] } }) },
      {
        object: hostAt(IPMI, {
          raid: { hardwareRAIDVolumes: [{ level: "1" }], softwareRAIDVolumes: [{ level: "1" }] },
        }),
        release: LEGACY,
        also: ["host-raid-unsupported"],
      },
    ],
    kept: [
      { object: host({ raid: { hardwareRAIDVolumes: [], softwareRAIDVolumes: [{ level: "0" }] } }) },
      { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1" }], softwareRAIDVolumes: [] } }) },
    ],
  },
  {
    rule: "host-raid-disks-without-controller",
    broken: [
      { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1", physicalDisks: ["bay-0", "bay-1"] }] } }) },
      {
        object: host({
          raid: { hardwareRAIDVolumes: [{ level: "0" }, { level: "0", controller: "", physicalDisks: ["bay-2"] }] },
        }),
        release: V14,
      },
    ],
    kept: [
      {
        object: host({
          raid: { hardwareRAIDVolumes: [{ level: "1", controller: "perc-1", physicalDisks: ["bay-0", "bay-1"] }] },
        }),
      },
      { object: host({ raid: { hardwareRAIDVolumes: [{ level: "1", physicalDisks: [] }] } }) },
    ],
  },
  {
    rule: "host-raid-disk-count",
    broken: [
      {
        object: host({
          raid: {
            hardwareRAIDVolumes: [
              { level: "5", controller: "perc-1", numberOfPhysicalDisks: 3, physicalDisks: ["bay-0", "bay-1"] },
            ],
          },
        }),
      },
      {
        object: host({
          raid: { hardwareRAIDVolumes: [{ level: "0", numberOfPhysicalDisks: 2, physicalDisks: ["bay-0"] }] },
        }),
        also: ["host-raid-disks-without-controller"],
      },
    ],
    kept: [
      { object: host({ raid: { hardwareRAIDVolumes: [{ level: "5", numberOfPhysicalDisks: 3 }] } }) },
      {
        object: host({
          raid: {
            hardwareRAIDVolumes: [
              { level: "1", controller: "perc-1", numberOfPhysicalDisks: 2, physicalDisks: ["bay-0", "bay-1"] },
            ],
          },
        }),
      },
    ],
  },
  {
    rule: "host-raid-root-volume-twice",
    broken: [
      {
        object: host({ raid: { softwareRAIDVolumes: [root("1"), root("1")] } }),
        release: V14,
      },
      {
        object: host({ raid: { softwareRAIDVolumes: [root("1"), root("0")] }, rootDeviceHints: { model: "x" } }),
        release: V14,
        also: ["host-raid-root-volume-level"],
      },
    ],
    kept: [
      { object: host({ raid: { softwareRAIDVolumes: [root("1"), { level: "0" }] } }), release: V14 },
      { object: host({ raid: { softwareRAIDVolumes: [root("1"), { level: "0", rootVolume: false }] } }), release: V14 },
    ],
  },
  {
    rule: "host-raid-root-volume-and-hints",
    broken: [
      {
        object: host({ raid: { softwareRAIDVolumes: [root("1")] }, rootDeviceHints: { wwn: "0x5000" } }),
        release: V14,
      },
      { object: host({ raid: { softwareRAIDVolumes: [root("1")] }, rootDeviceHints: {} }), release: V14 },
    ],
    kept: [
      { object: host({ raid: { softwareRAIDVolumes: [root("1")] } }), release: V14 },
      {
        object: host({ raid: { softwareRAIDVolumes: [{ level: "1" }] }, rootDeviceHints: { wwn: "0x5000" } }),
        release: V14,
      },
    ],
  },
  {
    rule: "host-raid-root-volume-level",
    broken: [
      { object: host({ raid: { softwareRAIDVolumes: [root("0")] } }), release: V14 },
      { object: host({ raid: { softwareRAIDVolumes: [{ level: "0" }, root("1+0")] } }), release: V14 },
    ],
    kept: [
      { object: host({ raid: { softwareRAIDVolumes: [{ level: "0" }, root("1")] } }), release: V14 },
      { object: host({ raid: { softwareRAIDVolumes: [{ level: "0" }] } }), release: V14 },
    ],
  },
  {
    rule: "host-hint-device-name-not-dev",
    broken: [
      { object: host({ rootDeviceHints: { deviceName: "nvme0n1" } }) },
      { object: host({ rootDeviceHints: { deviceName: "dev/sda" } }), release: "v0.3.1" },
    ],
    kept: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/nvme0n1" } }) },
      { object: host({ rootDeviceHints: { deviceName: "nvme0n1" } }), release: "v0.3.0" },
      { object: host({ rootDeviceHints: { deviceName: "" } }) },
    ],
  },
  {
    rule: "host-hint-device-name-folder",
    broken: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-id/wwn-0x5000" } }) },
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-path/pci-0/part1" } }), release: V14 },
      { object: host({ rootDeviceHints: { deviceName: "/dev//sda" } }) },
    ],
    kept: [
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-path/pci-0000:00:1f.2-ata-1" } }) },
      { object: host({ rootDeviceHints: { deviceName: "/dev/disk/by-path/" } }) },
      { object: host({ rootDeviceHints: { deviceName: "/dev/.." } }) },
    ],
  },
  {
    rule: "host-power-off-contradiction",
    broken: [
      { object: host({ online: false, disablePowerOff: true }) },
      { object: host({ online: false, disablePowerOff: true }), release: "v0.10.0" },
    ],
    kept: [
      { object: host({ online: true, disablePowerOff: true }) },
      { object: host({ online: false, disablePowerOff: false }) },
    ],
  },
  {
    rule: "host-interface-unnamed",
    broken: [
      { object: host({ networkInterfaces: [{}] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno1" }, { hostNetworkAttachment: { name: "prod" } }] }),
        release: V14,
      },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }] }), release: V14 },
    ],
  },
  {
    rule: "host-interface-named-twice",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1", macAddress: MAC }] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno2", macAddress: MAC }, {}] }),
        release: V14,
        also: ["host-interface-unnamed"],
      },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { macAddress: MAC }] }), release: V14 },
      { object: host({ networkInterfaces: [] }), release: V14 },
    ],
  },
  {
    rule: "host-interface-duplicate",
    broken: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { name: "ENO1" }] }), release: V14 },
      { object: host({ networkInterfaces: [{ macAddress: MAC }, { macAddress: MAC.toUpperCase() }] }), release: V14 },
    ],
    kept: [
      { object: host({ networkInterfaces: [{ name: "eno1" }, { name: "eno2" }] }), release: V14 },
      {
        object: host({ networkInterfaces: [{ name: "eno1" }, { name: "eno1", macAddress: MAC }] }),
        release: V14,
        also: ["host-interface-named-twice"],
      },
    ],
  },
  {
    rule: "host-image-url",
    broken: [
      { object: host({ image: image({ url: "debian-13.qcow2" }) }) },
      { object: host({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V14 },
      { object: host({ image: image({ url: "http://fd00::7/debian-13.qcow2" }) }), release: V14 },
      { object: host({ image: image({ url: "" }) }), release: "v0.1.1" },
    ],
    kept: [
      { object: host({ image: image({ url: "file:///srv/debian-13.qcow2" }) }), release: V13 },
      { object: host({ image: image({ url: "http://fd00::7/debian-13.qcow2" }) }), release: V13 },
      { object: host({ image: image({ url: "debian-13.qcow2" }) }), release: LEGACY },
      { object: host({ image: image({ url: "HTTPS://" }) }), release: V14 },
      { object: host({ image: image({ url: "http:debian-13.qcow2" }) }), release: V14 },
    ],
  },
  {
    rule: "host-image-checksum-required",
    broken: [
      { object: host({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }) },
      { object: host({ image: image({ checksum: "" }) }), release: "v0.11.0" },
      { object: host({ image: { url: "OCI://registry.site-a.example/debian:13" } }), release: V12 },
    ],
    kept: [
      { object: host({ image: { url: "https://images.site-a.example/rescue.iso", format: "live-iso" } }) },
      { object: host({ image: { url: "oci://registry.site-a.example/debian:13" } }), release: V12 },
      { object: host({ image: { url: "OCI://registry.site-a.example/debian:13" } }), release: V13 },
      { object: host({ image: { url: "https://images.site-a.example/debian-13.qcow2" } }), release: "v0.10.0" },
      { object: host({ image: null }) },
    ],
  },
  {
    rule: "host-image-oci-checksum",
    broken: [
      { object: host({ image: image({ url: "oci://registry.site-a.example/debian:13" }) }), release: V14 },
      { object: host({ image: image({ url: "OCI://registry.site-a.example/debian:13" }) }), release: V14 },
    ],
    kept: [
      { object: host({ image: image({ url: "oci://registry.site-a.example/debian:13" }) }), release: V13 },
      { object: host({ image: { url: "oci://registry.site-a.example/debian:13" } }), release: V14 },
    ],
  },
];

function root(level: string): { readonly level: string; readonly rootVolume: true } {
  return { level, rootVolume: true };
}
