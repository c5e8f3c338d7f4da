import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd?: string | undefined;
  /** Laid over this process's own. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Takes each line of standard error. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const keptLines = 12;

/** Runs a command to its end and gives its standard output. A failure's message holds the last lines of its standard error. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    signal: options.signal,
    killSignal: "SIGINT",
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    options.onLine?.(line);
    tail.push(line);
    if (tail.length > keptLines) tail.shift();
  });
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on("close", resolve);
  });
  if (failure) throw failure;
  if (code !== 0) throw new Error(tail.join("\n") || `\`${command}\` ended with ${code ?? "a signal"}`);
  return output;
}
