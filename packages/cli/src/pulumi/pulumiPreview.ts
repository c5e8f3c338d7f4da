import { spawn } from "node:child_process";

/** What a preview that has ended printed. */
export type PreviewRun =
  | { readonly output: string; readonly code: number | null; readonly said: string }
  | { readonly failed: string };

/**
 * Runs `pulumi preview --json` in a project's folder, however long it takes. A preview that was refused has an output, too. What it
 * says beside that is not shown while it lasts.
 *
 * @param named - `--stack <name>`, or nothing for the current one.
 */
export function pulumiPreview(cwd: string, named: readonly string[]): Promise<PreviewRun> {
  const args = ["--non-interactive", "--color", "never", "preview", "--json", "--show-sames", ...named];
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "" };
  const child = spawn("pulumi", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [output, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve({ failed: error.code === "ENOENT" ? "the command `pulumi` is not on PATH" : error.message }),
    );
    child.on("close", (code) => resolve({ output, code, said: oneLine(said) }));
  });
}

const LONGEST = 300;

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .slice(0, LONGEST);
}
