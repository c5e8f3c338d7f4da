import type { Problem } from "@ironworks/core/problems";

/** Rules of the API server itself, before any webhook is asked. */
export type KindRule =
  | "kind-unknown"
  | "kind-release"
  | "api-version"
  | "metadata-name"
  | "metadata-namespace"
  | "metadata-labels"
  | "metadata-annotations"
  | "field-unknown"
  | "field-release"
  | "field-required"
  | "value-type"
  | "value-release"
  | "value-enum"
  | "value-pattern"
  | "value-format"
  | "value-minimum"
  | "value-maximum"
  | "value-min-length"
  | "value-max-length"
  | "value-min-items"
  | "value-max-items"
  | "value-duplicate";

/** Makes a problem of a rule: `message` is what a sentence says of the field, `remedy` a request. */
export function kindProblem(rule: KindRule, field: string, message: string, remedy?: string): Problem {
  const by = rule === "field-unknown" || rule === "field-release" ? "strict" : "schema";
  return { rule, by, field, message, remedy, severity: "error" };
}

/** The layer of the API server that refuses an object with these problems: it decodes strictly before it checks values. */
export function refusedBy(problems: readonly Problem[]): "strict" | "schema" | undefined {
  if (problems.some((problem) => problem.by === "strict")) {
    return "strict";
  }
  return problems.length > 0 ? "schema" : undefined;
}
