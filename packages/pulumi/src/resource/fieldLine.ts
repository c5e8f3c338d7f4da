import { type Problem, problemLine } from "@ironworks/core";

/** A problem as one line, for places where the engine shows the resource beside it. */
export function fieldLine(problem: Problem): string {
  return problemLine({ ...problem, resource: undefined });
}
