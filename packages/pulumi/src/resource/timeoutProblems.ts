import { errorAt, type Problem } from "@ironworks/core";
import { TIMEOUT_FIELDS } from "./timeouts.js";

/** Everything wrong with the input `timeouts`. */
export function timeoutProblems(timeouts: unknown): Problem[] {
  if (timeouts === null || typeof timeouts !== "object") {
    return [];
  }
  return Object.entries(timeouts).flatMap(([key, seconds]): Problem[] => {
    const field = `timeouts.${key}`;
    if (!TIMEOUT_FIELDS.some((known) => known === key)) {
      return [errorAt(field, "is not a known timeout.", `use any of ${TIMEOUT_FIELDS.join(", ")}`)];
    }
    if (seconds === undefined || (typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0)) {
      return [];
    }
    return [errorAt(field, "is not a number of seconds.", "write a number above 0")];
  });
}
