import { isRecord, serverFieldPath } from "@ironworks/core/json";
import type { StructuralSchema } from "./structuralSchema.js";
import { isUncheckedList } from "./valueProblems.js";

/** A value that the API server takes and a client in Go cannot read. */
export interface Undecodable {
  /** Path of the value. */
  readonly field: string;
  /** What a sentence says of the field. */
  readonly message: string;
}

/**
 * What the API server lets pass although it fits no field of the operator's types: an integer beyond 32 bits, a list in
 * the place of a time or a URL. The operator then fails to read the object, and with it the list of all of its kind.
 */
export function undecodable(value: unknown, schema: StructuralSchema, path = ""): readonly Undecodable[] {
  if (isUncheckedList(value, schema)) {
    return [{ field: path, message: "must be a string, not a list." }];
  }
  if (schema.format === "int32" && typeof value === "number" && (value < -(2 ** 31) || value >= 2 ** 31)) {
    return [{ field: path, message: `must fit 32 bits, and ${value} does not.` }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => undecodable(item, schema.items ?? {}, serverFieldPath(path, index)));
  }
  if (!isRecord(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const own = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    return undecodable(member, own ?? schema.additionalProperties ?? {}, serverFieldPath(path, name));
  });
}
