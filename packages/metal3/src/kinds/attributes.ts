import { type AnyRelease, isWithin } from "../releases/release.js";
import type { Attributes, Versioned } from "./definition.js";

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
