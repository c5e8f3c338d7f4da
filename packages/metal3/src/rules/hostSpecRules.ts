import { isUuid } from "./goNet.js";
import { at, isSet, listOf, type Manifest, mapOf, nameOf, namespaceOf, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

const HARDWARE_VOLUMES = "spec.raid.hardwareRAIDVolumes";
const SOFTWARE_VOLUMES = "spec.raid.softwareRAIDVolumes";

function hardwareVolumes(host: Manifest): readonly Manifest[] {
  return listOf(mapOf(specOf(host).raid).hardwareRAIDVolumes).map(mapOf);
}

function softwareVolumes(host: Manifest): readonly Manifest[] {
  return listOf(mapOf(specOf(host).raid).softwareRAIDVolumes).map(mapOf);
}

function rootVolumes(host: Manifest): readonly number[] {
  return softwareVolumes(host).flatMap((volume, index) => (volume.rootVolume === true ? [index] : []));
}

const HOST_SECRET_RULES: readonly Rule[] = (["userData", "networkData", "metaData"] as const).map((name) => ({
  id: `host-${name.toLowerCase().replace("data", "-data")}-namespace`,
  kind: "BareMetalHost",
  by: "webhook",
  on: ["create", "update"],
  severity: "error",
  since: "v0.8.1",
  except: ["v0.9.0"],
  message: `\`${name}\` names a Secret in another namespace.`,
  remedy: `Remove \`spec.${name}.namespace\` and keep the Secret in the host's namespace.`,
  *check({ object }): Iterable<Finding> {
    const namespace = textOf(mapOf(specOf(object)[name]).namespace);
    if (namespace !== "" && namespace !== namespaceOf(object)) {
      yield { field: `spec.${name}.namespace` };
    }
  },
}));

const RAID_RULES: readonly Rule[] = [
  {
    id: "host-raid-both-kinds",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "Hardware and software RAID are both set.",
    remedy: "Keep one of `hardwareRAIDVolumes` and `softwareRAIDVolumes`.",
    *check({ object }): Iterable<Finding> {
      if (hardwareVolumes(object).length > 0 && softwareVolumes(object).length > 0) {
        yield { field: "spec.raid" };
      }
    },
  },
  {
    id: "host-raid-disks-without-controller",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "A hardware volume names `physicalDisks` but no `controller`.",
    remedy: "Name the controller that the disks hang on.",
    *check({ object }): Iterable<Finding> {
      for (const [index, volume] of hardwareVolumes(object).entries()) {
        if (listOf(volume.physicalDisks).length > 0 && textOf(volume.controller) === "") {
          yield { field: `${at(HARDWARE_VOLUMES, index)}.controller` };
        }
      }
    },
  },
  {
    id: "host-raid-disk-count",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "A hardware volume's `numberOfPhysicalDisks` is not the number of its `physicalDisks`.",
    remedy: "Remove `numberOfPhysicalDisks`, or name as many disks.",
    *check({ object }): Iterable<Finding> {
      for (const [index, volume] of hardwareVolumes(object).entries()) {
        const disks = listOf(volume.physicalDisks).length;
        const count = volume.numberOfPhysicalDisks;
        if (isSet(count) && disks > 0 && count !== disks) {
          yield {
            field: `${at(HARDWARE_VOLUMES, index)}.numberOfPhysicalDisks`,
            message: `\`numberOfPhysicalDisks\` is ${String(count)}, but ${disks} \`physicalDisks\` are named.`,
          };
        }
      }
    },
  },
  {
    id: "host-raid-root-volume-twice",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "More than one software volume is the root volume.",
    remedy: "Set `rootVolume: true` on one volume.",
    *check({ object }): Iterable<Finding> {
      const [, second] = rootVolumes(object);
      if (second !== undefined) {
        yield { field: `${at(SOFTWARE_VOLUMES, second)}.rootVolume` };
      }
    },
  },
  {
    id: "host-raid-root-volume-and-hints",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "A root volume and `rootDeviceHints` both choose the disk.",
    remedy: "Keep one of the two.",
    *check({ object }): Iterable<Finding> {
      if (rootVolumes(object).length === 1 && isSet(specOf(object).rootDeviceHints)) {
        yield { field: "spec.rootDeviceHints" };
      }
    },
  },
  {
    id: "host-raid-root-volume-level",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The root volume must be RAID 1.",
    remedy: 'Set `level: "1"`: the host must boot with either disk.',
    *check({ object }): Iterable<Finding> {
      const volumes = softwareVolumes(object);
      for (const index of rootVolumes(object)) {
        if (volumes[index]?.level !== "1") {
          yield { field: `${at(SOFTWARE_VOLUMES, index)}.level` };
        }
      }
    },
  },
];

const DEVICE_NAME = "spec.rootDeviceHints.deviceName";

const HINT_RULES: readonly Rule[] = [
  {
    id: "host-hint-device-name-not-dev",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.3.1",
    message: "The root device hint's `deviceName` is no path below `/dev/`.",
    remedy: "Write `/dev/disk/by-path/…`, or use `serialNumber` or `wwn`.",
    *check({ object }): Iterable<Finding> {
      const name = textOf(mapOf(specOf(object).rootDeviceHints).deviceName);
      if (name !== "" && !name.startsWith("/dev/")) {
        yield { field: DEVICE_NAME };
      }
    },
  },
  {
    id: "host-hint-device-name-folder",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.3.1",
    message: "The root device hint's `deviceName` is in a folder other than `/dev` and `/dev/disk/by-path`.",
    remedy: "Write `/dev/disk/by-path/…`; what `/dev/disk/by-id` shows goes into `wwn` or `serialNumber`.",
    *check({ object }): Iterable<Finding> {
      const name = textOf(mapOf(specOf(object).rootDeviceHints).deviceName);
      const below = name.replace(/^\/dev\//, "").replace(/^disk\/by-path\//, "");
      if (name.startsWith("/dev/") && below.includes("/")) {
        yield { field: DEVICE_NAME };
      }
    },
  },
];

const INTERFACES = "spec.networkInterfaces";

interface InterfaceEntry {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
}

function interfaces(host: Manifest): readonly InterfaceEntry[] {
  return listOf(specOf(host).networkInterfaces).map((item, index) => {
    const entry = mapOf(item);
    return { index, name: textOf(entry.name), mac: textOf(entry.macAddress) };
  });
}

const INTERFACE_RULES: readonly Rule[] = [
  {
    id: "host-interface-unnamed",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "A network interface has neither `name` nor `macAddress`.",
    remedy: "Set one of the two.",
    *check({ object }): Iterable<Finding> {
      for (const { index, name, mac } of interfaces(object)) {
        if (name === "" && mac === "") {
          yield { field: at(INTERFACES, index) };
        }
      }
    },
  },
  {
    id: "host-interface-named-twice",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "A network interface has both `name` and `macAddress`.",
    remedy: "Keep one of the two.",
    *check({ object }): Iterable<Finding> {
      for (const { index, name, mac } of interfaces(object)) {
        if (name !== "" && mac !== "") {
          yield { field: at(INTERFACES, index) };
        }
      }
    },
  },
  {
    id: "host-interface-duplicate",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "A network interface is listed twice.",
    remedy: "Remove one of the two.",
    *check({ object }): Iterable<Finding> {
      const seen = new Set<string>();
      for (const { index, name, mac } of interfaces(object)) {
        if ((name === "") === (mac === "")) {
          continue;
        }
        const key = (mac || name).toLowerCase();
        if (seen.has(key)) {
          yield { field: at(INTERFACES, index) };
        }
        seen.add(key);
      }
    },
  },
];

/** What the webhook asks of the rest of a host's spec. */
export const HOST_SPEC_RULES: readonly Rule[] = [
  {
    id: "host-name-is-uuid",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The host's name is a UUID, which Ironic would take for a node's own.",
    remedy: "Give the host a name of its own, e.g. `rack3-u17`.",
    *check({ object }): Iterable<Finding> {
      if (isUuid(nameOf(object))) {
        yield { field: "metadata.name" };
      }
    },
  },
  ...HOST_SECRET_RULES,
  ...RAID_RULES,
  ...HINT_RULES,
  {
    id: "host-power-off-contradiction",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.10",
    message: "The host is to be off (`online: false`) and may not be powered off (`disablePowerOff: true`).",
    remedy: "Change one of the two.",
    *check({ object }): Iterable<Finding> {
      const spec = specOf(object);
      if (spec.disablePowerOff === true && spec.online !== true) {
        yield { field: "spec.disablePowerOff" };
      }
    },
  },
  ...INTERFACE_RULES,
];
