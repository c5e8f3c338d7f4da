import { checkBoolean, hintsOf, validateHost, validateMachine } from "@ironworks/core";
import { isRecord } from "@ironworks/core/json";
import { errorAt, type Problem } from "@ironworks/core/problems";
import { installedProblems } from "./installedStatus.js";
import type { OperatorHostSpec, OperatorMachineSpec } from "./operatorSpec.js";

/** A Secret's name: a DNS subdomain. */
const SECRET_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Everything that is wrong with a host on the operator's route, by field of its spec. What the API server and the operator
 * themselves refuse is found by `checkObject` in the object that is made from it.
 */
export function validateOperatorHost(spec: OperatorHostSpec): readonly Problem[] {
  const { bmc, inspectionMode, preprovisioningNetworkData, ...rest } = spec;
  const known = { ...rest, bmc, inspectionMode: inspectionMode === "disabled" ? undefined : inspectionMode };
  return [
    ...validateHost(known, { unknown: ["bmc.username", "bmc.password"] }),
    ...(isRecord(bmc) ? credentialProblems(bmc) : []),
    ...secretProblems(preprovisioningNetworkData, "preprovisioningNetworkData"),
    ...(["paused", "detached", "externallyProvisioned", "disablePowerOff"] as const).flatMap((field) =>
      checkBoolean(spec[field], field),
    ),
  ];
}

function credentialProblems(bmc: Readonly<Record<string, unknown>>): readonly Problem[] {
  const plain = ["username", "password"].filter((name) => bmc[name] !== undefined);
  if (plain.length > 0) {
    return plain.map((name) =>
      errorAt(
        `bmc.${name}`,
        "would be stored in plain text.",
        "put it in a Secret, and name that in `credentialsName`",
      ),
    );
  }
  return nameProblems(bmc.credentialsName, "bmc.credentialsName");
}

/** Everything that is wrong with a machine on the operator's route, by field. */
export function validateOperatorMachine(machine: OperatorMachineSpec, host: OperatorHostSpec): readonly Problem[] {
  return [
    ...validateMachine({ image: machine.image, rootDeviceHints: machine.rootDeviceHints }),
    ...rootDiskProblems(machine, host),
    ...(["userData", "networkData", "metaData"] as const).flatMap((field) => secretProblems(machine[field], field)),
    ...installedProblems(machine),
    ...externalProblems(host),
  ];
}

/** Without hints Ironic picks a disk by itself, and would write to one that holds data. */
function rootDiskProblems(machine: OperatorMachineSpec, host: OperatorHostSpec): readonly Problem[] {
  const hints = hintsOf(machine, host);
  if (isRecord(hints) && Object.values(hints).some((hint) => hint !== undefined)) {
    return [];
  }
  if (host.raid?.softwareRAIDVolumes?.some((volume) => "rootVolume" in volume && volume.rootVolume)) {
    return [];
  }
  return [
    errorAt(
      "rootDeviceHints",
      "are missing on the machine and on its host, so Ironic would choose the disk that it overwrites.",
      'write e.g. `{ serialNumber: "…" }` or `{ wwn: "…" }`; the HardwareData object of the host lists its disks',
    ),
  ];
}

function externalProblems(host: OperatorHostSpec): readonly Problem[] {
  if (host.externallyProvisioned !== true) {
    return [];
  }
  const message = "is a host with `externallyProvisioned`, where the operator never installs anything.";
  return [errorAt("host", message, "remove one of the two; for a disk that is installed already, use `installed`")];
}

function secretProblems(reference: unknown, field: string): readonly Problem[] {
  if (reference === undefined) {
    return [];
  }
  if (!isRecord(reference)) {
    return [
      errorAt(field, "is not the name of a Secret.", 'put the content in a Secret, and write `{ name: "its-name" }`'),
    ];
  }
  const more = Object.keys(reference).filter((name) => name !== "name" && reference[name] !== undefined);
  if (more.length > 0) {
    const what = more.map((name) => `\`${name}\``).join(", ");
    return [errorAt(field, `has ${what} beside the name.`, "write `{ name }`; the Secret is in the host's namespace")];
  }
  return nameProblems(reference.name, `${field}.name`);
}

function nameProblems(name: unknown, field: string): readonly Problem[] {
  if (name === undefined || name === "") {
    return [errorAt(field, "is missing.", "name the Secret in the host's namespace")];
  }
  if (typeof name === "string" && SECRET_NAME.test(name)) {
    return [];
  }
  return [errorAt(field, "is not a name for a Secret.", "use lower-case letters, digits, `-` and `.`")];
}
