import type { ValueLimits } from "./definition.js";

/** The part of OpenAPI v3 that Kubernetes calls a structural schema, as far as our kinds use it. */
export interface StructuralSchema extends ValueLimits {
  /** Absent for what may be an integer or a string. */
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | undefined;
  /** What `kubectl explain` says. */
  readonly description?: string | undefined;
  /** Form of a text (`date-time`, `uri`) or size of a number (`int32`, `int64`, `double`). */
  readonly format?: string | undefined;
  /** Members of an object. */
  readonly properties?: Readonly<Record<string, StructuralSchema>> | undefined;
  /** Items of a list. */
  readonly items?: StructuralSchema | undefined;
  /** Values of a map. */
  readonly additionalProperties?: StructuralSchema | undefined;
  /** Members that an object must have. */
  readonly required?: readonly string[] | undefined;
  /** The two types of what may be an integer or a string. */
  readonly anyOf?: readonly { readonly type: "integer" | "string" }[] | undefined;
  /** The value may be an integer or a string. */
  readonly "x-kubernetes-int-or-string"?: boolean | undefined;
  /** How server-side apply merges a list: as a whole, by item, or by the keys of items. */
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map" | undefined;
  /** The members that tell the items of a list apart. */
  readonly "x-kubernetes-list-map-keys"?: readonly string[] | undefined;
  /** Server-side apply replaces the object as a whole. */
  readonly "x-kubernetes-map-type"?: "atomic" | undefined;
}

const INT_OR_STRING: StructuralSchema = {
  anyOf: [{ type: "integer" }, { type: "string" }],
  "x-kubernetes-int-or-string": true,
};

const QUANTITY_NUMBER = "(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))";

/** Scalars of the schema files, and what they are in OpenAPI. */
export const SCALARS: Readonly<Record<string, StructuralSchema>> = {
  string: { type: "string" },
  "date-time": { type: "string", format: "date-time" },
  uri: { type: "string", format: "uri" },
  boolean: { type: "boolean" },
  integer: { type: "integer" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  number: { type: "number" },
  double: { type: "number", format: "double" },
  object: { type: "object" },
  "int-or-string": INT_OR_STRING,
  /** A Kubernetes quantity such as `500m` or `4Gi`. */
  quantity: {
    ...INT_OR_STRING,
    pattern: `^(\\+|-)?${QUANTITY_NUMBER}(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?${QUANTITY_NUMBER}))?$`,
  },
};
