import { execFile } from "node:child_process";

/** What came of a `pulumi` command: its output, or why there is none, without secrets. */
export type CommandOutcome = { readonly output: string } | { readonly failed: string };

const LONGEST_OUTPUT = 256 * 2 ** 20;
const TIMEOUT_MS = 60_000;
const LONGEST_REASON = 300;

/** Runs `pulumi` in a project's folder. Only commands that read are given to it. */
export type PulumiCommand = (...args: readonly string[]) => Promise<CommandOutcome>;

export function pulumiIn(folder: string): PulumiCommand {
  return (...args) =>
    new Promise((resolve) => {
      const options = {
        cwd: folder,
        maxBuffer: LONGEST_OUTPUT,
        timeout: TIMEOUT_MS,
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      };
      execFile("pulumi", ["--non-interactive", "--color", "never", ...args], options, (error, stdout, stderr) => {
        if (!error) {
          resolve({ output: stdout });
          return;
        }
        const missing = error.code === "ENOENT";
        const words = stderr
          .trim()
          .replace(/^error: /, "")
          .replace(/\s+/g, " ")
          .slice(0, LONGEST_REASON);
        resolve({ failed: missing ? "the command `pulumi` is not on PATH" : words || "`pulumi` ended without a word" });
      });
    });
}
