import { isRecord, objectOf } from "@ironworks/core/json";

/** A Kubernetes object as YAML or JSON gives it: nothing about its shape is known yet. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The text behind a value; empty when it is not a text, as in Go. Unlike `textOf` of core, text stays as it is. */
export function goText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether a pointer in Go would be set: neither absent nor null. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function kindOf(object: Manifest): string {
  return goText(object.kind);
}

export function nameOf(object: Manifest): string {
  return goText(objectOf(object.metadata).name);
}

/** The namespace, `default` where the object names none, as kubectl does. */
export function namespaceOf(object: Manifest): string {
  return goText(objectOf(object.metadata).namespace) || "default";
}

/** Namespace and name, as `kubectl` writes an object among those of its kind. */
export function namespacedNameOf(object: Manifest): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

export function specOf(object: Manifest): Manifest {
  return objectOf(object.spec);
}

/** Annotations with text values. */
export function annotationsOf(object: Manifest): readonly (readonly [string, string])[] {
  return Object.entries(objectOf(objectOf(object.metadata).annotations)).map(([key, value]) => [key, goText(value)]);
}

export function annotationOf(object: Manifest, key: string): string {
  return goText(objectOf(objectOf(object.metadata).annotations)[key]);
}

/** Whether an object belongs to baremetal-operator's API group. */
export function isOperatorObject(object: Manifest): boolean {
  return goText(object.apiVersion).split("/")[0] === "metal3.io";
}

/** Equality as the operator sees it once Go decoded both values: unlike in `equalJson`, null is the same as absent. */
export function equalInGo(a: unknown, b: unknown): boolean {
  if (!isSet(a) || !isSet(b)) {
    return !isSet(a) && !isSet(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => equalInGo(item, b[index]))
    );
  }
  if (isRecord(a) && isRecord(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equalInGo(a[key], b[key]));
  }
  return a === b;
}

/** What makes two objects the same one to the server. */
export function objectKey(object: Manifest): string {
  const group = goText(object.apiVersion).split("/").slice(0, -1).join("/");
  return [group, kindOf(object), namespaceOf(object), nameOf(object)].join(" ");
}
