import { type Command, CommanderError } from "commander";
import { DEFAULT_COLUMNS } from "./terminal/wrap.js";

/** The exit code of a command that was used wrongly. */
export const USAGE_ERROR = 2;

/** Where a command speaks. */
export interface Output {
  /** Takes what was asked for. Default: standard output. */
  readonly out: (text: string) => void;
  /** Takes problems, warnings and progress. Default: standard error. */
  readonly error: (text: string) => void;
  /** Width of the terminal. Default: that of standard output; undefined where it is not a terminal. */
  readonly columns?: number | undefined;
}

/** Thrown by a command that has said everything and ends with a code of its own. */
class CommandExit extends Error {
  constructor(readonly code: number) {
    super(`exit code ${code}`);
  }
}

const STANDARD: Output = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  get columns() {
    return process.stdout.columns;
  },
};

/**
 * Runs a command line.
 *
 * @param argv - As in `process.argv`: the first two are Node and the program.
 * @param output - Where it speaks. Default: standard output and standard error.
 * @returns The exit code: 0, 1 when it failed or found something, 2 when it was used wrongly.
 */
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
    const { IronworksError } = await import("@ironworks/core/problems");
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof IronworksError ? ` [${error.code}]` : "";
    output.error(`ironworks: ${message}${code}\n`);
    return 1;
  }
}

const OUTPUTS = new WeakMap<Command, Output>();

/** Where a command speaks, for its action. */
export function outputOf(command: Command): Output {
  return OUTPUTS.get(command) ?? STANDARD;
}

/** Ends a command that has said everything. */
export function exitWith(code: number): void {
  if (code !== 0) {
    throw new CommandExit(code);
  }
}

/** Commander keeps these settings for each command by itself. */
function prepare(command: Command, output: Output): void {
  const width = () => output.columns ?? DEFAULT_COLUMNS;
  OUTPUTS.set(command, output);
  command.exitOverride().configureOutput({
    writeOut: output.out,
    writeErr: output.error,
    getOutHelpWidth: width,
    getErrHelpWidth: width,
  });
  for (const child of command.commands) {
    prepare(child, output);
  }
}
