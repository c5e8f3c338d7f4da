import { IronworksError } from "@ironworks/core";

/** The sentence for people: no stack, and causes that say more than the error itself. */
export function describeFailure(error: unknown): string {
  if (error instanceof IronworksError) {
    return error.message;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.message}${cause}`;
}
