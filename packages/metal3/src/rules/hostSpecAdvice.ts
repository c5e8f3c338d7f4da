import { at, listOf, mapOf, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

const KERNEL_NAME = /^\/dev\/(?:(?:sd|vd|xvd|hd)[a-z]+|nvme\d+n\d+|mmcblk\d+|md\d+|dm-\d+)$/;
const DEVICE_NAME = "spec.rootDeviceHints.deviceName";

function deviceFault(name: string): string | undefined {
  if (name === "") {
    return undefined;
  }
  const last = name.replace(/^\/dev\/(?:disk\/by-path\/)?/, "");
  return last === "" || last === "." || last === ".." ? `No disk is called \`${name}\`.` : undefined;
}

/** What the webhook lets through in the rest of a host's spec although it is risky or cannot work. */
export const HOST_SPEC_ADVICE: readonly Rule[] = [
  {
    id: "host-hint-kernel-name",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message:
      "The root device hint is a kernel name, and kernel names move between boots: the wrong disk may be written.",
    remedy: "Use `serialNumber`, `wwn` or `/dev/disk/by-path/…`.",
    *check({ object }): Iterable<Finding> {
      if (KERNEL_NAME.test(textOf(mapOf(specOf(object).rootDeviceHints).deviceName))) {
        yield { field: DEVICE_NAME };
      }
    },
  },
  {
    id: "host-hint-no-device",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The root device hint names no disk, so nothing can be installed.",
    remedy: "Use `serialNumber`, `wwn` or `/dev/disk/by-path/…`.",
    *check({ object }): Iterable<Finding> {
      const message = deviceFault(textOf(mapOf(specOf(object).rootDeviceHints).deviceName));
      if (message !== undefined) {
        yield { field: DEVICE_NAME, message };
      }
    },
  },
  {
    id: "host-raid-hint-kernel-name",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "A software volume chooses a disk by kernel name, and kernel names move between boots.",
    remedy: "Use `serialNumber`, `wwn` or `/dev/disk/by-path/…`.",
    *check({ object }): Iterable<Finding> {
      for (const [index, volume] of listOf(mapOf(specOf(object).raid).softwareRAIDVolumes).entries()) {
        for (const [disk, hints] of listOf(mapOf(volume).physicalDisks).entries()) {
          if (!KERNEL_NAME.test(textOf(mapOf(hints).deviceName))) {
            continue;
          }
          yield { field: `${at(`${at("spec.raid.softwareRAIDVolumes", index)}.physicalDisks`, disk)}.deviceName` };
        }
      }
    },
  },
];
