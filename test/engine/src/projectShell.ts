import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { engineEnvironment } from "./environment.js";
import { modulesFolder } from "./modulesFolder.js";

const ROOT = join(__dirname, "..", "..", "..");

export interface ShellResult {
  readonly code: number | null;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** A shell in the folder of a user's project, whose own files say where its state lies. */
export class ProjectShell {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  /** Runs before each command. */
  readonly #first: string;

  constructor(folder: string, home: string, first = "") {
    this.#folder = folder;
    this.#first = first;
    this.#environment = { ...process.env, ...engineEnvironment({ home, backend: home }) };
    delete this.#environment.PULUMI_BACKEND_URL;
    delete this.#environment.PULUMI_CONFIG_PASSPHRASE;
  }

  /** In place of `npm install`: the packages of this repository. */
  async install(): Promise<void> {
    await modulesFolder(this.#folder);
    mkdirSync(join(this.#folder, "node_modules", "@types"));
    for (const name of ["typescript", "@types/node"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(this.#folder, "node_modules", name));
    }
  }

  /** Without blocking: what the command talks to may run in this process. */
  async run(command: string, input = ""): Promise<ShellResult> {
    const options = "--non-interactive --color never";
    const script = `pulumi() { command pulumi ${options} "$@"; }\n${this.#first}\n${command}`;
    const shell = spawn("sh", ["-c", script], { cwd: this.#folder, env: this.#environment });
    shell.stdin.end(input);
    const [stdout, stderr, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, "close")]);
    return { code, output: stdout + stderr };
  }
}
