import { isRecord, type JsonObject } from "./json.js";

/** Readers of JSON that somebody else wrote: whatever is not of the wanted kind is absent, and nothing throws. */

const LONGEST_TEXT = 256;

/** An object's own fields; empty for anything else. */
export function objectOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

/** One field that the object has itself. */
export function fieldOf(value: unknown, key: string): unknown {
  const object = objectOf(value);
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The items of an array; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text of one line without outer white space and control characters; absent when empty or absurdly long. */
export function textOf(value: unknown): string | undefined {
  const source = Array.isArray(value) ? value.find((item) => typeof item === "string" && item.trim() !== "") : value;
  if (typeof source !== "string") {
    return undefined;
  }
  const text = source.replace(/\p{Cc}+/gu, " ").trim();
  return text === "" || text.length > LONGEST_TEXT ? undefined : text;
}

/** A finite number that is not negative, also from text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** A boolean, also from the words for it. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") {
    return value;
  }
  if (value === "true" || value === "True") {
    return true;
  }
  return value === "false" || value === "False" ? false : undefined;
}
