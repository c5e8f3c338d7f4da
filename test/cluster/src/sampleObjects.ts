import { type AnyRelease, type KindName, type KubernetesObject, kindsOf } from "@ironworks/metal3";
import { kindDefinition, kindSchema, type StructuralSchema } from "@ironworks/metal3/kinds";

/** A small object of every kind of a release: what is required, and a value for each enumeration and limit on the way. */
export function sampleObjects(release: AnyRelease, namespace: string): readonly KubernetesObject[] {
  return kindsOf(release).map((kind) => sampleObject(kind, release, namespace));
}

function sampleObject(kind: KindName, release: AnyRelease, namespace: string): KubernetesObject {
  const { group, version } = kindDefinition(kind);
  const spec = kindSchema(kind, release).properties?.spec;
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name: `sample-${kind.toLowerCase()}`, namespace },
    ...(spec ? { spec: sample(spec, 0) } : {}),
  };
}

/** Optional fields are filled in to this depth. */
const DEPTH = 3;

function sample(schema: StructuralSchema, depth: number): unknown {
  if (schema.default !== undefined) {
    return schema.default;
  }
  if (schema.enum) {
    return schema.enum.find((value) => value !== "") ?? schema.enum[0];
  }
  if (schema["x-kubernetes-int-or-string"]) {
    return 1;
  }
  switch (schema.type) {
    case "object":
      return record(schema, depth);
    case "array":
      return Array.from({ length: Math.max(schema.minItems ?? 1, 1) }, () => sample(schema.items ?? {}, depth + 1));
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    default:
      return text(schema);
  }
}

function record(schema: StructuralSchema, depth: number): Record<string, unknown> {
  if (schema.additionalProperties) {
    return { key: sample(schema.additionalProperties, depth + 1) };
  }
  const required = schema.required ?? [];
  const names = Object.keys(schema.properties ?? {}).filter((name) => depth < DEPTH || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, sample(schema.properties?.[name] ?? {}, depth + 1)]));
}

function text(schema: StructuralSchema): string {
  if (schema.format === "date-time") {
    return "2026-01-02T03:04:05Z";
  }
  if (schema.format === "uri") {
    return "https://example.org/";
  }
  const known = ["0c:42:a1:5e:07:10", "example", "1", "1.2.3.4", "10.0.0.0/24"];
  const pattern = schema.pattern === undefined ? /^/ : new RegExp(schema.pattern, "u");
  const fitting = known.find((value) => pattern.test(value) && value.length <= (schema.maxLength ?? 100));
  return fitting ?? "";
}
