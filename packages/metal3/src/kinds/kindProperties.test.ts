import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyRelease } from "../releases/release.js";
import type { KindName } from "./generated/registry.gen.js";
import type { KindRule } from "./kindProblem.js";
import { kindSchema } from "./kindSchema.js";
import { kindDefinition, kindsOf } from "./kindTables.js";
import type { StructuralSchema } from "./structuralSchema.js";
import { validateKind } from "./validateKind.js";

const RELEASES: readonly AnyRelease[] = ["v0.1.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0", "irso-v0.11.0"];
/** Below this depth only required fields are made, so that objects stay small. */
const DEPTH = 4;
const RUNS = 40;

type Value = Record<string, unknown>;

function text(schema: StructuralSchema): fc.Arbitrary<string> {
  const fits = (value: string): boolean => {
    const length = [...value].length;
    return length >= (schema.minLength ?? 0) && length <= (schema.maxLength ?? 1000);
  };
  if (schema.format === "date-time") {
    return fc
      .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
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
    unit: "binary",
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
    case "array": {
      const item = arbitrary(schema.items ?? { type: "string" }, depth + 1);
      const minLength = schema.minItems ?? 0;
      const keys = schema["x-kubernetes-list-map-keys"];
      const maxLength = Math.min(schema.maxItems ?? minLength + 2, minLength + 2);
      if (!keys) {
        return fc.array(item, { minLength, maxLength });
      }
      const keyOf = (value: unknown): string =>
        JSON.stringify(keys.map((key) => (value as Value)[key] ?? schema.items?.properties?.[key]?.default));
      return fc.uniqueArray(item, { minLength, maxLength, selector: keyOf });
    }
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

function record(schema: StructuralSchema, depth: number): fc.Arbitrary<Value> {
  if (schema.additionalProperties) {
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), arbitrary(schema.additionalProperties, depth + 1), {
      maxKeys: 3,
    });
  }
  const required = schema.required ?? [];
  const names = Object.keys(schema.properties ?? {}).filter((name) => depth < DEPTH || required.includes(name));
  const model = Object.fromEntries(names.map((name) => [name, arbitrary(schema.properties?.[name] ?? {}, depth + 1)]));
  return fc.record(model, { requiredKeys: names.filter((name) => required.includes(name)) });
}

interface Mutation {
  readonly rule: KindRule;
  readonly field: string;
  readonly apply: () => void;
}

/** Every way to break one thing in a value, from the value down. `put` replaces the value in its owner. */
function mutations(
  value: unknown,
  schema: StructuralSchema,
  field: string,
  put: (changed: unknown) => void,
): Mutation[] {
  const found: Mutation[] = [];
  const add = (rule: KindRule, where: string, apply: () => void): number => found.push({ rule, field: where, apply });
  if (schema.enum && schema.type === "string") {
    add("value-enum", field, () => put("no such value"));
  }
  if (schema.minimum !== undefined) {
    add("value-minimum", field, () => put((schema.minimum ?? 0) - 1));
  }
  if (schema.maximum !== undefined) {
    add("value-maximum", field, () => put((schema.maximum ?? 0) + 1));
  }
  if (schema.maxLength !== undefined) {
    add("value-max-length", field, () => put("x".repeat((schema.maxLength ?? 0) + 1)));
  }
  if (schema.minLength !== undefined) {
    add("value-min-length", field, () => put(""));
  }
  if (schema.format === "date-time" || schema.format === "uri") {
    add("value-format", field, () => put("not so"));
  }
  if (schema.type !== undefined || schema["x-kubernetes-int-or-string"]) {
    add("value-type", field, () => put(schema.type === "boolean" ? [] : true));
  }
  if (Array.isArray(value)) {
    const most = schema.maxItems;
    if (most !== undefined) {
      add("value-max-items", field, () => put(Array.from({ length: most + 1 }, () => ({ level: "1" }))));
    }
    if (schema.minItems) {
      add("value-min-items", field, () => put([]));
    }
    if (schema["x-kubernetes-list-map-keys"] && value.length > 0) {
      add("value-duplicate", `${field}[${value.length}]`, () => value.push(structuredClone(value[0])));
    }
    for (const [index, item] of value.entries()) {
      found.push(
        ...mutations(item, schema.items ?? {}, `${field}[${index}]`, (changed) => value.splice(index, 1, changed)),
      );
    }
  } else if (typeof value === "object" && value !== null) {
    const owner = value as Value;
    if (!schema.additionalProperties) {
      add("field-unknown", `${field}.zzUnknown`, () => {
        owner.zzUnknown = 1;
      });
    }
    for (const name of schema.required ?? []) {
      if (schema.properties?.[name]?.default === undefined) {
        add("field-required", `${field}.${name}`, () => delete owner[name]);
      }
    }
    for (const [name, member] of Object.entries(owner)) {
      const below = schema.properties?.[name] ?? schema.additionalProperties ?? {};
      found.push(
        ...mutations(member, below, `${field}.${name}`, (changed) => {
          owner[name] = changed;
        }),
      );
    }
  }
  return found;
}

const pairs = RELEASES.flatMap((release) => kindsOf(release).map((kind): [AnyRelease, KindName] => [release, kind]));

describe.each(pairs)("%s: %s", (release, kind) => {
  const definition = kindDefinition(kind);
  const schema = kindSchema(kind, release);
  const objects = fc
    .record({
      spec: arbitrary(schema.properties?.spec ?? {}, 0),
      ...(schema.properties?.status ? { status: arbitrary(schema.properties.status, 0) } : {}),
    })
    .map((parts) => ({
      apiVersion: `${definition.group}/${definition.version}`,
      kind,
      metadata: { name: "example" },
      ...parts,
    }));

  it("accepts what its schema makes, and refuses it with any one thing broken", () => {
    fc.assert(
      fc.property(objects, fc.nat(), fc.nat(), (object, whichRule, which) => {
        expect(validateKind(object, release, { status: true })).toEqual([]);
        const copy: Value & { spec: unknown; status?: unknown } = structuredClone(object);
        const possible = (["spec", "status"] as const)
          .filter((part) => copy[part] !== undefined)
          .flatMap((part) =>
            mutations(copy[part], schema.properties?.[part] ?? {}, part, (changed) => {
              copy[part] = changed;
            }),
          );
        const rules = [...new Set(possible.map(({ rule }) => rule))];
        const ofRule = possible.filter(({ rule }) => rule === rules[whichRule % rules.length]);
        const mutation = ofRule[which % ofRule.length];
        if (!mutation) {
          throw new Error("nothing to break");
        }
        mutation.apply();
        const problems = validateKind(copy, release, { status: true });
        expect(problems.map(({ rule, field }) => `${rule} ${field}`)).toContain(`${mutation.rule} ${mutation.field}`);
      }),
      { numRuns: RUNS },
    );
  });
});
