import { checkBoolean, checkNames, isUnknown, type ValidationOptions } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem, warningAt } from "../problem.js";
import { leadingOperator, parseHintExpression, TEXT_OPERATORS } from "./hintExpression.js";
import { ironicRootDevice, type RootDeviceHints, type TEXT_HINTS } from "./rootDeviceHints.js";

const NAMES: readonly (keyof RootDeviceHints)[] = [
  "deviceName",
  "hctl",
  "model",
  "vendor",
  "serialNumber",
  "minSizeGigabytes",
  "wwn",
  "wwnWithExtension",
  "wwnVendorExtension",
  "rotational",
];

/** What is wrong with root device hints by themselves: what Ironic would refuse, what can match nothing, what is fragile. */
export function validateRootDeviceHints(
  hints: unknown,
  field = "rootDeviceHints",
  options: ValidationOptions = {},
): readonly Problem[] {
  if (hints === undefined || isUnknown(field, options)) {
    return [];
  }
  if (!isRecord(hints)) {
    return [errorAt(field, "is not an object.", 'write e.g. `{ serialNumber: "…" }`')];
  }
  const problems: Problem[] = [...checkNames(hints, field, NAMES)];
  for (const name of NAMES) {
    const at = `${field}.${name}`;
    if (hints[name] === undefined || isUnknown(at, options)) {
      continue;
    }
    problems.push(...validateHint(name, hints[name], at));
  }
  if (problems.length === 0) {
    problems.push(...validateTogether(hints, field, options));
  }
  return problems;
}

function validateHint(name: keyof RootDeviceHints, value: unknown, field: string): readonly Problem[] {
  if (name === "rotational") {
    return checkBoolean(value, field);
  }
  if (name === "minSizeGigabytes") {
    return validateSize(value, field);
  }
  if (typeof value !== "string") {
    return [errorAt(field, "is not text.", "write it in quotes")];
  }
  if (value.trim() === "") {
    return [errorAt(field, "is empty, which Ironic refuses.", "remove it, or write a value")];
  }
  return name === "deviceName" ? validateDeviceName(value, field) : validateText(name, value, field);
}

function validateSize(value: unknown, field: string): readonly Problem[] {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) {
    return [];
  }
  return [errorAt(field, "is not a whole number of GiB.", "write e.g. `400`, without quotes and unit")];
}

const BY_PATH = "/dev/disk/by-path/";

function validateDeviceName(value: string, field: string): readonly Problem[] {
  if (value.startsWith(BY_PATH) && value.length > BY_PATH.length && !value.slice(BY_PATH.length).includes("/")) {
    return [];
  }
  if (/^\/dev\/[^/\s]+$/.test(value)) {
    return [
      warningAt(
        field,
        "is a kernel name, which can be another disk after the next boot.",
        "use `serialNumber` or `wwn`",
      ),
    ];
  }
  const byId = value.startsWith("/dev/disk/") ? "Ironic knows no other names below /dev/disk; " : "";
  return [
    errorAt(
      field,
      "can match nothing: it is not `/dev/<name>` or `/dev/disk/by-path/<name>`.",
      `${byId}use \`serialNumber\` or \`wwn\``,
    ),
  ];
}

function validateText(name: keyof typeof TEXT_HINTS, value: string, field: string): readonly Problem[] {
  const operator = leadingOperator(value);
  const parsed = parseHintExpression(value);
  if (!parsed) {
    return [errorAt(field, `has nothing that Ironic could compare after \`${operator}\`.`, "write a value")];
  }
  if (operator !== undefined && !TEXT_OPERATORS.includes(operator)) {
    return [
      errorAt(
        field,
        `can match nothing: Ironic's \`${operator}\` does not work on the text that \`${name}\` is.`,
        `use one of ${TEXT_OPERATORS.map((known) => `\`${known}\``).join(", ")}`,
      ),
    ];
  }
  if (operator !== undefined && operator !== "<or>" && parsed.values.length > 1) {
    return [
      errorAt(
        field,
        `repeats \`${operator}\`; Ironic looks at the first value only.`,
        "use `<or> … <or> …` for alternatives",
      ),
    ];
  }
  return parsed.operator === "" || parsed.operator === "s==" || parsed.operator === "<or>"
    ? parsed.values.flatMap((text) => validateForm(name, decodeURIComponent(text), field))
    : [];
}

/** Whole values that no disk can have. */
function validateForm(name: keyof typeof TEXT_HINTS, value: string, field: string): readonly Problem[] {
  if (name === "hctl" && !/^\d+:\d+:\d+:\d+$/.test(value)) {
    return [errorAt(field, "can match nothing: it is not `host:channel:target:lun`.", "write e.g. `0:0:0:0`")];
  }
  const isWwn = name === "wwn" || name === "wwnWithExtension" || name === "wwnVendorExtension";
  if (isWwn && /^[0-9a-f]{16}(?:[0-9a-f]{16})?$/.test(value)) {
    return [
      errorAt(
        field,
        "can match nothing: WWNs are reported with a prefix.",
        `write \`0x${value}\`, as the inventory does`,
      ),
    ];
  }
  return [];
}

function validateTogether(hints: RootDeviceHints, field: string, options: ValidationOptions): readonly Problem[] {
  const anyUnknown = options.unknown?.some((path) => path.startsWith(`${field}.`)) ?? false;
  if (!anyUnknown && Object.keys(ironicRootDevice(hints)).length === 0) {
    return [
      warningAt(field, "is empty, so every disk matches.", "name the disk by `serialNumber` or `wwn`, or remove it"),
    ];
  }
  if (hints.rotational === true && /^\/dev\/(?:nvme|disk\/by-path\/.*-nvme-)/.test(hints.deviceName ?? "")) {
    return [errorAt(field, "can match nothing: an NVMe disk does not rotate.", "correct `rotational` or `deviceName`")];
  }
  return [];
}
