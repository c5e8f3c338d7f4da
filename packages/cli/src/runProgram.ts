import { IronworksError } from "@ironworks/core";
import { type Command, CommanderError } from "commander";

/** The exit code of a command that was used wrongly. */
export const USAGE_ERROR = 2;

/** Thrown by a command that has said everything and ends with a code of its own. */
export class CommandExit extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

/** Where a command speaks. Standard output and standard error unless told otherwise. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const STANDARD: Output = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
};

/** Runs a command line and returns its exit code: 0, 1 when it failed, 2 when it was used wrongly. */
export async function runProgram(
  program: Command,
  argv: readonly string[],
  output: Output = STANDARD,
): Promise<number> {
  prepare(program, output);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : USAGE_ERROR;
    }
    if (error instanceof CommandExit) {
      return error.code;
    }
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof IronworksError ? ` [${error.code}]` : "";
    output.error(`ironworks: ${message}${code}\n`);
    return 1;
  }
}

/** Commander keeps these settings for each command by itself. */
function prepare(command: Command, output: Output): void {
  command.exitOverride().configureOutput({ writeOut: output.out, writeErr: output.error });
  for (const child of command.commands) {
    prepare(child, output);
  }
}
