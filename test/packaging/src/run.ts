import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs a command to its end; a failure's message holds what it printed. */
export async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    // CI: package managers must not ask. NODE_PATH: pnpm sets it for what it runs, and projects would find our packages.
    const env = { ...process.env, CI: "true", NODE_PATH: "" };
    const { stdout } = await promisify(execFile)(command, [...args], { cwd, env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
    throw new Error(`\`${command} ${args.join(" ")}\` failed in ${cwd}\n${stdout ?? ""}\n${stderr ?? ""}`, { cause });
  }
}
