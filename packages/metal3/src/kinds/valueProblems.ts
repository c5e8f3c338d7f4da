import { equalJson, isRecord, serverFieldPath } from "@ironworks/core/json";
import { nearestOf, type Problem } from "@ironworks/core/problems";
import type { AnyRelease } from "../releases/release.js";
import { FORMAT_CHECKS, FORMAT_WORDS } from "./formats.js";
import { type KindRule, kindProblem } from "./kindProblem.js";
import { schemaOrigin } from "./kindSchema.js";
import { valueOfLaterRelease } from "./otherReleases.js";
import type { StructuralSchema } from "./structuralSchema.js";

/** What the checks of a value need besides value and schema. */
export interface ValueContext {
  /** For messages about other releases. */
  readonly release?: AnyRelease | undefined;
}

/** What the API server's structural validation finds wrong with a value. Defaults count as given. */
export function valueProblems(
  value: unknown,
  schema: StructuralSchema,
  path: string,
  context: ValueContext = {},
): Problem[] {
  const problems: Problem[] = [];
  new Checker(context, problems).check(value, schema, path);
  return problems;
}

class Checker {
  readonly #context: ValueContext;
  readonly #problems: Problem[];

  constructor(context: ValueContext, problems: Problem[]) {
    this.#context = context;
    this.#problems = problems;
  }

  check(value: unknown, schema: StructuralSchema, path: string): void {
    if (value === null && schema.nullable) {
      return;
    }
    if (isUncheckedList(value, schema)) {
      return;
    }
    if (!hasType(value, schema)) {
      this.#add("value-type", path, `must be ${typeWords(schema)}, not ${typeOf(value)}.`);
      if (schema.enum) {
        this.#notInEnum(value, schema, path);
      }
      return;
    }
    this.#scalar(value, schema, path);
    if (Array.isArray(value)) {
      this.#list(value, schema, path);
    } else if (isRecord(value)) {
      this.#object(value, schema, path);
    }
  }

  #object(value: Readonly<Record<string, unknown>>, schema: StructuralSchema, path: string): void {
    for (const name of schema.required ?? []) {
      if (value[name] === undefined && schema.properties?.[name]?.default === undefined) {
        this.#add("field-required", serverFieldPath(path, name), "is required.");
      }
    }
    for (const [name, content] of Object.entries(value)) {
      const own = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
      const member = own ?? schema.additionalProperties;
      if (member && content !== undefined) {
        this.check(content, member, serverFieldPath(path, name));
      }
    }
  }

  #list(value: readonly unknown[], schema: StructuralSchema, path: string): void {
    this.#limit("value-min-items", path, value.length, schema.minItems, "at least", "items");
    this.#limit("value-max-items", path, value.length, schema.maxItems, "at most", "items");
    for (const [index, item] of value.entries()) {
      if (schema.items) {
        this.check(item, schema.items, serverFieldPath(path, index));
      }
    }
    const keyOf = listKey(schema);
    if (!keyOf) {
      return;
    }
    const seen: unknown[] = [];
    for (const [index, item] of value.entries()) {
      const key = keyOf(item);
      if (seen.some((other) => equalJson(other, key))) {
        this.#add(
          "value-duplicate",
          serverFieldPath(path, index),
          `has the key of an earlier entry, ${JSON.stringify(key)}.`,
          "remove one of the two",
        );
      }
      seen.push(key);
    }
  }

  #scalar(value: unknown, schema: StructuralSchema, path: string): void {
    if (schema.enum && !schema.enum.some((allowed) => allowed === value)) {
      this.#notInEnum(value, schema, path);
    }
    if (typeof value === "string") {
      const length = [...value].length;
      this.#limit("value-min-length", path, length, schema.minLength, "at least", "characters");
      this.#limit("value-max-length", path, length, schema.maxLength, "at most", "characters");
      if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) {
        this.#add("value-pattern", path, `must match \`${schema.pattern}\`, and \`${value}\` does not.`);
      }
    }
    if (typeof value === "number") {
      if (schema.minimum !== undefined && value < schema.minimum) {
        this.#add("value-minimum", path, `must be ${schema.minimum} or more, not ${value}.`);
      }
      if (schema.maximum !== undefined && value > schema.maximum) {
        this.#add("value-maximum", path, `must be ${schema.maximum} or less, not ${value}.`);
      }
    }
    const format = schema.format;
    if (format !== undefined && typeof value === "string" && FORMAT_CHECKS[format]?.(value) === false) {
      this.#add("value-format", path, `must be ${FORMAT_WORDS[format] ?? format}, not \`${value}\`.`);
    }
  }

  #notInEnum(value: unknown, schema: StructuralSchema, path: string): void {
    const allowed = (schema.enum ?? []).map((entry) => (entry === "" ? '""' : String(entry)));
    const origin = schemaOrigin(schema);
    const { release } = this.#context;
    const later = origin && release ? valueOfLaterRelease(value, origin, release) : undefined;
    if (later) {
      this.#add("value-release", path, later, `use one of ${allowed.join(", ")}, or a release that has it`);
      return;
    }
    const nearest = typeof value === "string" ? nearestOf(value, allowed) : undefined;
    const hint = nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    this.#add("value-enum", path, `must be one of ${allowed.join(", ")}, not \`${shown}\`.`, hint);
  }

  #limit(rule: KindRule, path: string, count: number, limit: number | undefined, words: string, unit: string): void {
    if (limit === undefined || (words === "at least" ? count >= limit : count <= limit)) {
      return;
    }
    this.#add(rule, path, `must have ${words} ${limit} ${unit}, not ${count}.`);
  }

  #add(rule: KindRule, path: string, message: string, remedy?: string): void {
    this.#problems.push(kindProblem(rule, path, message, remedy));
  }
}

/** In the place of a text with a format the server takes any list, unlike in that of any other text. */
export function isUncheckedList(value: unknown, schema: StructuralSchema): boolean {
  return schema.type === "string" && FORMAT_CHECKS[schema.format ?? ""] !== undefined && Array.isArray(value);
}

function hasType(value: unknown, schema: StructuralSchema): boolean {
  if (schema["x-kubernetes-int-or-string"]) {
    return typeof value === "string" || isInteger(value);
  }
  switch (schema.type) {
    case "object":
      return isRecord(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return isInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    default:
      return schema.type === undefined || typeof value === schema.type;
  }
}

/** The server reads a number that does not fit 64 bits as one with a fraction. */
function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63;
}

function typeWords(schema: StructuralSchema): string {
  if (schema["x-kubernetes-int-or-string"]) {
    return "an integer or a string";
  }
  const type = schema.type ?? "value";
  return /^[aio]/.test(type) ? `an ${type}` : `a ${type}`;
}

function typeOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "an array";
  }
  if (typeof value === "object") {
    return "an object";
  }
  if (isInteger(value)) {
    return "an integer";
  }
  return `a ${typeof value}`;
}

/** What must differ between the items of a list, for sets and maps. */
function listKey(schema: StructuralSchema): ((item: unknown) => unknown) | undefined {
  if (schema["x-kubernetes-list-type"] === "set") {
    return (item) => item;
  }
  const keys = schema["x-kubernetes-list-map-keys"];
  if (!keys) {
    return undefined;
  }
  return (item) => {
    const defaults = schema.items?.properties;
    return isRecord(item) ? keys.map((key) => item[key] ?? defaults?.[key]?.default ?? null) : item;
  };
}
