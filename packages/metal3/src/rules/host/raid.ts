import { fieldPath, itemsOf, objectOf } from "@ironworks/core/json";
import { goText, isSet, type Manifest, specOf } from "../manifest.js";
import type { Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { driverOf } from "./operatorBmc.js";
import { isKernelName } from "./rootDevice.js";

const HARDWARE = "spec.raid.hardwareRAIDVolumes";
const SOFTWARE = "spec.raid.softwareRAIDVolumes";

function hardwareVolumes(host: Manifest): readonly Manifest[] {
  return itemsOf(objectOf(specOf(host).raid).hardwareRAIDVolumes).map(objectOf);
}

function softwareVolumes(host: Manifest): readonly Manifest[] {
  return itemsOf(objectOf(specOf(host).raid).softwareRAIDVolumes).map(objectOf);
}

function rootVolumes(host: Manifest): readonly number[] {
  return softwareVolumes(host).flatMap((volume, index) => (volume.rootVolume === true ? [index] : []));
}

/** What is asked of a host's RAID volumes. */
export const HOST_RAID_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-raid-unsupported",
      field: HARDWARE,
      message: "is set, but the BMC's driver cannot configure hardware RAID.",
      remedy: "remove it, or use a scheme whose driver can, e.g. `idrac-redfish://`",
      fault: ({ object, release }) => {
        const driver = driverOf(object, release);
        if (!driver || driver.hardwareRaid || hardwareVolumes(object).length === 0) {
          return undefined;
        }
        return `is set, but the driver \`${driver.scheme}\` cannot configure hardware RAID.`;
      },
    },
    {
      id: "host-raid-both-kinds",
      field: "spec.raid",
      message: "has both hardware and software volumes.",
      remedy: "keep one of `hardwareRAIDVolumes` and `softwareRAIDVolumes`",
      fault: ({ object }) => hardwareVolumes(object).length > 0 && softwareVolumes(object).length > 0,
    },
    {
      id: "host-raid-disks-without-controller",
      field: `${HARDWARE}[].controller`,
      message: "is missing, but the volume names `physicalDisks`.",
      remedy: "name the controller that the disks are attached to",
      *check({ object }): Iterable<Finding> {
        for (const [index, volume] of hardwareVolumes(object).entries()) {
          if (itemsOf(volume.physicalDisks).length > 0 && goText(volume.controller) === "") {
            yield { field: `${fieldPath(HARDWARE, index)}.controller` };
          }
        }
      },
    },
    {
      id: "host-raid-disk-count",
      field: `${HARDWARE}[].numberOfPhysicalDisks`,
      message: "is not the number of the volume's `physicalDisks`.",
      remedy: "remove it, or name as many disks",
      *check({ object }): Iterable<Finding> {
        for (const [index, volume] of hardwareVolumes(object).entries()) {
          const disks = itemsOf(volume.physicalDisks).length;
          const count = volume.numberOfPhysicalDisks;
          if (isSet(count) && disks > 0 && count !== disks) {
            yield {
              field: `${fieldPath(HARDWARE, index)}.numberOfPhysicalDisks`,
              message: `is ${String(count)}, but the volume names ${disks} \`physicalDisks\`.`,
            };
          }
        }
      },
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" }, [
    {
      id: "host-raid-root-volume-twice",
      field: `${SOFTWARE}[].rootVolume`,
      message: "is true for more than one volume.",
      remedy: "set `rootVolume: true` on one volume",
      *check({ object }): Iterable<Finding> {
        const [, second] = rootVolumes(object);
        if (second !== undefined) {
          yield { field: `${fieldPath(SOFTWARE, second)}.rootVolume` };
        }
      },
    },
    {
      id: "host-raid-root-volume-and-hints",
      field: "spec.rootDeviceHints",
      message: "is set, but a root volume chooses the disk already.",
      remedy: "keep one of the two",
      fault: ({ object }) => rootVolumes(object).length === 1 && isSet(specOf(object).rootDeviceHints),
    },
    {
      id: "host-raid-root-volume-level",
      field: `${SOFTWARE}[].level`,
      message: "is not `1`, but the root volume must be RAID 1.",
      remedy: 'set `level: "1"`: the host must boot with either disk',
      *check({ object }): Iterable<Finding> {
        const volumes = softwareVolumes(object);
        for (const index of rootVolumes(object)) {
          if (volumes[index]?.level !== "1") {
            yield { field: `${fieldPath(SOFTWARE, index)}.level` };
          }
        }
      },
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-raid-hint-kernel-name",
      field: `${SOFTWARE}[].physicalDisks[].deviceName`,
      message: "is a kernel name, and kernel names move between boots: the wrong disk may be used.",
      remedy: "use `serialNumber`, `wwn` or `/dev/disk/by-path/…`",
      *check({ object }): Iterable<Finding> {
        for (const [index, volume] of softwareVolumes(object).entries()) {
          const disks = `${fieldPath(SOFTWARE, index)}.physicalDisks`;
          for (const [disk, hints] of itemsOf(volume.physicalDisks).entries()) {
            if (isKernelName(goText(objectOf(hints).deviceName))) {
              yield { field: `${fieldPath(disks, disk)}.deviceName` };
            }
          }
        }
      },
    },
  ]),
];
