const DEEPEST = 4;

/** The code of an error of Node (`ECONNREFUSED`), or of the one inside; empty where there is none. */
export function innerErrorCode(error: unknown): string {
  for (let depth = 0, at = error; depth < DEEPEST && typeof at === "object" && at !== null; depth++) {
    // What an HTTP client says of any error of the network.
    if ("code" in at && typeof at.code === "string" && at.code !== "ERR_NETWORK") {
      return at.code;
    }
    if ("errors" in at && Array.isArray(at.errors)) {
      at = at.errors[0];
    } else {
      at = "cause" in at ? at.cause : undefined;
    }
  }
  return "";
}
