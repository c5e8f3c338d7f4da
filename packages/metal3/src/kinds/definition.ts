import { type AnyRelease, isWithin } from "../releases/release.js";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What OpenAPI says of values, and the schema files by the same names. */
export interface ValueLimits {
  /** Null is a value, too. Default: null counts as absent. */
  readonly nullable?: boolean | undefined;
  /** What the API server fills in where the field is absent. */
  readonly default?: Json | undefined;
  /** The values that are allowed. */
  readonly enum?: readonly (string | boolean)[] | undefined;
  /** Regular expression that a text must match somewhere. */
  readonly pattern?: string | undefined;
  /** Smallest number. */
  readonly minimum?: number | undefined;
  /** Greatest number. */
  readonly maximum?: number | undefined;
  /** Fewest characters of a text. */
  readonly minLength?: number | undefined;
  /** Most characters of a text. */
  readonly maxLength?: number | undefined;
  /** Fewest items of a list. */
  readonly minItems?: number | undefined;
  /** Most items of a list. */
  readonly maxItems?: number | undefined;
}

/** Names of {@link ValueLimits}. */
export const VALUE_LIMITS: readonly (keyof ValueLimits)[] = [
  "nullable",
  "default",
  "enum",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
];

/**
 * What can be said of a field or a type, for some releases. Names are those of the schema files, which
 * `schema/README.md` explains.
 */
export interface Attributes extends ValueLimits {
  /** `string`, `integer`, `date-time`, …, the name of a type, `X[]` or `map<X>`. */
  readonly type?: string | undefined;
  /** An object without the field is refused. */
  readonly required?: boolean | undefined;
  /** `atomic` and `set` lists; a list with `listKeys` is a map. */
  readonly list?: "atomic" | "set" | undefined;
  /** The members that tell the items of a list apart. */
  readonly listKeys?: readonly string[] | undefined;
  /** The object is replaced as a whole by server-side apply. */
  readonly atomic?: boolean | undefined;
}

/** Names of {@link Attributes}: all that the validator and `crd()` know, so all that a schema file may say. */
export const ATTRIBUTES: readonly (keyof Attributes)[] = [
  ...VALUE_LIMITS,
  "type",
  "required",
  "list",
  "listKeys",
  "atomic",
];

/** Attributes as they were up to and with a release; null takes one away. */
export type EarlierForm = { readonly until: AnyRelease } & {
  readonly [K in keyof Attributes]?: Attributes[K] | null;
};

/** Attributes now, and as they were. */
export interface Versioned extends Attributes {
  /** What it means, in a short sentence. */
  readonly doc: string;
  /** Earlier forms. The first that reaches up to a release counts. */
  readonly was?: readonly EarlierForm[] | undefined;
}

/** A field of an object. */
export interface FieldDefinition extends Versioned {
  /** A scalar, the name of a type, `X[]` or `map<X>`. */
  readonly type: string;
  /** Unit of a number, e.g. `GiB`. */
  readonly unit?: string | undefined;
  /** First release that has it. */
  readonly since?: AnyRelease | undefined;
  /** Last release that has it. */
  readonly until?: AnyRelease | undefined;
}

/** A named type: an object with fields, or a scalar with limits. */
export interface TypeDefinition extends Versioned {
  /** Fields of an object, by name. */
  readonly fields?: Readonly<Record<string, FieldDefinition>> | undefined;
}

/** A column of `kubectl get`. */
export interface ColumnDefinition {
  /** Its head. */
  readonly name: string;
  /** Type of its values, as Kubernetes writes it: `string`, `date`, … */
  readonly type: string;
  /** JSON path of its values. */
  readonly path: string;
  /** Above 0: only with `-o wide`. Default 0. */
  readonly priority?: number | undefined;
  /** What it shows, in a short sentence. */
  readonly doc: string;
  /** First release that has it. */
  readonly since?: AnyRelease | undefined;
  /** Last release that has it. */
  readonly until?: AnyRelease | undefined;
}

/** A kind of custom resource through all releases. */
export interface KindDefinition {
  /** Its name, e.g. `BareMetalHost`. */
  readonly kind: string;
  /** What it is, in a short sentence. */
  readonly doc: string;
  /** First release that has it. It also says which operator the kind belongs to. */
  readonly since: AnyRelease;
  /** API group, e.g. `metal3.io`. */
  readonly group: string;
  /** API version, e.g. `v1alpha1`. */
  readonly version: string;
  /** Whether objects live in a namespace. */
  readonly scope: "Namespaced" | "Cluster";
  /** Name in URLs, e.g. `baremetalhosts`. */
  readonly plural: string;
  /** Default: the kind in lower case. */
  readonly singular?: string | undefined;
  /** Short names for `kubectl`, e.g. `bmh`. */
  readonly shortNames?: readonly string[] | undefined;
  /** Parts that are written on their own. Absent: none. */
  readonly subresources?: { readonly status?: Readonly<Record<string, never>> | undefined } | undefined;
  /** cert-manager puts the webhook's certificate authority into the definition. */
  readonly injectCA?: boolean | undefined;
  /** Versions are converted by the operator's webhook. */
  readonly conversionWebhook?: boolean | undefined;
  /** Columns of `kubectl get`. */
  readonly columns?: readonly ColumnDefinition[] | undefined;
  /** Own types by name; `Spec` and `Status` are the object's parts. */
  readonly types: Readonly<Record<string, TypeDefinition>>;
}

/** The attributes of a field or type in a release, without its documentation. */
export function attributesAt(definition: Versioned, release: AnyRelease): Attributes {
  const earlier = definition.was?.find((form) => isWithin(release, undefined, form.until));
  const merged: Record<string, unknown> = { ...definition, ...earlier };
  for (const [name, value] of Object.entries(merged)) {
    if (value === null && name !== "default") {
      delete merged[name];
    }
  }
  for (const name of ["doc", "was", "until", "since", "unit", "fields"]) {
    delete merged[name];
  }
  return merged;
}

/** The parts of a type expression: `Disk[]` is a list of `Disk`, `map<string>` a map of texts. */
export type TypeExpression =
  | { readonly shape: "list" | "map"; readonly of: string }
  | { readonly shape: "single"; readonly of: string };

/** Takes one layer off a type expression. */
export function parseType(expression: string): TypeExpression {
  if (expression.endsWith("[]")) {
    return { shape: "list", of: expression.slice(0, -2) };
  }
  if (expression.startsWith("map<") && expression.endsWith(">")) {
    return { shape: "map", of: expression.slice(4, -1) };
  }
  return { shape: "single", of: expression };
}

/** Whether a type expression without its layers is the name of a type in the schema files. */
export function isTypeName(expression: string): boolean {
  return /^[A-Z]/.test(expression);
}
