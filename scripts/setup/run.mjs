import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const keptLines = 40;

/**
 * Runs a command to its end, without standard input. Each line of its output goes to `onLine`. A failure's
 * message holds its last lines; when `signal` aborts, the command is ended first.
 */
export async function run(command, args, { cwd, env = process.env, signal, onLine } = {}) {
  const child = spawn(command, args, { cwd, env, signal, killSignal: "SIGTERM", stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      onLine?.(line);
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.on("error", (error) => (signal?.aborted ? undefined : reject(error)));
    child.on("close", resolve);
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(lines.join("\n") || `\`${command}\` ended with ${code ?? "a signal"}`);
  return lines;
}
