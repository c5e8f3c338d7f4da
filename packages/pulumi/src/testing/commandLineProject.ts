import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, findEngine, modulesFolder } from "@ironworks/engine";

export interface CommandResult {
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** A user's project in a folder, run by the real `pulumi` command line. */
export class CommandLineProject {
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    readonly root: string,
    readonly folder: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.#environment = environment;
  }

  /** `program` is the text of `index.js`. */
  static async create(
    name: string,
    program: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<CommandLineProject> {
    const root = await mkdtemp(join(tmpdir(), "ironworks-project-"));
    const [home, backend, folder] = [join(root, "home"), join(root, "backend"), join(root, name)];
    await Promise.all([home, backend, folder].map((each) => mkdir(each)));
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name, main: "index.js", runtime }));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
    await writeFile(join(folder, "index.js"), program);
    await modulesFolder(folder);
    const engine = engineEnvironment({ home, backend });
    return new CommandLineProject(root, folder, { ...process.env, ...engine, ...environment });
  }

  /** A real Pulumi from PATH has its own language host; the one that set-up built has our launcher in its place. */
  static get languageHost(): string {
    return findEngine().kind === "built" ? "with our launcher in place of Pulumi's Node language host" : "complete";
  }

  start(...args: string[]): ChildProcess {
    return spawn("pulumi", ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  pulumi(...args: string[]): Promise<CommandResult> {
    return this.finish(this.start(...args));
  }

  /** A secret goes through standard input, so that it is on no command line. */
  async secret(key: string, value: string): Promise<void> {
    const child = this.start("config", "set", "--secret", key);
    child.stdin?.end(value);
    const { code, output } = await this.finish(child);
    if (code !== 0) {
      throw new Error(output);
    }
  }

  /** Provider processes of this project, by id: the engine starts them in its folder. */
  providers(): number[] {
    const pids = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}/cmdline`));
    return pids.filter((pid) => this.#isProvider(pid)).map(Number);
  }

  #isProvider(pid: string): boolean {
    try {
      const [command, script] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      const ours = readlinkSync(`/proc/${pid}/cwd`) === this.folder;
      return ours && command?.endsWith("node") === true && script?.includes("dynamic-provider") === true;
    } catch {
      return false;
    }
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  /** What a command that was started said, once it has ended. */
  finish(child: ChildProcess): Promise<CommandResult> {
    child.stdin?.end();
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
  }
}
