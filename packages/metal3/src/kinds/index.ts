/** Objects of the kinds, their specs and statuses, and the types inside of them: `<Kind>Object`, `<Kind>Spec<R>`, … */
export type { AtRelease } from "./atRelease.js";
/** What the schema files say of a kind, through all releases. */
export {
  ATTRIBUTES,
  type Attributes,
  attributesAt,
  type ColumnDefinition,
  type EarlierForm,
  type FieldDefinition,
  isTypeName,
  type Json,
  type KindDefinition,
  parseType,
  type TypeDefinition,
  type TypeExpression,
  type ValueLimits,
  type Versioned,
} from "./definition.js";
/** What the types are from one line on: what an editor shows for `BareMetalHostSpec<"v0.13">`, which is what to write. */
export type * as forms from "./generated/forms.gen.js";
export type * from "./generated/index.gen.js";

/** Parts of pods, for the overrides of an Ironic. */
export type * as pod from "./generated/pod.gen.js";
export type { KindName, KindObjects, Metal3KindName } from "./generated/registry.gen.js";
/** A kind's schema in one release, as OpenAPI. */
export { kindSchema } from "./kindSchema.js";
export { isKindName, kindDefinition } from "./kindTables.js";
export type { ObjectMeta, OwnerReference } from "./object.js";
export { SCALARS, type StructuralSchema } from "./structuralSchema.js";
