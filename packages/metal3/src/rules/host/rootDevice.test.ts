import { describeRules } from "../testing/describeRules.js";
import { host, LEGACY, V14 } from "../testing/ruleCase.js";
import { HOST_ROOT_DEVICE_RULES } from "./rootDevice.js";

describeRules(HOST_ROOT_DEVICE_RULES, [
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
]);
