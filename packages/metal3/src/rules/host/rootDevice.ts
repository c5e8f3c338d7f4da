import { objectOf } from "@ironworks/core/json";
import { goText, type Manifest, specOf } from "../manifest.js";
import type { Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";

const DEVICE_NAME = "spec.rootDeviceHints.deviceName";

const KERNEL_NAME = /^\/dev\/(?:(?:sd|vd|xvd|hd)[a-z]+|nvme\d+n\d+|mmcblk\d+|md\d+|dm-\d+)$/;

/** Whether a device is named as the kernel counts disks, in an order that a boot may change. */
export function isKernelName(device: string): boolean {
  return KERNEL_NAME.test(device);
}

function deviceNameOf(host: Manifest): string {
  return goText(objectOf(specOf(host).rootDeviceHints).deviceName);
}

/** What is asked of the hints by which a host's root disk is chosen. */
export const HOST_ROOT_DEVICE_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.3.1" }, [
    {
      id: "host-hint-device-name-not-dev",
      field: DEVICE_NAME,
      message: "is not a path below `/dev/`.",
      remedy: "write `/dev/disk/by-path/…`, or use `serialNumber` or `wwn`",
      fault: ({ object }) => deviceNameOf(object) !== "" && !deviceNameOf(object).startsWith("/dev/"),
    },
    {
      id: "host-hint-device-name-folder",
      field: DEVICE_NAME,
      message: "is in a folder other than `/dev` and `/dev/disk/by-path`.",
      remedy: "write `/dev/disk/by-path/…`; what `/dev/disk/by-id` shows goes into `wwn` or `serialNumber`",
      fault: ({ object }) => {
        const name = deviceNameOf(object);
        const below = name.replace(/^\/dev\//, "").replace(/^disk\/by-path\//, "");
        return name.startsWith("/dev/") && below.includes("/");
      },
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-hint-no-device",
      field: DEVICE_NAME,
      message: "is not the name of a disk, so nothing can be installed.",
      remedy: "use `serialNumber`, `wwn` or `/dev/disk/by-path/…`",
      fault: ({ object }) => {
        const name = deviceNameOf(object);
        const last = name.replace(/^\/dev\/(?:disk\/by-path\/)?/, "");
        return name !== "" && ["", ".", ".."].includes(last);
      },
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-hint-kernel-name",
      field: DEVICE_NAME,
      message: "is a kernel name, and kernel names move between boots: the wrong disk may be written.",
      remedy: "use `serialNumber`, `wwn` or `/dev/disk/by-path/…`",
      fault: ({ object }) => isKernelName(deviceNameOf(object)),
    },
  ]),
];
