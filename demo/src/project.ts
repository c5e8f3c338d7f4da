import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface CommandResult {
  readonly code: number;
  /** Standard output and error, interleaved as they came. */
  readonly output: string;
}

/** A user's copy of `examples/quickstart`, run through the real `pulumi` command line. */
export class Project {
  readonly #show: (line: string) => void;
  readonly #signal: AbortSignal;

  private constructor(
    readonly root: string,
    readonly folder: string,
    readonly environment: NodeJS.ProcessEnv,
    show: (line: string) => void,
    signal: AbortSignal,
  ) {
    this.#show = show;
    this.#signal = signal;
  }

  static create(
    example: string,
    environmentFor: (folders: { home: string; backend: string }) => NodeJS.ProcessEnv,
    show: (line: string) => void,
    signal: AbortSignal,
  ): Project {
    const root = mkdtempSync(join(tmpdir(), "ironworks-demo-"));
    const folder = join(root, "quickstart");
    const folders = { home: join(root, "pulumi-home"), backend: join(root, "state") };
    for (const path of [folder, folders.home, folders.backend]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
    for (const file of ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts"]) {
      cpSync(join(example, file), join(folder, file));
    }
    symlinkSync(resolve(example, "node_modules"), join(folder, "node_modules"));
    return new Project(root, folder, { ...process.env, ...environmentFor(folders) }, show, signal);
  }

  /** Runs `pulumi …`, showing the command and its lines. */
  async pulumi(args: readonly string[], options: { quiet?: boolean } = {}): Promise<CommandResult> {
    if (!options.quiet) {
      this.#show(`$ pulumi ${args.join(" ")}`);
    }
    return await this.#run(["--non-interactive", "--color", "never", ...args], options.quiet ? () => {} : this.#show);
  }

  /** Sets a secret through standard input, so that it is on no command line. `key` may begin with `--path`. */
  async secret(key: readonly string[], value: string): Promise<void> {
    const args = ["config", "set", "--secret", ...key];
    const result = await this.#run([...args, "--non-interactive"], () => {}, value);
    if (result.code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} failed:\n${result.output}`);
    }
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #run(args: readonly string[], onLine: (line: string) => void, input?: string): Promise<CommandResult> {
    return new Promise((done, fail) => {
      const child = spawn("pulumi", args, {
        cwd: this.folder,
        env: this.environment,
        stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      });
      // A first signal makes Pulumi wait for what is under way, which may be minutes; the stack is thrown away anyway.
      const kill = (): void => void child.kill("SIGKILL");
      this.#signal.addEventListener("abort", kill, { once: true });
      let output = "";
      let rest = "";
      const take = (chunk: Buffer): void => {
        output += chunk.toString();
        rest += chunk.toString();
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          onLine(line);
        }
      };
      child.stdout?.on("data", take);
      child.stderr?.on("data", take);
      child.on("error", fail);
      child.on("close", (code) => {
        this.#signal.removeEventListener("abort", kill);
        if (rest !== "") {
          onLine(rest);
        }
        done({ code: code ?? 1, output });
      });
      if (input !== undefined) {
        child.stdin?.end(input);
      }
    });
  }
}
