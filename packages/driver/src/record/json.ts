import { isRecord } from "@ironworks/core/json";

/** A JSON object; undefined for anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

/** Whether a key holds a text that is not empty. */
export function hasText<Key extends string>(
  value: Readonly<Record<string, unknown>>,
  key: Key,
): value is Readonly<Record<string, unknown>> & Readonly<Record<Key, string>> {
  return typeof value[key] === "string" && value[key] !== "";
}

/** Keys that this version does not know, which a newer one may need; undefined where there are none. */
export function otherFields(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const others = Object.entries(value).filter(([key]) => !known.includes(key));
  return others.length > 0 ? Object.fromEntries(others) : undefined;
}

/** What is neither absent nor false: a record is kept on the server's own record in the route, which has little room. */
export function said(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== false));
}
