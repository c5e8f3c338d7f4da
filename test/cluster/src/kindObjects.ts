import type { AnyRelease, KindName } from "@ironworks/metal3";
import { kindDefinition, kindSchema, type StructuralSchema } from "@ironworks/metal3/kinds";
import fc from "fast-check";

/** Optional fields are made to this depth. */
const DEPTH = 4;

/** Objects of a kind as its schema has them, status left out. */
export function validObjects(kind: KindName, release: AnyRelease, namespace: string): fc.Arbitrary<unknown> {
  const { group, version } = kindDefinition(kind);
  const schema = kindSchema(kind, release);
  return fc.record({
    apiVersion: fc.constant(`${group}/${version}`),
    kind: fc.constant(kind),
    metadata: fc.constant({ name: "example", namespace }),
    spec: arbitrary(schema.properties?.spec ?? { type: "object" }, 0),
  });
}

function arbitrary(schema: StructuralSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  if (schema["x-kubernetes-int-or-string"]) {
    return fc.oneof(fc.integer(), text(schema));
  }
  switch (schema.type) {
    case "object":
      return record(schema, depth);
    case "array":
      return list(schema, depth);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 100_000 });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    default:
      return text(schema);
  }
}

function list(schema: StructuralSchema, depth: number): fc.Arbitrary<unknown> {
  const item = arbitrary(schema.items ?? { type: "string" }, depth + 1);
  const minLength = schema.minItems ?? 0;
  const maxLength = Math.min(schema.maxItems ?? minLength + 2, minLength + 2);
  const keys = schema["x-kubernetes-list-map-keys"];
  if (!keys && schema["x-kubernetes-list-type"] !== "set") {
    return fc.array(item, { minLength, maxLength });
  }
  const keyOf = (value: unknown): string => {
    if (!keys) {
      return JSON.stringify(value);
    }
    const fields = value as Readonly<Record<string, unknown>>;
    return JSON.stringify(keys.map((key) => fields[key] ?? schema.items?.properties?.[key]?.default));
  };
  return fc.uniqueArray(item, { minLength, maxLength, selector: keyOf });
}

function record(schema: StructuralSchema, depth: number): fc.Arbitrary<Record<string, unknown>> {
  if (schema.additionalProperties) {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    return fc.dictionary(name, arbitrary(schema.additionalProperties, depth + 1), { maxKeys: 3 });
  }
  const required = schema.required ?? [];
  const names = Object.keys(schema.properties ?? {}).filter((name) => depth < DEPTH || required.includes(name));
  const model = Object.fromEntries(names.map((name) => [name, arbitrary(schema.properties?.[name] ?? {}, depth + 1)]));
  return fc.record(model, { requiredKeys: names.filter((name) => required.includes(name)) });
}

function text(schema: StructuralSchema): fc.Arbitrary<string> {
  const fits = (value: string): boolean => {
    const length = [...value].length;
    return length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? 1000);
  };
  if (schema.format === "date-time") {
    const limits = { min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true } as const;
    return fc.date(limits).map((date) => date.toISOString());
  }
  if (schema.format === "uri") {
    return fc.webUrl();
  }
  if (schema.pattern !== undefined) {
    return fc.stringMatching(new RegExp(schema.pattern, "u")).filter(fits);
  }
  return fc.string({
    minLength: schema.minLength ?? 0,
    maxLength: Math.min(schema.maxLength ?? 20, 20),
    unit: "grapheme",
  });
}

/** A step to somewhere in an object. */
type Step = string | number;

/** Values that are wrong in most places, and right in some. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  4096,
  2_147_483_648,
  9_007_199_254_740_991,
  1e21,
  "",
  " ",
  "1",
  "null",
  "no such value",
  "x".repeat(300),
  "12:34:56:78:9a:bc:zz",
  "2026-02-30T00:00:00Z",
  [],
  [null],
  [1, 1],
  ["a", "a"],
  {},
  { zz: 1 },
];

/** The objects, each with one to three changes at places drawn from the object: no rule of ours takes part. */
export function changedObjects(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    where: fc.nat(),
    what: fc.constantFrom("put", "put", "put", "remove", "add", "repeat"),
    value: fc.constantFrom(...STRANGE),
  });
  return fc.tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 })).map(([object, changes]) => {
    const copy = structuredClone(object) as Record<string, unknown>;
    for (const { where, what, value } of changes) {
      const places = placesIn(copy.spec, ["spec"]);
      const place = places[where % places.length];
      if (place) {
        alter(copy, place, what, structuredClone(value));
      }
    }
    return copy;
  });
}

function placesIn(value: unknown, path: readonly Step[]): (readonly Step[])[] {
  if (typeof value !== "object" || value === null) {
    return [path];
  }
  const members: [Step, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...members.flatMap(([step, member]) => placesIn(member, [...path, step]))];
}

function alter(object: Record<string, unknown>, path: readonly Step[], what: string, value: unknown): void {
  const last = path.at(-1) ?? "spec";
  const owner = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<Step, unknown>)[step], object);
  const fields = owner as Record<Step, unknown>;
  const here = fields[last];
  if (what === "put") {
    fields[last] = value;
  } else if (what === "remove" && Array.isArray(owner)) {
    owner.splice(Number(last), 1);
  } else if (what === "remove") {
    delete fields[last];
  } else if (what === "repeat" && Array.isArray(here)) {
    here.push(...structuredClone(here));
  } else if (what === "add" && Array.isArray(here)) {
    here.push(value);
  } else if (what === "add" && typeof here === "object" && here !== null) {
    (here as Record<string, unknown>).zzUnknown = value;
  } else {
    fields[last] = value;
  }
}
