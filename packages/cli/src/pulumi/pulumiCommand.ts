import { execFile } from "node:child_process";

/** What came of a `pulumi` command: its output, or why there is none. */
export type CommandOutcome = { readonly output: string } | { readonly failed: string };

/** Runs `pulumi` in a project's folder. Only commands that read are given to it. */
export type PulumiCommand = (...args: readonly string[]) => Promise<CommandOutcome>;

const LONGEST_OUTPUT = 256 * 2 ** 20;
const TIMEOUT_MS = 60_000;

/** The user's `pulumi`, in this folder. */
export function pulumiIn(cwd: string): PulumiCommand {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const options = { cwd, env, maxBuffer: LONGEST_OUTPUT, timeout: TIMEOUT_MS };
  return (...args) =>
    new Promise((resolve) => {
      execFile("pulumi", ["--non-interactive", "--color", "never", ...args], options, (error, stdout, stderr) => {
        if (!error) {
          resolve({ output: stdout });
          return;
        }
        const said = stderr
          .trim()
          .replace(/^error: /, "")
          .replace(/\s+/g, " ")
          .slice(0, 300);
        const missing = "the command `pulumi` is not on PATH";
        resolve({ failed: error.code === "ENOENT" ? missing : said || "`pulumi` ended without a word" });
      });
    });
}
