import type { AnyRelease } from "../releases/release.js";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What can be said of a field or a type, for some releases. Names are those of the schema files, which
 * `schema/README.md` explains.
 */
export interface Attributes {
  /** `string`, `integer`, `date-time`, …, the name of a type, `X[]` or `map<X>`. */
  readonly type?: string | undefined;
  readonly required?: boolean | undefined;
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
  /** `atomic` and `set` lists; a list with `listKeys` is a map. */
  readonly list?: "atomic" | "set" | undefined;
  readonly listKeys?: readonly string[] | undefined;
  /** The object is replaced as a whole by server-side apply. */
  readonly atomic?: boolean | undefined;
  readonly rules?: readonly CelRule[] | undefined;
}

/** A validation rule in the Common Expression Language. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string | undefined;
}

/** Attributes as they were up to and with a release; null takes one away. */
export type EarlierForm = { readonly until: AnyRelease } & {
  readonly [K in keyof Attributes]?: Attributes[K] | null;
};

/** Attributes now, and as they were. Of the earlier forms the first that reaches up to the release counts. */
export interface Versioned extends Attributes {
  readonly doc: string;
  readonly was?: readonly EarlierForm[] | undefined;
}

/** A field of an object. */
export interface FieldDefinition extends Versioned {
  readonly type: string;
  readonly unit?: string | undefined;
  /** First release that has it. */
  readonly since?: AnyRelease | undefined;
  /** Last release that has it. */
  readonly until?: AnyRelease | undefined;
}

/** A named type: an object with fields, or a scalar with limits. */
export interface TypeDefinition extends Versioned {
  readonly fields?: Readonly<Record<string, FieldDefinition>> | undefined;
}

/** A column of `kubectl get`. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly priority?: number | undefined;
  readonly doc: string;
  readonly since?: AnyRelease | undefined;
  readonly until?: AnyRelease | undefined;
}

/** A kind of custom resource through all releases. */
export interface KindDefinition {
  readonly kind: string;
  readonly doc: string;
  /** First release that has it; tells the operator, too. */
  readonly since: AnyRelease;
  readonly group: string;
  readonly version: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly plural: string;
  /** Default: the kind in lower case. */
  readonly singular?: string | undefined;
  readonly shortNames?: readonly string[] | undefined;
  readonly subresources?: { readonly status?: Readonly<Record<string, never>> | undefined } | undefined;
  /** cert-manager puts the webhook's certificate authority into the definition. */
  readonly injectCA?: boolean | undefined;
  /** Versions are converted by the operator's webhook. */
  readonly conversionWebhook?: boolean | undefined;
  readonly columns?: readonly ColumnDefinition[] | undefined;
  /** Own types by name; `Spec` and `Status` are the object's parts. */
  readonly types: Readonly<Record<string, TypeDefinition>>;
}
