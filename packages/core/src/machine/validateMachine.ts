import { MACHINE_ON_DESTROY } from "../driver/onDestroy.js";
import { validateRootDeviceHints } from "../host/validateHints.js";
import { validateInstanceImage } from "../image/instanceImage.js";
import { checkBoolean, checkEnum, checkToken, isUnknown, type ValidationOptions } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem, warningAt } from "../problem.js";
import { MACHINE_FIELDS, REINSTALL_FIELDS } from "./changePolicy.js";
import { MAX_USER_DATA_BYTES, RESERVED_META_DATA } from "./configDrive.js";
import { validateKeptDisks } from "./keptDisks.js";
import type { ReinstallField } from "./machineSpec.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Everything that is wrong with a machine, by field. No message repeats user data. The spec is taken as a program in
 * JavaScript may have written it.
 */
export function validateMachine(spec: unknown, options: ValidationOptions = {}): readonly Problem[] {
  if (!isRecord(spec)) {
    return [errorAt("spec", "is not an object.")];
  }
  const known = (field: string, check: () => readonly Problem[]): readonly Problem[] =>
    isUnknown(field, options) ? [] : check();
  return [
    ...known("image", () => validateImage(spec.image, options)),
    ...validateDisk(spec, options),
    ...known("userData", () => validateUserData(spec.userData)),
    ...known("networkData", () => validateNetworkData(spec.networkData)),
    ...known("metaData", () => validateMetaData(spec.metaData)),
    ...known("reinstall", () => validateReinstall(spec)),
    ...known("rebuild", () => checkToken(spec.rebuild, "rebuild")),
    ...validateKeptDisks(spec.keepDisks, options),
    ...known("replaceDisk", () => checkToken(spec.replaceDisk, "replaceDisk")),
    ...known("whenInstalled", () => checkEnum(spec.whenInstalled, "whenInstalled", ["refuse", "pending"])),
    ...known("protect", () => checkBoolean(spec.protect, "protect")),
    ...known("onDestroy", () => checkEnum(spec.onDestroy, "onDestroy", Object.keys(MACHINE_ON_DESTROY))),
  ];
}

function validateImage(image: unknown, options: ValidationOptions): readonly Problem[] {
  if (image === undefined) {
    return [errorAt("image", "is missing.", "write `InstanceImage.url(…, { checksum: … })`")];
  }
  return validateInstanceImage(image).filter(({ field }) => !isUnknown(field, options));
}

function validateDisk(spec: Fields, options: ValidationOptions): readonly Problem[] {
  const { rootDisk, rootDeviceHints } = spec;
  const hints = validateRootDeviceHints(rootDeviceHints, "rootDeviceHints", options);
  if (rootDisk === undefined || isUnknown("rootDisk", options)) {
    return hints;
  }
  if (rootDeviceHints !== undefined) {
    return [errorAt("rootDisk", "is given together with `rootDeviceHints`.", "remove one of them"), ...hints];
  }
  if (!isRecord(rootDisk) || typeof rootDisk.name !== "string") {
    return [errorAt("rootDisk", "is not a disk.", "write `disks => disks.only({ … })`")];
  }
  if ([rootDisk.serial, rootDisk.wwn, rootDisk.byPath].some((text) => typeof text === "string" && text.trim() !== "")) {
    return [];
  }
  return [
    errorAt(
      "rootDisk",
      "has no serial, no WWN and no path, and kernel names move between boots.",
      "write `disks => disks.only({ … })`",
    ),
  ];
}

