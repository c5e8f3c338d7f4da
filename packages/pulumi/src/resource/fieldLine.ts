import { type Problem, problemLine } from "@ironworks/core";

/** A problem as one line, for places where the engine shows the resource beside it; `code` is that of the error. */
export function fieldLine(problem: Problem, code?: string): string {
  const message = code === undefined ? problem.message : `${problem.message} [${code}]`;
  return problemLine({ ...problem, message, resource: undefined });
}
