import { type AnyRelease, isWithin } from "../releases/release.js";
import {
  type Attributes,
  attributesAt,
  type KindDefinition,
  parseType,
  type TypeDefinition,
  VALUE_LIMITS,
} from "./definition.js";
import type { KindName } from "./generated/registry.gen.js";
import { kindDefinition, typeDefinition } from "./kindTables.js";
import { SCALARS, type StructuralSchema } from "./structuralSchema.js";

const CACHE = new Map<string, StructuralSchema>();
const ORIGINS = new WeakMap<StructuralSchema, SchemaOrigin>();

/** Where a schema comes from, for messages about other releases. */
export interface SchemaOrigin {
  readonly kind: KindDefinition;
  /** The type with the fields, for an object. */
  readonly object?: TypeDefinition | undefined;
  /** Everything that says something of the values: the field, and its type. */
  readonly versioned: readonly { readonly enum?: Attributes["enum"]; readonly was?: TypeDefinition["was"] }[];
}

/** Where a schema of {@link kindSchema} comes from. */
export function schemaOrigin(schema: StructuralSchema): SchemaOrigin | undefined {
  return ORIGINS.get(schema);
}

/** The schema of a kind's objects in a release, which must have the kind. Shared and never changed: copy to edit. */
export function kindSchema(kind: KindName, release: AnyRelease): StructuralSchema {
  const key = `${kind} ${release}`;
  let schema = CACHE.get(key);
  if (!schema) {
    schema = new SchemaBuilder(kindDefinition(kind), release).root();
    CACHE.set(key, schema);
  }
  return schema;
}

class SchemaBuilder {
  readonly #kind: KindDefinition;
  readonly #release: AnyRelease;

  constructor(kind: KindDefinition, release: AnyRelease) {
    this.#kind = kind;
    this.#release = release;
  }

  root(): StructuralSchema {
    const properties: Record<string, StructuralSchema> = {
      apiVersion: { type: "string", description: `Group and version: \`${this.#kind.group}/${this.#kind.version}\`.` },
      kind: { type: "string", description: `\`${this.#kind.kind}\`.` },
      metadata: { type: "object" },
    };
    if (this.#kind.types.Spec) {
      properties.spec = this.#expression("Spec", {}, this.#kind.types.Spec.doc);
    }
    if (this.#kind.types.Status) {
      properties.status = this.#expression("Status", {}, this.#kind.types.Status.doc);
    }
    return { type: "object", description: this.#kind.doc, properties };
  }

  #expression(expression: string, attributes: Attributes, doc: string | undefined): StructuralSchema {
    const parsed = parseType(expression);
    const said = { ...keywords(attributes), ...(doc === undefined ? {} : { description: doc }) };
    if (parsed.shape === "list") {
      return { type: "array", items: this.#item(parsed.of), ...said };
    }
    if (parsed.shape === "map") {
      return { type: "object", additionalProperties: this.#item(parsed.of), ...said };
    }
    const scalar = SCALARS[parsed.of];
    if (scalar) {
      return this.#remember({ ...scalar, ...said }, undefined, []);
    }
    return this.#named(typeDefinition(this.#kind, parsed.of), said);
  }

  #item(expression: string): StructuralSchema {
    const single = parseType(expression).shape === "single" && !SCALARS[expression];
    return this.#expression(expression, {}, single ? typeDefinition(this.#kind, expression).doc : undefined);
  }

  #named(type: TypeDefinition, said: StructuralSchema): StructuralSchema {
    const attributes = attributesAt(type, this.#release);
    if (!type.fields) {
      return this.#remember({ ...SCALARS[attributes.type ?? "string"], ...keywords(attributes), ...said }, undefined, [
        type,
      ]);
    }
    const properties: Record<string, StructuralSchema> = {};
    const required: string[] = [];
    for (const [name, field] of Object.entries(type.fields)) {
      if (!isWithin(this.#release, field.since, field.until)) {
        continue;
      }
      const own = attributesAt(field, this.#release);
      const schema = this.#expression(own.type ?? field.type, own, field.doc);
      properties[name] = this.#remember(schema, undefined, [field]);
      if (own.required) {
        required.push(name);
      }
    }
    const object: StructuralSchema = {
      type: "object",
      properties,
      ...(required.length > 0 ? { required: required.sort() } : {}),
      ...keywords(attributes),
      ...said,
    };
    return this.#remember(object, type, [type]);
  }

  #remember(
    schema: StructuralSchema,
    object: TypeDefinition | undefined,
    versioned: SchemaOrigin["versioned"],
  ): StructuralSchema {
    const known = ORIGINS.get(schema);
    ORIGINS.set(schema, {
      kind: this.#kind,
      object: object ?? known?.object,
      versioned: [...(known?.versioned ?? []), ...versioned],
    });
    return schema;
  }
}

function keywords(attributes: Attributes): StructuralSchema {
  const schema: Record<string, unknown> = {};
  for (const name of VALUE_LIMITS) {
    if (attributes[name] !== undefined) {
      schema[name] = attributes[name];
    }
  }
  if (attributes.list) {
    schema["x-kubernetes-list-type"] = attributes.list;
  }
  if (attributes.listKeys) {
    schema["x-kubernetes-list-type"] = "map";
    schema["x-kubernetes-list-map-keys"] = attributes.listKeys;
  }
  if (attributes.atomic) {
    schema["x-kubernetes-map-type"] = "atomic";
  }
  return schema;
}
