import { spawn } from "node:child_process";
import { root } from "../setup/root.mjs";

/** Runs a command, in the repository's root or `cwd`, to its end, its output shown; ends it when this process is told to end. */
export function command(file, args, env, cwd = root) {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  const stop = () => {
    child.kill("SIGTERM");
    process.exitCode = 143;
  };
  process.on("SIGTERM", stop);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code, signal) => {
      process.off("SIGTERM", stop);
      if (signal === "SIGTERM" && process.exitCode === 143) {
        process.exit();
      }
      resolve(code ?? 1);
    });
  });
}
