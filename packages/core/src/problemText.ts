import type { Problem } from "./problem.js";

/**
 * A problem as one line for people, the same in every front end.
 *
 * @example
 * ```ts
 * problemLine(errorAt("bmc.address", "is missing.", "write e.g. `redfish://10.0.1.2/redfish/v1/Systems/1`"));
 * // `bmc.address` is missing. next: write e.g. `redfish://10.0.1.2/redfish/v1/Systems/1`
 * ```
 */
export function problemLine({ resource, field, message, remedy }: Problem): string {
  const where = [resource, field].filter(Boolean).join(": ");
  return `\`${where}\` ${message}${remedy ? ` next: ${remedy}` : ""}`;
}

/**
 * Problems as a list: how many there are, what became of the work, and a line each.
 *
 * @param outcome - What was not done because of them. Default: `nothing was sent`.
 * @param code - Of the error that they make. Default: none.
 */
export function formatProblems(problems: readonly Problem[], outcome = "nothing was sent", code?: string): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    `${count}; ${outcome}${code === undefined ? "" : ` [${code}]`}:`,
    ...problems.map((problem) => `  - ${problemLine(problem)}`),
  ].join("\n");
}
