import { HOST_ON_DESTROY } from "../driver/onDestroy.js";
import { checkBoolean, checkEnum, checkToken, isUnknown, type ValidationOptions } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem, warningAt } from "../problem.js";
import { type BmcAddress, parseBmcAddress } from "./bmcAddress.js";
import { bmcDriver } from "./bmcDrivers.js";
import { validateExpectation } from "./expectation.js";
import { leadingOperator } from "./hintExpression.js";
import { validateAdoption } from "./hostAdoption.js";
import type { AutomatedCleaningMode, BootMode, HostSpec, InspectionMode } from "./hostSpec.js";
import { canonicalMac, parseMacAddress } from "./macAddress.js";
import { canonicalBmcEndpoint } from "./nodeIdentity.js";
import { validateRootDeviceHints } from "./validateHints.js";

const BOOT_MODES: readonly BootMode[] = ["UEFI", "UEFISecureBoot", "legacy"];

const INSPECTION_MODES: readonly InspectionMode[] = ["agent", "fast"];

const CLEANING_MODES: readonly AutomatedCleaningMode[] = ["disabled", "metadata"];

const ARCHITECTURES = ["x86_64", "aarch64", "ppc64le"] as const;

/** A host's spec, read: what can be used of it, and everything that is wrong with it. */
export interface HostReading {
  /** Where its BMC is; absent where the address is missing, not known yet, or wrong. */
  readonly address?: BmcAddress | undefined;
  /** By field, in the order of the spec; errors and warnings. */
  readonly problems: readonly Problem[];
}

/**
 * Everything that is wrong with a host, by field. Nothing is sent anywhere, and no message repeats a credential. The spec is
 * taken as a program in JavaScript may have written it.
 */
export function validateHost(spec: unknown, options: ValidationOptions = {}): readonly Problem[] {
  return readHost(spec, options).problems;
}

/** Like {@link validateHost}, for callers that go on with the address of the BMC: it is parsed once. */
export function readHost(spec: unknown, options: ValidationOptions = {}): HostReading {
  if (!isRecord(spec)) {
    return { problems: [errorAt("spec", "is not an object.")] };
  }
  const reading = readAddress(spec.bmc, options);
  const { address } = reading;
  const problems = [
    ...validateBmc(spec.bmc, reading, options),
    ...validateMac(spec, address, options),
    ...known("bootMode", options, () => validateBootMode(spec.bootMode, address)),
    ...known("inspectionMode", options, () => validateInspection(spec, address, options)),
    ...known("architecture", options, () => validateArchitecture(spec.architecture)),
    ...validateRootDeviceHints(spec.rootDeviceHints, "rootDeviceHints", options),
    ...known("online", options, () => checkBoolean(spec.online, "online")),
    ...known("inspect", options, () => checkToken(spec.inspect, "inspect")),
    ...validateExpectation(spec.expect, options),
    ...known("takeover", options, () => checkBoolean(spec.takeover, "takeover")),
    ...known("adopt", options, () => validateAdoption(spec.adopt)),
    ...known("automatedCleaningMode", options, () =>
      checkEnum(spec.automatedCleaningMode, "automatedCleaningMode", CLEANING_MODES),
    ),
    ...known("onDestroy", options, () => checkEnum(spec.onDestroy, "onDestroy", Object.keys(HOST_ON_DESTROY))),
  ];
  return { address, problems };
}

function known(field: string, options: ValidationOptions, check: () => readonly Problem[]): readonly Problem[] {
  return isUnknown(field, options) ? [] : check();
}

function readAddress(bmc: unknown, options: ValidationOptions): HostReading {
  const field = "bmc.address";
  if (!isRecord(bmc) || isUnknown(field, options)) {
    return { problems: [] };
  }
  if (bmc.address === undefined) {
    return { problems: [errorAt(field, "is missing.", "write e.g. `redfish://10.0.1.2/redfish/v1/Systems/1`")] };
  }
  if (typeof bmc.address !== "string") {
    return { problems: [errorAt(field, "is not text.", "write the address in quotes")] };
  }
  const parsed = parseBmcAddress(bmc.address);
  return parsed.ok
    ? { address: parsed.value, problems: [] }
    : { problems: [errorAt(field, parsed.error.message, parsed.error.remedy)] };
}

