import { checkNames, isUnknown, type ValidationOptions } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem } from "../problem.js";
import type { Hardware } from "./hardware.js";
import { canonicalMac, parseMacAddress } from "./macAddress.js";

/** Exactly so many, or bounds, which count as well: `64`, `{ min: 64 }`, `{ min: 2, max: 4 }`. */
export type ExpectedCount = number | { readonly min?: number | undefined; readonly max?: number | undefined };

/** What a server must have, checked after each inspection and before anything is written. What is not given is not checked. */
export interface HardwareExpectation {
  /** GiB that are fitted, to the whole GiB. */
  readonly memoryGiB?: ExpectedCount | undefined;
  /** Threads of all sockets. */
  readonly cpus?: ExpectedCount | undefined;
  /** How many disks. */
  readonly disks?: ExpectedCount | undefined;
  /** How many network interfaces. */
  readonly nics?: ExpectedCount | undefined;
  /** As the kernel names it, e.g. `x86_64`. */
  readonly architecture?: string | undefined;
  /** Contained in the manufacturer that the firmware names; upper and lower case are the same. */
  readonly manufacturer?: string | undefined;
  /** Contained in the product name; likewise. */
  readonly productName?: string | undefined;
  /** Serial number of the server; upper and lower case are the same. */
  readonly serialNumber?: string | undefined;
  /** MACs that the server must have among others, e.g. of an on-board NIC. */
  readonly macs?: readonly string[] | undefined;
}

type CountField = "memoryGiB" | "cpus" | "disks" | "nics";
type TextField = Exclude<keyof HardwareExpectation, CountField | "macs">;

/** What the inventory says; undefined where it does not. */
const COUNTS: Readonly<Record<CountField, (hardware: Hardware) => number | undefined>> = {
  memoryGiB: ({ memoryGiB }) => memoryGiB || undefined,
  cpus: ({ cpu }) => cpu.count || undefined,
  disks: ({ storage }) => storage.length,
  nics: ({ nics }) => nics.length,
};

interface TextFact {
  readonly found: (hardware: Hardware) => string | undefined;
  readonly holds: "equal" | "contained";
}

const TEXTS: Readonly<Record<TextField, TextFact>> = {
  architecture: {
    found: ({ cpu }) => (cpu.architecture === "unknown" ? undefined : cpu.architecture),
    holds: "equal",
  },
  manufacturer: { found: ({ vendor }) => vendor.manufacturer, holds: "contained" },
  productName: { found: ({ vendor }) => vendor.productName, holds: "contained" },
  serialNumber: { found: ({ vendor }) => vendor.serialNumber, holds: "equal" },
};

/** Where the hardware is another than expected: one problem for each field, in the order of the table. */
export function unexpectedHardware(expected: HardwareExpectation | undefined, hardware: Hardware): readonly Problem[] {
  if (expected === undefined) {
    return [];
  }
  return [
    ...entriesOf(COUNTS).flatMap(([field, found]) => countProblem(field, expected[field], found(hardware))),
    ...entriesOf(TEXTS).flatMap(([field, fact]) => textProblem(field, expected[field], fact, hardware)),
    ...missingMacs(expected.macs ?? [], hardware),
  ];
}

function countProblem(field: CountField, wanted: ExpectedCount | undefined, found: number | undefined): Problem[] {
  if (wanted === undefined || (found !== undefined && isWithin(wanted, found))) {
    return [];
  }
  return [errorAt(`expect.${field}`, `is ${countText(wanted)}, and ${hasText(found)}.`)];
}

/** Firmware counts memory in whole modules, and an inventory in decimals. */
const SLACK = 0.5;

function isWithin(wanted: ExpectedCount, found: number): boolean {
  const { min = 0, max = Number.POSITIVE_INFINITY } =
    typeof wanted === "number" ? { min: wanted, max: wanted } : wanted;
  return found > min - SLACK && found < max + SLACK;
}

