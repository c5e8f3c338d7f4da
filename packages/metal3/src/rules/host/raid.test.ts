import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { host, hostAt, IPMI, LEGACY, REDFISH, V14 } from "../testing/ruleCase.js";
import { HOST_RAID_RULES } from "./raid.js";

function root(level: string): { readonly level: string; readonly rootVolume: true } {
  return { level, rootVolume: true };
}

function softwareVolume(physicalDisks: readonly Manifest[]): Manifest {
  return host({ raid: { softwareRAIDVolumes: [{ level: "1", physicalDisks }] } });
}

describeRules(HOST_RAID_RULES, [
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
]);