function validateBmc(bmc: unknown, { address, problems }: HostReading, options: ValidationOptions): readonly Problem[] {
  if (isUnknown("bmc", options)) {
    return [];
  }
  if (!isRecord(bmc)) {
    return [
      errorAt(
        "bmc",
        bmc === undefined ? "is missing." : "is not an object.",
        "write `bmc: { address, username, password }`",
      ),
    ];
  }
  return [
    ...problems,
    ...known("bmc.username", options, () => validateCredential(bmc.username, "bmc.username", "user name")),
    ...known("bmc.password", options, () => validateCredential(bmc.password, "bmc.password", "password")),
    ...known("bmc.previousAddress", options, () => validatePrevious(bmc.previousAddress)),
    ...known("bmc.disableCertificateVerification", options, () => validateVerification(bmc, address)),
  ];
}

function validatePrevious(value: unknown): readonly Problem[] {
  const field = "bmc.previousAddress";
  if (value === undefined) {
    return [];
  }
  if (typeof value !== "string") {
    return [errorAt(field, "is not text.", "write the address in quotes")];
  }
  const parsed = parseBmcAddress(value);
  return parsed.ok ? [] : [errorAt(field, parsed.error.message, parsed.error.remedy)];
}

function validateCredential(value: unknown, field: string, what: string): readonly Problem[] {
  if (value === undefined || value === "") {
    return [errorAt(field, "is missing.", `give the ${what} of the BMC's account, from a secret`)];
  }
  if (typeof value !== "string") {
    return [errorAt(field, "is not text.", "write it in quotes")];
  }
  if (/[\p{Cc}]/u.test(value)) {
    return [errorAt(field, "holds a line break or another control character.", "remove it; files often end in one")];
  }
  if (value !== value.trim()) {
    return [warningAt(field, "begins or ends with white space.")];
  }
  return [];
}

function validateVerification(
  { disableCertificateVerification: value }: Readonly<Record<string, unknown>>,
  address: BmcAddress | undefined,
): readonly Problem[] {
  const field = "bmc.disableCertificateVerification";
  if (typeof value !== "boolean") {
    return checkBoolean(value, field);
  }
  if (!value || address === undefined || (address.family === "redfish" && address.transport === "https")) {
    return [];
  }
  return [warningAt(field, "has no effect: this BMC is not reached over TLS.", "remove it")];
}

function validateMac(
  spec: Readonly<Record<string, unknown>>,
  address: BmcAddress | undefined,
  options: ValidationOptions,
): readonly Problem[] {
  const field = "bootMACAddress";
  if (isUnknown(field, options)) {
    return [];
  }
  const mac = spec.bootMACAddress;
  if (mac === undefined || mac === "") {
    if (!address || !bmcDriver(address.scheme).needsBootMAC) {
      // Probably a variable that is blank where the program runs.
      return mac === ""
        ? [warningAt(field, "is empty, which counts as not given.", "write the MAC, or remove it")]
        : [];
    }
    const message = `is missing; a host with \`${address.scheme}://\` boots over the network and is recognised by its MAC.`;
    return [
      errorAt(field, message, "write the MAC of the NIC that boots the ramdisk, or use an address with virtual media"),
    ];
  }
  if (typeof mac !== "string") {
    return [errorAt(field, "is not text.", "write it in quotes")];
  }
  const parsed = parseMacAddress(mac);
  return parsed.ok ? [] : [errorAt(field, parsed.error.message, parsed.error.remedy)];
}

function validateBootMode(bootMode: unknown, address: BmcAddress | undefined): readonly Problem[] {
  const problems = checkEnum(bootMode, "bootMode", BOOT_MODES);
  if (problems.length > 0 || !address) {
    return problems;
  }
  const driver = bmcDriver(address.scheme);
  if (bootMode === "UEFISecureBoot" && !driver.secureBoot) {
    return [
      errorAt(
        "bootMode",
        `is UEFISecureBoot, which \`${address.scheme}://\` cannot switch.`,
        "use a redfish address, or `UEFI`",
      ),
    ];
  }
  if (bootMode === "legacy" && driver.boots === "uefi-http") {
    return [errorAt("bootMode", "is legacy, and this address boots by UEFI HTTP.", "use `UEFI`, or another scheme")];
  }
  return [];
}

