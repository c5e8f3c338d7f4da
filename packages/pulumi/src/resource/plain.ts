/** The marker that Pulumi sends for a value that a preview does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A copy without members that are `undefined`, which the wire cannot carry. */
export function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(withoutUndefined) as T;
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutUndefined(member)])) as T;
}

/** A copy in which unknown values are absent, and the paths of those values. */
export function splitUnknown<T>(value: T): { readonly known: T; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const walk = (at: unknown, path: string): unknown => {
    if (at === UNKNOWN) {
      unknown.push(path);
      return undefined;
    }
    if (Array.isArray(at)) {
      return at.map((member, index) => walk(member, `${path}[${index}]`));
    }
    if (at === null || typeof at !== "object") {
      return at;
    }
    const entries = Object.entries(at).map(([key, member]) => [key, walk(member, path ? `${path}.${key}` : key)]);
    return Object.fromEntries(entries);
  };
  return { known: walk(value, "") as T, unknown };
}

/** Is the field one that is not known yet, or part of it, or does it hold one? */
export function touchesUnknown(field: string, unknown: readonly string[]): boolean {
  return unknown.some((path) => isWithin(field, path) || isWithin(path, field));
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
}
