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

/**
 * An error of which only the sentence is shown. Of everything that check, diff, read and delete throw, Pulumi's shim also
 * prints `${error}: ${error.stack}` under the stack: here that is a short pointer, not the sentence again with a stack.
 */
export class ShownError extends Error {
  override readonly name = "ShownError";

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
