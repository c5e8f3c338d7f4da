import { fieldPath, isRecord } from "@ironworks/core/json";
import type { KubernetesObject } from "@ironworks/metal3";
import { objectIdentity } from "@ironworks/metal3/stack";

/** One field that differs. Absent values are undefined. */
export interface FieldChange {
  /** Items of lists that have names are called by them: `spec.template.spec.containers[ironic].image`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What would happen to one object. */
export interface ObjectChange {
  readonly change: "create" | "update" | "replace" | "absent";
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Name before, where an object of another name takes its place. */
  readonly previousName?: string | undefined;
  readonly fields: readonly FieldChange[];
}

/** What is put in the place of values that must not be shown. */
export const HIDDEN = "(hidden)";

/**
 * What applying `wanted` would change where `existing` is. Objects with a content hash in their names are compared with
 * the one that they take the place of. What is there and not wanted is `absent`: applying leaves it.
 */
export function diffObjects(
  wanted: readonly KubernetesObject[],
  existing: readonly KubernetesObject[],
): readonly ObjectChange[] {
  const left = new Map(existing.map((object) => [objectIdentity(object), object]));
  const changes: ObjectChange[] = [];
  const unmatched: KubernetesObject[] = [];
  for (const object of wanted) {
    const before = left.get(objectIdentity(object));
    if (!before) {
      unmatched.push(object);
      continue;
    }
    left.delete(objectIdentity(object));
    changes.push(...updateOf(before, object));
  }
  for (const object of unmatched) {
    const before = [...left.values()].find((candidate) => isGenerationOf(candidate, object));
    if (before) {
      left.delete(objectIdentity(before));
    }
    changes.push(
      before
        ? {
            change: "replace",
            ...labelOf(object),
            previousName: before.metadata.name,
            fields: diffFields(object, before, object).filter(({ path }) => path !== "metadata.name"),
          }
        : creationOf(object),
    );
  }
  return [...changes, ...[...left.values()].map((object) => absent(object))];
}

/** The update that leads from one state of an object to another; none where they are equal. */
export function updateOf(before: KubernetesObject, after: KubernetesObject): readonly ObjectChange[] {
  const fields = diffFields(after, before, after);
  return fields.length > 0 ? [{ change: "update", ...labelOf(after), fields }] : [];
}

/** The creation of an object that is not there. */
export function creationOf(object: KubernetesObject): ObjectChange {
  return { change: "create", ...labelOf(object), fields: [] };
}

function absent(object: KubernetesObject): ObjectChange {
  return { change: "absent", ...labelOf(object), fields: [] };
}

function labelOf({ kind, metadata }: KubernetesObject) {
  return { kind, namespace: metadata.namespace, name: metadata.name };
}

/** Letters that a content hash consists of. */
const HASH_SUFFIX = /-[24-9b-df-hkmt]{10}$/;

function isGenerationOf(a: KubernetesObject, b: KubernetesObject): boolean {
  if (a.kind !== b.kind || (a.kind !== "ConfigMap" && a.kind !== "Secret")) {
    return false;
  }
  if (!HASH_SUFFIX.test(a.metadata.name) || !HASH_SUFFIX.test(b.metadata.name)) {
    return false;
  }
  const bare = (object: KubernetesObject) => object.metadata.name.replace(HASH_SUFFIX, "");
  return a.metadata.namespace === b.metadata.namespace && bare(a) === bare(b);
}

function diffFields(object: KubernetesObject, before: unknown, after: unknown): readonly FieldChange[] {
  return diffValues(before, after, "").map((change) => (isConcealed(object, change.path) ? conceal(change) : change));
}

function isConcealed({ kind }: KubernetesObject, path: string): boolean {
  if (kind === "Secret") {
    return /^(data|stringData)\b/.test(path);
  }
  return kind === "ConfigMap" && /HTPASSWD$/.test(path);
}

function conceal({ path, before, after }: FieldChange): FieldChange {
  return { path, before: before === undefined ? before : HIDDEN, after: after === undefined ? after : HIDDEN };
}

function diffValues(before: unknown, after: unknown, path: string): readonly FieldChange[] {
  if (Object.is(before, after)) {
    return [];
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return diffLists(before, after, path);
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diffValues(before[key], after[key], fieldPath(path, key)));
  }
  return [{ path, before, after }];
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly FieldChange[] {
  const names = [namesOf(before), namesOf(after)] as const;
  const [namesBefore, namesAfter] = names;
  if (!namesBefore || !namesAfter) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => diffValues(before[index], after[index], fieldPath(path, index))).flat();
  }
  const all = [...new Set([...namesAfter, ...namesBefore])];
  const fields = all.flatMap((name) =>
    diffValues(before[namesBefore.indexOf(name)], after[namesAfter.indexOf(name)], `${path}[${name}]`),
  );
  if (fields.length > 0 || namesBefore.join("\n") === namesAfter.join("\n")) {
    return fields;
  }
  return [{ path: `${path} (order)`, before: namesBefore, after: namesAfter }];
}

/** The names of a list's items, if each has one of its own. */
function namesOf(list: readonly unknown[]): readonly string[] | undefined {
  const names = list.flatMap((item) => (isRecord(item) && typeof item.name === "string" ? [item.name] : []));
  return names.length === list.length && new Set(names).size === names.length ? names : undefined;
}
