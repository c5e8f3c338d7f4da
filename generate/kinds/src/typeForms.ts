import { type AnyRelease, IRONIC_OPERATOR_LINES, isWithin, lineOf, RELEASE_LINES } from "@ironworks/metal3";
import {
  attributesAt,
  type FieldDefinition,
  isTypeName,
  parseType,
  type TypeDefinition,
} from "@ironworks/metal3/kinds";
import { innermost, type SchemaFiles } from "./schemaFiles.js";

/** A member of an object type in one line of releases. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly field: FieldDefinition;
}

/** What a type is in TypeScript from one line on. */
export interface TypeForm {
  /** Name of the interface or alias. */
  readonly name: string;
  readonly lines: readonly AnyRelease[];
  /** Members of an object, or a text for an alias. */
  readonly body: readonly Member[] | string;
}

/** A type of the schema files, as TypeScript has it. */
export interface NamedType {
  /** Name without a release, e.g. `BareMetalHostSpec`. */
  readonly name: string;
  readonly definition: TypeDefinition;
  /** One, or one for each line that changes it, oldest first. */
  readonly forms: readonly TypeForm[];
  /** Whether the name takes a release as its parameter. */
  readonly generic: boolean;
}

const SCALAR_TYPES: Readonly<Record<string, string>> = {
  string: "string",
  "date-time": "string",
  uri: "string",
  boolean: "boolean",
  integer: "number",
  int32: "number",
  int64: "number",
  number: "number",
  double: "number",
  object: "Readonly<Record<string, unknown>>",
  "int-or-string": "number | string",
  quantity: "number | string",
};

/** Works out the TypeScript forms of every type, kind by kind and shared file by shared file. */
export class TypeForms {
  readonly #done = new Map<TypeDefinition, NamedType>();
  readonly #names = new Map<TypeDefinition, string>();
  readonly #scopes = new Map<TypeDefinition, ReadonlyMap<string, TypeDefinition>>();
  readonly #lines = new Map<TypeDefinition, readonly AnyRelease[]>();

  constructor(files: SchemaFiles) {
    const shared = new Map<string, TypeDefinition>();
    for (const file of files.shared) {
      for (const [name, type] of Object.entries(file.types)) {
        shared.set(name, type);
        this.#names.set(type, prefixed(file.prefix, name));
        this.#scopes.set(type, shared);
      }
    }
    for (const { definition } of files.kinds) {
      const scope = new Map([...shared, ...Object.entries(definition.types)]);
      const lines = linesSince(definition.since);
      for (const [name, type] of Object.entries(definition.types)) {
        this.#names.set(type, prefixed(definition.kind, name));
        this.#scopes.set(type, scope);
      }
      for (const name of ["Spec", "Status"]) {
        const type = definition.types[name];
        if (type) {
          this.#use(type, lines);
        }
      }
    }
  }

  /** A type with its forms. */
  of(type: TypeDefinition): NamedType {
    let named = this.#done.get(type);
    if (!named) {
      named = this.#work(type);
      this.#done.set(type, named);
    }
    return named;
  }

  #use(type: TypeDefinition, lines: readonly AnyRelease[]): void {
    const before = this.#lines.get(type) ?? [];
    this.#lines.set(type, [...before, ...lines.filter((line) => !before.includes(line))]);
    for (const field of Object.values(type.fields ?? {})) {
      const target = this.#scopes.get(type)?.get(innermost(field));
      if (target) {
        this.#use(
          target,
          lines.filter((line) => isWithin(line, field.since, field.until)),
        );
      }
    }
  }

  #work(type: TypeDefinition): NamedType {
    const name = this.#names.get(type) ?? "";
    const lines = this.#lines.get(type) ?? [];
    const status = name.endsWith("Status");
    const groups: { lines: AnyRelease[]; body: TypeForm["body"]; key: string }[] = [];
    for (const line of lines) {
      const body = this.#body(type, line, status);
      const key = typeof body === "string" ? body : JSON.stringify(body.map(({ field: _, ...member }) => member));
      const last = groups.at(-1);
      if (last?.key === key) {
        last.lines.push(line);
      } else {
        groups.push({ lines: [line], body, key });
      }
    }
    const top = name.endsWith("Spec") || status ? this.#isTop(type) : false;
    const generic = top || groups.length > 1;
    const forms = groups.map((group): TypeForm => {
      const first = group.lines[0];
      const suffix = generic && first !== undefined ? lineSuffix(first) : "";
      return { name: `${name}${suffix}`, lines: group.lines, body: group.body };
    });
    return { name, definition: type, forms, generic };
  }

  #isTop(type: TypeDefinition): boolean {
    const scope = this.#scopes.get(type);
    return scope?.get("Spec") === type || scope?.get("Status") === type;
  }

  #body(type: TypeDefinition, line: AnyRelease, status: boolean): TypeForm["body"] {
    if (!type.fields) {
      const attributes = attributesAt(type, line);
      return attributes.enum ? literals(attributes.enum) : (SCALAR_TYPES[attributes.type ?? "string"] ?? "unknown");
    }
    return Object.entries(type.fields)
      .filter(([, field]) => isWithin(line, field.since, field.until))
      .map(([name, field]): Member => {
        const attributes = attributesAt(field, line);
        const always = attributes.required === true && (status || attributes.default === undefined);
        const inner = attributes.enum && typeof attributes.enum[0] === "string" ? literals(attributes.enum) : undefined;
        const text = inner ?? this.#text(type, attributes.type ?? field.type, line);
        return { name, type: attributes.nullable ? `${text} | null` : text, optional: !always, field };
      });
  }

  #text(owner: TypeDefinition, expression: string, line: AnyRelease): string {
    const parsed = parseType(expression);
    if (parsed.shape === "list") {
      const item = this.#text(owner, parsed.of, line);
      return item.includes("|") ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    if (parsed.shape === "map") {
      return `Readonly<Record<string, ${this.#text(owner, parsed.of, line)}>>`;
    }
    if (!isTypeName(parsed.of)) {
      return SCALAR_TYPES[parsed.of] ?? "unknown";
    }
    const target = this.#scopes.get(owner)?.get(parsed.of);
    if (!target) {
      throw new Error(`there is no type ${parsed.of}`);
    }
    const form = this.of(target).forms.find((candidate) => candidate.lines.includes(line));
    if (!form) {
      throw new Error(`${parsed.of} has no form in ${line}`);
    }
    return form.name;
  }
}

/** The lines that have a kind. */
export function linesSince(since: AnyRelease): readonly AnyRelease[] {
  const lines: readonly AnyRelease[] = since.startsWith("irso-") ? IRONIC_OPERATOR_LINES : RELEASE_LINES;
  return lines.slice(lines.indexOf(lineOf(since)));
}

function literals(values: readonly (string | boolean)[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

function prefixed(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name : `${prefix}${name}`;
}

function lineSuffix(line: AnyRelease): string {
  return line.replace(/^(irso-)?v/, "V").replace(".", "_");
}
