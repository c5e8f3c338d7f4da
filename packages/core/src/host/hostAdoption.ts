import { checkNames } from "../inputCheck.js";
import { isRecord } from "../json/json.js";
import { errorAt, type Problem } from "../problem.js";
import type { Hardware } from "./hardware.js";
import { canonicalMac, parseMacAddress } from "./macAddress.js";

/**
 * A server that exists already is taken as it is: its power and its disks stay as they are, and it is not inspected by the
 * ramdisk. `serial` or `macs` show that it is the server that is meant; `unverified` does without, for a BMC that lists
 * neither. `takeFrom` names the stack that has it, or that gave it up: the record of its machine comes with it. Without effect
 * on a host that this stack holds.
 */
export type HostAdoption =
  | { readonly serial: string; readonly takeFrom?: string | undefined }
  | { readonly macs: readonly string[]; readonly takeFrom?: string | undefined }
  | { readonly unverified: true; readonly takeFrom?: string | undefined }
  | { readonly takeFrom: string };

/** Whether a server is the one that is meant; `unknown` where nothing can be compared. */
export type ServerVerdict = "same" | "different" | "unknown";

/** What of an adoption can be compared with what a BMC or Ironic lists of a server. */
export function compareAdopted(adoption: HostAdoption, found: Pick<Hardware, "nics" | "vendor">): ServerVerdict {
  if ("serial" in adoption) {
    const serial = found.vendor.serialNumber?.trim().toLowerCase();
    if (!serial) {
      return "unknown";
    }
    return serial === adoption.serial.trim().toLowerCase() ? "same" : "different";
  }
  if ("macs" in adoption) {
    const macs = new Set(found.nics.map(({ mac }) => canonicalMac(mac) ?? mac));
    if (macs.size === 0) {
      return "unknown";
    }
    return adoption.macs.every((mac) => macs.has(canonicalMac(mac) ?? mac)) ? "same" : "different";
  }
  return "unknown";
}

/** Does it name what a server can be known by? */
export function isProof(adoption: HostAdoption | undefined): boolean {
  return adoption !== undefined && ("serial" in adoption || "macs" in adoption || "unverified" in adoption);
}

const PROOFS = ["serial", "macs", "unverified"] as const;
const EXAMPLES = 'write `adopt: { serial: "…" }`, `adopt: { macs: ["…"] }` or `adopt: { takeFrom: "…" }`';

/** Everything that is wrong with the input `adopt`. */
export function validateAdoption(adopt: unknown): readonly Problem[] {
  const field = "adopt";
  if (adopt === undefined) {
    return [];
  }
  if (!isRecord(adopt)) {
    return [errorAt(field, "is not an object.", EXAMPLES)];
  }
  const given = PROOFS.filter((name) => adopt[name] !== undefined);
  const [first, second] = given;
  const named = checkNames(adopt, field, [...PROOFS, "takeFrom"]);
  if (second !== undefined) {
    const message = `has both \`${first}\` and \`${second}\`.`;
    return [...named, errorAt(field, message, "keep one of them: the one that is known for certain")];
  }
  if (first === undefined && adopt.takeFrom === undefined) {
    return [...named, errorAt(field, "names nothing that a server could be known by.", EXAMPLES)];
  }
  return [
    ...named,
    ...textProblems(adopt, "serial"),
    ...macProblems(adopt.macs),
    ...flagProblems(adopt),
    ...ownerProblems(adopt),
  ];
}

function textProblems(adopt: Readonly<Record<string, unknown>>, name: "serial"): readonly Problem[] {
  const value = adopt[name];
  if (value === undefined || (typeof value === "string" && value.trim() !== "")) {
    return [];
  }
  return [errorAt(`adopt.${name}`, "is not text.", "write the serial number that is on the server, in quotes")];
}

function macProblems(macs: unknown): readonly Problem[] {
  const field = "adopt.macs";
  if (macs === undefined) {
    return [];
  }
  if (!Array.isArray(macs) || macs.length === 0) {
    return [errorAt(field, "is not a list of MACs.", 'write e.g. `["52:54:00:ab:cd:ef"]`')];
  }
  return macs.flatMap((mac: unknown, at) => {
    const parsed = typeof mac === "string" ? parseMacAddress(mac) : undefined;
    if (parsed === undefined) {
      return [errorAt(`${field}[${at}]`, "is not text.", "write it in quotes")];
    }
    return parsed.ok ? [] : [errorAt(`${field}[${at}]`, parsed.error.message, parsed.error.remedy)];
  });
}

function flagProblems({ unverified }: Readonly<Record<string, unknown>>): readonly Problem[] {
  return unverified === undefined || unverified === true
    ? []
    : [errorAt("adopt.unverified", "is not `true`.", "write `unverified: true`, or leave `adopt` out")];
}

function ownerProblems({ takeFrom }: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (takeFrom === undefined || (typeof takeFrom === "string" && /^[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(takeFrom))) {
    return [];
  }
  const remedy = "write `<organisation>/<project>/<stack>`, as the refusal names it";
  return [errorAt("adopt.takeFrom", "is not the name of an owner.", remedy)];
}
