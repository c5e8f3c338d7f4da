/** A Kubernetes object as YAML or JSON gives it: nothing about its shape is known yet. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The map behind a value; empty when it is none. */
export function mapOf(value: unknown): Manifest {
  return isMap(value) ? value : {};
}

export function isMap(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list behind a value; empty when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text behind a value; empty when it is none, as in Go. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether a pointer in Go would be set: neither absent nor null. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function kindOf(object: Manifest): string {
  return textOf(object.kind);
}

export function nameOf(object: Manifest): string {
  return textOf(mapOf(object.metadata).name);
}

/** The namespace, `default` where the object names none, as kubectl does. */
export function namespaceOf(object: Manifest): string {
  return textOf(mapOf(object.metadata).namespace) || "default";
}

export function specOf(object: Manifest): Manifest {
  return mapOf(object.spec);
}

/** Annotations with text values. */
export function annotationsOf(object: Manifest): readonly (readonly [string, string])[] {
  return Object.entries(mapOf(mapOf(object.metadata).annotations)).map(([key, value]) => [key, textOf(value)]);
}

export function annotationOf(object: Manifest, key: string): string {
  return textOf(mapOf(mapOf(object.metadata).annotations)[key]);
}

/** Whether an object belongs to baremetal-operator's API group. */
export function isOperatorObject(object: Manifest): boolean {
  return textOf(object.apiVersion).split("/")[0] === "metal3.io";
}

/** Deep equality of JSON values; null counts as absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (!isSet(a) || !isSet(b)) {
    return !isSet(a) && !isSet(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index]))
    );
  }
  if (isMap(a) && isMap(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameValue(a[key], b[key]));
  }
  return a === b;
}

/** A path with one more step: `spec.bmc`, `labels["example.org/a"]`, `disks[0]`. */
export function at(path: string, step: string | number): string {
  if (typeof step === "number") {
    return `${path}[${step}]`;
  }
  if (!/^[A-Za-z_][\w-]*$/.test(step)) {
    return `${path}[${JSON.stringify(step)}]`;
  }
  return path === "" ? step : `${path}.${step}`;
}

/** What makes two objects the same one to the server. */
export function objectKey(object: Manifest): string {
  const group = textOf(object.apiVersion).split("/").slice(0, -1).join("/");
  return [group, kindOf(object), namespaceOf(object), nameOf(object)].join(" ");
}
