import { equalJson, isRecord, serverFieldPath } from "@ironworks/core/json";
import type { Problem } from "@ironworks/core/problems";
import type { StructuralSchema } from "./structuralSchema.js";

/**
 * The problems that an update is refused for. Since Kubernetes 1.33 the API server tolerates a wrong value that the
 * update leaves as it was, where it can tell which old value that is: through members of objects, and through items of
 * lists with keys.
 */
export function withoutToleratedProblems(
  problems: readonly Problem[],
  object: unknown,
  old: unknown,
  schema: StructuralSchema,
): Problem[] {
  const unchanged = new Set<string>();
  compare(object, old, schema, "", unchanged);
  return problems.filter((problem) => !isBelow(owner(problem), unchanged));
}

/** The value that a problem is about: the object that lacks a field, the list that repeats an item, or the value itself. */
function owner({ rule, field }: Problem): string {
  if (rule === "field-required") {
    return field.slice(0, Math.max(field.lastIndexOf("."), 0));
  }
  return rule === "value-duplicate" ? field.slice(0, field.lastIndexOf("[")) : field;
}

function isBelow(path: string, unchanged: ReadonlySet<string>): boolean {
  if (unchanged.has(path) || unchanged.has("")) {
    return true;
  }
  const cut = Math.max(path.lastIndexOf("."), path.lastIndexOf("["));
  return cut > 0 && isBelow(path.slice(0, cut), unchanged);
}

function compare(
  value: unknown,
  old: unknown,
  schema: StructuralSchema | undefined,
  path: string,
  unchanged: Set<string>,
): void {
  if (old === undefined) {
    return;
  }
  if (equalJson(value, old)) {
    unchanged.add(path);
  } else if (Array.isArray(value) && Array.isArray(old)) {
    const keys = schema?.["x-kubernetes-list-map-keys"];
    if (!keys) {
      return;
    }
    for (const [index, item] of value.entries()) {
      const before = old.find(
        (other) => isRecord(item) && isRecord(other) && keys.every((key) => equalJson(item[key], other[key])),
      );
      compare(item, before, schema?.items, serverFieldPath(path, index), unchanged);
    }
  } else if (isRecord(value) && isRecord(old)) {
    for (const [name, member] of Object.entries(value)) {
      const below = schema?.properties?.[name] ?? schema?.additionalProperties;
      compare(member, old[name], below, serverFieldPath(path, name), unchanged);
    }
  }
}