function countText(wanted: ExpectedCount): string {
  if (typeof wanted === "number") {
    return String(wanted);
  }
  const { min, max } = wanted;
  const bounds = [min === undefined ? undefined : `at least ${min}`, max === undefined ? undefined : `at most ${max}`];
  return bounds.filter(Boolean).join(" and ");
}

function textProblem(
  field: TextField,
  wanted: string | undefined,
  { found: read, holds }: TextFact,
  hardware: Hardware,
): Problem[] {
  const found = read(hardware);
  const [want, have] = [wanted, found].map((text) => text?.trim().toLowerCase());
  if (want === undefined || (have !== undefined && (holds === "equal" ? have === want : have.includes(want)))) {
    return [];
  }
  return [errorAt(`expect.${field}`, `is \`${wanted}\`, and ${hasText(found && `\`${found}\``)}.`)];
}

function missingMacs(macs: readonly string[], { nics }: Hardware): Problem[] {
  const found = new Set(nics.map(({ mac }) => canonicalMac(mac) ?? mac));
  const missing = macs.filter((mac) => !found.has(canonicalMac(mac) ?? mac));
  return missing.length === 0
    ? []
    : [errorAt("expect.macs", `has ${missing.join(", ")}, and the host has ${[...found].join(", ") || "no NIC"}.`)];
}

function hasText(found: number | string | undefined): string {
  return found === undefined ? "the inventory does not say it" : `the host has ${found}`;
}

/** What is wrong with an expectation itself. */
export function validateExpectation(expected: unknown, options: ValidationOptions): readonly Problem[] {
  if (expected === undefined || isUnknown("expect", options)) {
    return [];
  }
  if (!isRecord(expected)) {
    return [errorAt("expect", "is not an object.", "write e.g. `expect: { memoryGiB: 64, disks: 3 }`")];
  }
  const unknown = (field: string): boolean => isUnknown(`expect.${field}`, options);
  return [
    ...checkNames(expected, "expect", [...Object.keys(COUNTS), ...Object.keys(TEXTS), "macs"]),
    ...Object.keys(COUNTS).flatMap((field) => (unknown(field) ? [] : checkCount(expected[field], `expect.${field}`))),
    ...Object.keys(TEXTS).flatMap((field) => (unknown(field) ? [] : checkText(expected[field], `expect.${field}`))),
    ...(unknown("macs") ? [] : checkMacs(expected.macs)),
  ];
}

function checkCount(value: unknown, field: string): readonly Problem[] {
  if (value === undefined || isCount(value)) {
    return [];
  }
  const remedy = "write a number, or `{ min: … }`, `{ max: … }` or both";
  if (!isRecord(value)) {
    return [errorAt(field, "is neither a number above 0 nor bounds.", remedy)];
  }
  const { min, max } = value;
  const names = checkNames(value, field, ["min", "max"]);
  if (names.length > 0) {
    return names;
  }
  if ((min === undefined && max === undefined) || ![min, max].every((bound) => bound === undefined || isCount(bound))) {
    return [errorAt(field, "has bounds that are not numbers above 0.", remedy)];
  }
  return isCount(min) && isCount(max) && min > max ? [errorAt(field, "has a `min` above its `max`.", "swap them")] : [];
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function checkText(value: unknown, field: string): readonly Problem[] {
  return value === undefined || (typeof value === "string" && value.trim() !== "")
    ? []
    : [errorAt(field, "is not text.", "write it in quotes")];
}

function checkMacs(macs: unknown): readonly Problem[] {
  if (macs === undefined) {
    return [];
  }
  if (!Array.isArray(macs)) {
    return [errorAt("expect.macs", "is not a list.", "write the MACs in a list")];
  }
  return macs.flatMap((mac: unknown, index) => {
    const field = `expect.macs[${index}]`;
    const parsed = typeof mac === "string" ? parseMacAddress(mac) : undefined;
    return parsed?.ok ? [] : [errorAt(field, "is not a MAC address.", "write it with colons, in quotes")];
  });
}

function entriesOf<Key extends string, Value>(table: Readonly<Record<Key, Value>>): readonly [Key, Value][] {
  return Object.entries(table) as [Key, Value][];
}
