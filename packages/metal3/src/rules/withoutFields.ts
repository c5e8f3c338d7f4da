import { isRecord } from "@ironworks/core/json";
import type { Manifest } from "./manifest.js";

/**
 * A copy of an object without these fields; of what stands in a list, without the list. Undefined where one of them is not of its `spec`.
 */
export function withoutFields(object: Manifest, fields: readonly string[]): Manifest | undefined {
  const copy = structuredClone(object) as Record<string, unknown>;
  if (!fields.every((field) => /^spec\b/.test(field))) {
    return undefined;
  }
  for (const field of fields) {
    takeOut(copy, field);
  }
  return copy;
}

/** What is not there needs no taking out. */
function takeOut(object: Record<string, unknown>, field: string): void {
  let at: Record<string, unknown> = object;
  let rest = field;
  while (true) {
    const name = memberOf(at, rest);
    if (name === undefined) {
      return;
    }
    const after = rest.slice(name.length);
    const member = at[name];
    if (!after.startsWith(".") || !isRecord(member)) {
      delete at[name];
      return;
    }
    at = member;
    rest = after.slice(1);
  }
}

/** Names may have dots in them. */
function memberOf(at: Readonly<Record<string, unknown>>, path: string): string | undefined {
  return Object.keys(at)
    .filter((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`))
    .sort((one, other) => other.length - one.length)[0];
}
