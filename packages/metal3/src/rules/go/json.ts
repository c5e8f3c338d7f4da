import { failure, type Result, success } from "@ironworks/core";
import { fieldPath } from "@ironworks/core/json";

/** A JSON value with numbers as written: Go decides by the text whether one is an integer. */
type JsonNode =
  | { readonly type: "object"; readonly entries: readonly (readonly [string, JsonNode])[] }
  | { readonly type: "array"; readonly items: readonly JsonNode[] }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly text: string }
  | { readonly type: "boolean" | "null" };

/** The Go type that a value is decoded into, as far as decoding asks. */
export interface GoShape {
  readonly type: "object" | "array" | "string" | "integer" | "number" | "boolean";
  /** Of an object; without them it is a map. */
  readonly properties?: Readonly<Record<string, GoShape>> | undefined;
  readonly items?: GoShape | undefined;
  readonly values?: GoShape | undefined;
  /** `date-time` is read as RFC 3339; `int32` narrows. */
  readonly format?: string | undefined;
}

/** Like Go's `json.Decoder`: reads the first value and leaves what follows. */
export function readJson(text: string): Result<JsonNode, string> {
  const reader = new Reader(text);
  return reader.attempt(() => reader.value());
}

/** Like Go's `json.Unmarshal`: the whole text is one value. */
export function readWholeJson(text: string): Result<JsonNode, string> {
  const reader = new Reader(text);
  return reader.attempt(() => {
    const node = reader.value();
    reader.end();
    return node;
  });
}

/**
 * Why Go would not decode a value into a type, as what a sentence says of the value; undefined when it would. Names match whatever their case, null fits
 * everything, and unknown names count only when `strict`.
 */
export function decodingFault(node: JsonNode, shape: GoShape, strict: boolean, path = ""): string | undefined {
  if (node.type === "null") {
    return undefined;
  }
  switch (shape.type) {
    case "object":
      return node.type === "object" ? objectFault(node.entries, shape, strict, path) : typeFault(node, shape, path);
    case "array": {
      const { items } = shape;
      if (node.type !== "array") {
        return typeFault(node, shape, path);
      }
      if (!items) {
        return undefined;
      }
      return firstOf(node.items, (item, index) => decodingFault(item, items, strict, fieldPath(path, index)));
    }
    case "integer":
      return node.type === "number" && isInteger(node.text, shape.format) ? undefined : typeFault(node, shape, path);
    case "number":
      return node.type === "number" && Number.isFinite(Number(node.text)) ? undefined : typeFault(node, shape, path);
    case "string": {
      const fits = node.type === "string" && (shape.format !== "date-time" || isRfc3339(node.value));
      return fits ? undefined : typeFault(node, shape, path);
    }
    case "boolean":
      return node.type === "boolean" ? undefined : typeFault(node, shape, path);
  }
}

function objectFault(
  entries: readonly (readonly [string, JsonNode])[],
  shape: GoShape,
  strict: boolean,
  path: string,
): string | undefined {
  const { properties, values } = shape;
  if (!properties) {
    return values && firstOf(entries, ([key, value]) => decodingFault(value, values, strict, fieldPath(path, key)));
  }
  const names = Object.keys(properties);
  return firstOf(entries, ([key, value]) => {
    const name = names.find((known) => known === key) ?? names.find((known) => equalFold(known, key));
    const member = name === undefined ? undefined : properties[name];
    if (!member) {
      return strict ? `has the unknown field \`${fieldPath(path, key)}\`` : undefined;
    }
    return decodingFault(value, member, strict, fieldPath(path, key));
  });
}