/** Beginnings by which cloud-init and Ignition know what they are given. */
const USER_DATA_STARTS = /^(?:#cloud-|#!|#include|#part-handler|## template:|Content-Type:|MIME-Version:|From |\s*\{)/i;

function validateUserData(userData: unknown): readonly Problem[] {
  const field = "userData";
  if (userData === undefined) {
    return [];
  }
  if (typeof userData !== "string") {
    return [errorAt(field, "is not text.", "write `cloudConfig({ … })`, or the text of an Ignition file")];
  }
  const bytes = Buffer.byteLength(userData);
  if (bytes > MAX_USER_DATA_BYTES) {
    const message = `has ${bytes} bytes, and at most ${MAX_USER_DATA_BYTES} are sure to arrive.`;
    return [errorAt(field, message, "let the machine fetch the rest, e.g. with `#include` or a package")];
  }
  if (userData === "" || USER_DATA_STARTS.test(userData)) {
    return [];
  }
  return [
    warningAt(
      field,
      "does not begin as cloud-init or Ignition expect, so it may be ignored.",
      "begin with `#cloud-config` (see `cloudConfig`) or `#!`",
    ),
  ];
}

function validateNetworkData(networkData: unknown): readonly Problem[] {
  const field = "networkData";
  if (networkData === undefined) {
    return [];
  }
  if (!isRecord(networkData)) {
    return [errorAt(field, "is not an object.", "write OpenStack network data: `{ links, networks, services }`")];
  }
  const problems = ["links", "networks"].flatMap((name) =>
    Array.isArray(networkData[name])
      ? []
      : [warningAt(`${field}.${name}`, "is not a list, as OpenStack network data has.")],
  );
  const bytes = jsonBytes(networkData);
  if (bytes === undefined) {
    return [...problems, errorAt(field, "is not JSON.", "use text, numbers, lists and objects only")];
  }
  if (bytes <= MAX_USER_DATA_BYTES) {
    return problems;
  }
  return [...problems, errorAt(field, `has ${bytes} bytes, and at most ${MAX_USER_DATA_BYTES} are sure to arrive.`)];
}

function jsonBytes(value: object): number | undefined {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

function validateMetaData(metaData: unknown): readonly Problem[] {
  const field = "metaData";
  if (metaData === undefined) {
    return [];
  }
  if (!isRecord(metaData)) {
    return [errorAt(field, "is not an object.", "write names with text values")];
  }
  return Object.entries(metaData).flatMap(([name, value]): readonly Problem[] => {
    const at = `${field}.${name}`;
    if (RESERVED_META_DATA.includes(name)) {
      return [errorAt(at, "is set by the machine itself.", "remove it")];
    }
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
      return [errorAt(at, "has a name that is not plain.", "use letters, digits, `_`, `-` and `.`")];
    }
    return typeof value === "string" ? [] : [errorAt(at, "is not text.", "write it in quotes")];
  });
}

function validateReinstall(spec: Fields): readonly Problem[] {
  const { reinstall, whenInstalled } = spec;
  if (reinstall === undefined) {
    return [];
  }
  if (!isRecord(reinstall)) {
    return [errorAt("reinstall", "is not an object.", "write `reinstall: { allow: true }`")];
  }
  const problems =
    reinstall.allow === undefined
      ? [errorAt("reinstall.allow", "is missing.", "write `true` or `false`")]
      : [...checkBoolean(reinstall.allow, "reinstall.allow")];
  const { triggers } = reinstall;
  if (triggers === undefined) {
    return problems;
  }
  if (!Array.isArray(triggers)) {
    return [
      ...problems,
      errorAt("reinstall.triggers", "is not a list.", `write some of ${REINSTALL_FIELDS.join(", ")}`),
    ];
  }
  const wrong = triggers.flatMap((trigger: unknown, index) =>
    checkEnum(trigger ?? null, `reinstall.triggers[${index}]`, REINSTALL_FIELDS),
  );
  const waiting = triggers.filter((trigger: ReinstallField) => mayWait(trigger));
  if (whenInstalled === "pending" && waiting.length > 0) {
    wrong.push(
      warningAt(
        "reinstall.triggers",
        `names ${waiting.join(", ")}, which \`whenInstalled: "pending"\` lets wait.`,
        "remove one of the two",
      ),
    );
  }
  return [...problems, ...wrong];
}

function mayWait(field: ReinstallField): boolean {
  return Object.hasOwn(MACHINE_FIELDS, field) && MACHINE_FIELDS[field].mayWait === true;
}
