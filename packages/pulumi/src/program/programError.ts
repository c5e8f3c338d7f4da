import { formatProblems, type Problem } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";

/**
 * Stops a program with a message and no stack. The message stays what it is: the SDK writes `error serializing property …`
 * before that of any other error, once for each resource that it passes.
 */
export class ProgramError extends pulumi.RunError {
  constructor(text: string) {
    super(text);
    // The SDK hides this stack, and yet gives it to `util.inspect` with colours, where Node 20 loops for seconds over
    // lines such as `node_modules/@pulumi/resource.ts`.
    this.stack = text;
    Object.defineProperty(this, "message", { get: () => text, set: () => undefined });
  }
}

/** All of these problems as one error, with its code. */
export function problemsError(
  problems: readonly Problem[],
  { outcome, code = "INVALID_INPUT" }: { readonly outcome?: string; readonly code?: string } = {},
): ProgramError {
  return new ProgramError(formatProblems(problems, outcome, code));
}
