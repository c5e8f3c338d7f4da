import { isRecord } from "@ironworks/core/json";
import type { StructuralSchema } from "./structuralSchema.js";

/** The value as the API server reads it: a member that is null and may not be is taken away. Items of lists stay. */
export function prunedNulls(value: unknown, schema: StructuralSchema | undefined): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => prunedNulls(item, schema?.items));
  }
  if (!isRecord(value)) {
    return value;
  }
  const entries = Object.entries(value).flatMap(([name, content]): [string, unknown][] => {
    const member = memberSchema(schema, name);
    if (content === null && member && !member.nullable) {
      return [];
    }
    return [[name, prunedNulls(content, member)]];
  });
  return Object.fromEntries(entries);
}

/** The value with the defaults of the schema, as the API server stores it. */
export function withDefaults(value: unknown, schema: StructuralSchema | undefined): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withDefaults(item, schema?.items));
  }
  if (!isRecord(value)) {
    return value;
  }
  const complete: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    const lacks = complete[name] === undefined || (complete[name] === null && !property.nullable);
    if (lacks && property.default !== undefined) {
      complete[name] = property.default;
    }
  }
  return Object.fromEntries(
    Object.entries(complete).map(([name, content]) => [name, withDefaults(content, memberSchema(schema, name))]),
  );
}

function memberSchema(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  const own = schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return own ?? schema?.additionalProperties;
}
