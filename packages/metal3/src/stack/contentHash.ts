import { createHash } from "node:crypto";
import type { KubernetesObject } from "./kubernetesObject.js";

/** Letters for digits that would make a suffix look like a word or a number. */
const SUBSTITUTES: Readonly<Record<string, string>> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

const SUFFIX_LENGTH = 10;
const SUFFIX = /-[a-z0-9]{10}$/;

/**
 * The suffix that kustomize appends to the name of a generated ConfigMap or Secret: SHA-256 of its content in Go's JSON,
 * with some digits replaced. Kustomize means to hash the name too, but looks it up in the wrong place and finds none.
 *
 * @example
 * ```ts
 * contentHash({ kind: "ConfigMap", data: { A: "" } }); // "k2f9d8k5f7"
 * ```
 */
export function contentHash(object: Pick<KubernetesObject, "kind"> & Readonly<Record<string, unknown>>): string {
  const { kind, data = "" } = object;
  const content =
    kind === "Secret"
      ? { kind, name: "", data, type: object.type ?? "", stringData: object.stringData }
      : { kind, name: "", data, binaryData: object.binaryData };
  return createHash("sha256")
    .update(goJson(content))
    .digest("hex")
    .slice(0, SUFFIX_LENGTH)
    .replace(/[013ae]/g, (digit) => SUBSTITUTES[digit] ?? digit);
}

/** The name of an object without the hash of its content at the end; other names as they are. */
export function unhashedName(object: KubernetesObject): string {
  const { kind, metadata } = object;
  if ((kind !== "ConfigMap" && kind !== "Secret") || !SUFFIX.test(metadata.name)) {
    return metadata.name;
  }
  const name = metadata.name.replace(SUFFIX, "");
  const hash = contentHash({ ...object, metadata: { ...metadata, name } });
  return metadata.name === `${name}-${hash}` ? name : metadata.name;
}

/** JSON as Go's encoder writes it: keys sorted, and characters that mean something to HTML or JavaScript escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}
