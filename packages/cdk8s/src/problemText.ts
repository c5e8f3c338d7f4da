import type { Problem, Severity } from "@ironworks/core";

/** Problems of one severity as sentences; cdk8s puts the construct's path before each. */
export function problemTexts(problems: readonly Problem[], severity: Severity): string[] {
  return problems
    .filter((problem) => problem.severity === severity)
    .map(({ field, message, remedy }) => `\`${field}\` ${message}${remedy ? ` Remedy: ${remedy}` : ""}`);
}
