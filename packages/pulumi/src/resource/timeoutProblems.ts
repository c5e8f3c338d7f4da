import { errorAt, type Problem } from "@ironworks/core";
import { TIMEOUT_FIELDS } from "./timeouts.js";

/** A timer of Node takes no more than 24.8 days; a longer one fires at once. */
const LONGEST_SECONDS = 20 * 86_400;

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
    if (typeof seconds === "number" && Number.isFinite(seconds) && seconds > LONGEST_SECONDS) {
      return [errorAt(field, "is longer than 20 days.", `write at most ${LONGEST_SECONDS}`)];
    }
    if (seconds === undefined || (typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0)) {
      return [];
    }
    return [errorAt(field, "is not a number of seconds.", "write a number above 0")];
  });
}
