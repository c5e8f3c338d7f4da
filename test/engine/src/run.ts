import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd?: string | undefined;
  /** Laid over this process's own. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Ends the command and what it started. */
  readonly signal?: AbortSignal | undefined;
  /** Takes each line of standard error. */
  readonly onLine?: ((line: string) => void) | undefined;
}

const keptLines = 12;

/** Runs a command to its end and gives its standard output. A failure's message holds the last lines of its standard error. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const stop = (): void => {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  };
  options.signal?.addEventListener("abort", stop);
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
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    options.signal?.throwIfAborted();
    if (code !== 0) throw new Error(tail.join("\n") || `\`${command}\` ended with ${code ?? "a signal"}`);
    return output;
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}
