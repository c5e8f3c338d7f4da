import { IronworksError, OperationError } from "@ironworks/core";

/** What the shim of dynamic providers turns into a resource that exists but did not reach its end. */
export class InitFailed extends Error {
  override readonly name = "InitFailed";

  /** Pulumi prints the `reasons` and drops the message, and stores `id` and `properties` for the next run. */
  constructor(
    readonly id: string,
    readonly properties: object,
    readonly reasons: readonly string[],
    options: { readonly cause: unknown },
  ) {
    super(reasons.join("; "), options);
  }
}

/** The sentence for people: no stack, and causes that say more than the error itself. */
export function describeFailure(error: unknown): string {
  if (error instanceof OperationError || error instanceof IronworksError) {
    return error.message;
  }
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.message}${cause}`;
}

/**
 * An error of which only the sentence is shown. Of everything that check, diff, read and delete throw, Pulumi's shim also
 * prints `${error}: ${error.stack}` under the stack: here that is a short pointer, not the sentence again with a stack.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    readonly resource: string,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.stack = "stopped; the reason is shown with the resource";
  }

  override toString(): string {
    return `\`${this.resource}\``;
  }
}
