/** The Pulumi engine is missing or cannot be prepared. The message ends with the next step. */
export class EngineError extends Error {
  readonly code = "ENGINE";

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "EngineError";
  }
}