function firstOf<T>(items: readonly T[], fault: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = fault(item, index);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

const TYPE_WORDS = {
  object: "an object",
  array: "a list",
  string: "a text",
  number: "a number",
  integer: "an integer",
  boolean: "true or false",
  null: "null",
} as const;

function typeFault(node: JsonNode, shape: GoShape, path: string): string {
  const wanted = shape.format === "date-time" ? "a time such as 2026-01-31T12:00:00Z" : TYPE_WORDS[shape.type];
  const found = TYPE_WORDS[node.type];
  return path === "" ? `is ${found} and must be ${wanted}` : `has ${found} in \`${path}\`, which must be ${wanted}`;
}

function equalFold(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isInteger(text: string, format: string | undefined): boolean {
  if (!/^-?[0-9]+$/.test(text)) {
    return false;
  }
  const bits = format === "int32" ? 31n : 63n;
  const value = BigInt(text);
  return value >= -(1n << bits) && value < 1n << bits;
}

function isRfc3339(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,]\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/.exec(text);
  if (!match) {
    return false;
  }
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const days = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const inDay = (month ?? 0) >= 1 && (month ?? 0) <= 12 && (day ?? 0) >= 1 && (day ?? 0) <= days;
  const inHour = (hour ?? 24) < 24 && (minute ?? 60) < 60 && (second ?? 60) < 60;
  return inDay && inHour && (zoneHour ?? 0) <= 24 && (zoneMinute ?? 0) <= 60;
}

class SyntaxFault extends Error {}

class Reader {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  attempt(read: () => JsonNode): Result<JsonNode, string> {
    try {
      return success(read());
    } catch (error) {
      if (error instanceof SyntaxFault) {
        return failure(error.message);
      }
      throw error;
    }
  }

  value(): JsonNode {
    this.#skipSpace();
    const character = this.#text[this.#index];
    if (character === undefined) {
      throw new SyntaxFault("ends too early");
    }
    if (character === "{") {
      return this.#object();
    }
    if (character === "[") {
      return this.#array();
    }
    if (character === '"') {
      return { type: "string", value: this.#string() };
    }
    for (const [word, type] of [
      ["true", "boolean"],
      ["false", "boolean"],
      ["null", "null"],
    ] as const) {
      if (this.#text.startsWith(word, this.#index)) {
        this.#index += word.length;
        return { type };
      }
    }
    return { type: "number", text: this.#take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y, "a value") };
  }

  end(): void {
    this.#skipSpace();
    if (this.#index < this.#text.length) {
      throw new SyntaxFault(`has text after its value, at character ${this.#index + 1}`);
    }
  }

  #object(): JsonNode {
    const entries: (readonly [string, JsonNode])[] = [];
    this.#series("}", () => {
      if (this.#text[this.#index] !== '"') {
        throw this.#unexpected('a name in `"`');
      }
      const key = this.#string();
      this.#skipSpace();
      this.#expect(":");
      entries.push([key, this.value()]);
    });
    return { type: "object", entries };
  }

  #array(): JsonNode {
    const items: JsonNode[] = [];
    this.#series("]", () => items.push(this.value()));
    return { type: "array", items };
  }

  #series(close: string, item: () => void): void {
    this.#index += 1;
    this.#skipSpace();
    if (this.#text[this.#index] === close) {
      this.#index += 1;
      return;
    }
    for (;;) {
      this.#skipSpace();
      item();
      this.#skipSpace();
      if (this.#text[this.#index] !== ",") {
        break;
      }
      this.#index += 1;
    }
    this.#expect(close);
  }

  #string(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings
    const literal = this.#take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y, "a string");
    return JSON.parse(literal) as string;
  }

  #take(pattern: RegExp, wanted: string): string {
    pattern.lastIndex = this.#index;
    const match = pattern.exec(this.#text);
    if (!match || match[0] === "") {
      throw this.#unexpected(wanted);
    }
    this.#index += match[0].length;
    return match[0];
  }

  #expect(character: string): void {
    if (this.#text[this.#index] !== character) {
      throw this.#unexpected(`\`${character}\``);
    }
    this.#index += 1;
  }

  #unexpected(wanted: string): SyntaxFault {
    if (this.#index >= this.#text.length) {
      return new SyntaxFault("ends too early");
    }
    return new SyntaxFault(`is not JSON: ${wanted} is missing at character ${this.#index + 1}`);
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text.charAt(this.#index))) {
      this.#index += 1;
    }
  }
}