function validateInspection(
  spec: Readonly<Record<string, unknown>>,
  address: BmcAddress | undefined,
  options: ValidationOptions,
): readonly Problem[] {
  const problems = checkEnum(spec.inspectionMode, "inspectionMode", INSPECTION_MODES);
  if (problems.length > 0 || spec.inspectionMode !== "fast") {
    return problems;
  }
  if (address && bmcDriver(address.scheme).outOfBandInspect === undefined) {
    const message = `is fast, and \`${address.scheme}://\` does not report the hardware.`;
    return [errorAt("inspectionMode", message, "use `agent`, or a redfish address")];
  }
  const hints = spec.rootDeviceHints;
  if (!isRecord(hints) || isUnknown("rootDeviceHints", options)) {
    return [];
  }
  const given = Object.keys(hints).filter((name) => hints[name] !== undefined);
  const exact = given.every((name) => (name === "serialNumber" || name === "wwn") && isExact(hints[name]));
  if (given.length === 0 || exact) {
    return [];
  }
  return [
    errorAt(
      "rootDeviceHints",
      "cannot be tried after fast inspection, which does not see the disks' serials.",
      'give an exact `serialNumber` or `wwn` alone, or use `inspectionMode: "agent"`',
    ),
  ];
}

function isExact(hint: unknown): boolean {
  if (typeof hint !== "string") {
    return true;
  }
  const operator = leadingOperator(hint);
  return operator === undefined || operator === "s==";
}

function validateArchitecture(architecture: unknown): readonly Problem[] {
  if (architecture === undefined || ARCHITECTURES.some((name) => name === architecture)) {
    return [];
  }
  const field = "architecture";
  if (typeof architecture !== "string" || !/^[a-z0-9_]+$/.test(architecture)) {
    return [errorAt(field, "is not the name of a CPU architecture.", `write one of ${ARCHITECTURES.join(", ")}`)];
  }
  return [warningAt(field, "is not one of the usual names.", `the kernel's names count: ${ARCHITECTURES.join(", ")}`)];
}

/** A host of a program, with the name of its resource. */
export interface NamedHost {
  /** Name of the resource as the program knows it, e.g. `node-0`. */
  readonly resource: string;
  /** What the host is to be; fields that cannot be read are passed over. */
  readonly spec: HostSpec;
  /** Where it is driven from, e.g. an endpoint. The BMC addresses of two sites may be the same: their networks are private. */
  readonly site?: string | undefined;
}

/** What is wrong between hosts: two on one BMC, or one MAC twice. Fields that are missing or unreadable are not judged. */
export function validateHosts(hosts: readonly NamedHost[]): readonly Problem[] {
  return [
    ...sharedBy(hosts, "bmc.address", endpointOf, "is the BMC of", "each server is one host; two would fight over it"),
    ...sharedBy(hosts, "bootMACAddress", macOf, "is the MAC of", "each NIC belongs to one server; correct the copy"),
  ];
}

/** Between a site and what is unique there. */
const SITE = "\n";

function endpointOf({ spec: { bmc }, site = "" }: NamedHost): string | undefined {
  const parsed = typeof bmc?.address === "string" ? parseBmcAddress(bmc.address) : undefined;
  return parsed?.ok ? `${site}${SITE}${canonicalBmcEndpoint(parsed.value)}` : undefined;
}

/** A NIC is in one server, whatever drives it. */
function macOf({ spec: { bootMACAddress } }: NamedHost): string | undefined {
  return typeof bootMACAddress === "string" ? canonicalMac(bootMACAddress) : undefined;
}

function sharedBy(
  hosts: readonly NamedHost[],
  field: string,
  keyOf: (host: NamedHost) => string | undefined,
  message: string,
  remedy: string,
): readonly Problem[] {
  const byKey = new Map<string, NamedHost[]>();
  for (const host of hosts) {
    const key = keyOf(host);
    if (key !== undefined) {
      byKey.set(key, [...(byKey.get(key) ?? []), host]);
    }
  }
  return [...byKey].flatMap(([key, group]) => {
    if (group.length < 2) {
      return [];
    }
    return group.map(({ resource }, index) => {
      const others = group.flatMap((other, at) => (at === index ? [] : [`\`${other.resource}\``]));
      return {
        resource,
        ...errorAt(field, `${message} ${others.join(", ")} too (${key.split(SITE).at(-1)}).`, remedy),
      };
    });
  });
}
