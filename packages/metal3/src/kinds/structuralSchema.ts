import type { CelRule, Json } from "./definition.js";

/** The part of OpenAPI v3 that Kubernetes calls a structural schema, as far as our kinds use it. */
export interface StructuralSchema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | undefined;
  readonly description?: string | undefined;
  readonly format?: string | undefined;
  readonly properties?: Readonly<Record<string, StructuralSchema>> | undefined;
  readonly items?: StructuralSchema | undefined;
  readonly additionalProperties?: StructuralSchema | undefined;
  readonly required?: readonly string[] | undefined;
  readonly nullable?: boolean | undefined;
  readonly default?: Json | undefined;
  readonly enum?: readonly (string | boolean)[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly anyOf?: readonly { readonly type: "integer" | "string" }[] | undefined;
  readonly "x-kubernetes-int-or-string"?: boolean | undefined;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map" | undefined;
  readonly "x-kubernetes-list-map-keys"?: readonly string[] | undefined;
  readonly "x-kubernetes-map-type"?: "atomic" | undefined;
  readonly "x-kubernetes-validations"?: readonly CelRule[] | undefined;
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
