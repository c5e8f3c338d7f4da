import { createHash, createHmac } from "node:crypto";
import { canonicalJson, hashOf } from "../json/canonicalJson.js";

/** An input of an install that may hold secrets, so that only its keyed hash is kept. */
export type HashedInput = string | object | undefined;

/** `hmac:<key's name>:<64 hexadecimal digits>`; what older versions wrote is the digits of an SHA-256 alone. */
const KEYED = /^hmac:([0-9a-f]+):/;
const KEY_NAME_LENGTH = 8;

/**
 * The hash by which an input of an install is compared; absent where there is nothing to compare. It tells nobody without
 * the key what the input is, nor whether two machines have the same.
 *
 * @param key - Random, of one machine, kept as a secret beside what is installed.
 */
export function inputHash(value: HashedInput, key: string): string | undefined {
  return isNothing(value) ? undefined : `hmac:${nameOf(key)}:${hmac(value, key)}`;
}

/**
 * Is the value the one that was hashed? Undefined where that cannot be told, because the hash was made with another key.
 * That there was a value, or was none, can be told without the key.
 */
export function isSameInput(
  hash: string | undefined,
  value: HashedInput,
  key: string | undefined,
): boolean | undefined {
  if (hash === undefined || isNothing(value)) {
    return hash === undefined && isNothing(value);
  }
  const name = KEYED.exec(hash)?.[1];
  if (name === undefined) {
    return hash === hashOf(value);
  }
  return key === undefined || name !== nameOf(key) ? undefined : hash === inputHash(value, key);
}

function isNothing(value: HashedInput): boolean {
  return value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

function hmac(value: HashedInput, key: string): string {
  return createHmac("sha256", key).update(canonicalJson(value), "utf8").digest("hex");
}

/** Tells keys apart; it gives nothing of a random key away. */
function nameOf(key: string): string {
  return createHash("sha256").update(`name of ${key}`, "utf8").digest("hex").slice(0, KEY_NAME_LENGTH);
}
