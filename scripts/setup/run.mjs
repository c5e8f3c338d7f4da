import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const keptLines = 40;

/**
 * Runs a command to its end, without standard input. A failure's message holds its last lines. When `signal`
 * aborts, the command and what it started are ended first.
 */
export async function run(command, args, { cwd, env = process.env, signal } = {}) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => child.pid && process.kill(-child.pid, "SIGKILL");
  signal?.addEventListener("abort", stop);
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > keptLines) {
        lines.shift();
      }
    });
  }
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    signal?.throwIfAborted();
    if (code !== 0) {
      throw new Error(lines.join("\n") || `\`${command}\` ended with ${code ?? "a signal"}`);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
