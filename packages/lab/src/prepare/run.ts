import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a command ended, with everything it printed. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly input?: string | Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
  /** In a process group of its own, so that the signal also ends what the command started. Default false. */
  readonly group?: boolean | undefined;
  /** Called with each line of standard error as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Runs a command to its end. A program that is not there, or was aborted, rejects; a failing one does not. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { signal, group = false } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      signal: group ? undefined : signal,
      detached: group,
      stdio: "pipe",
    });
    const endGroup = () => {
      if (child.pid !== undefined) {
        process.kill(-child.pid, "SIGKILL");
      }
    };
    if (group) {
      signal?.addEventListener("abort", endGroup);
    }
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    if (options.onLine) {
      createInterface(child.stderr).on("line", options.onLine);
    }
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", endGroup);
      if (group && signal?.aborted) {
        reject(signal.reason);
        return;
      }
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    child.stdin.end(options.input);
  });
}
