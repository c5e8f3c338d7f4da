import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { engineEnvironment } from "@ironworks/engine";

export const root = join(__dirname, "..", "..", "..");

/** A folder of this repository's `examples` or `templates`. */
export const example = (name: string): string => join(root, "examples", name);
export const template = (name: string): string => join(root, "templates", name);

export interface Outcome {
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** A user's project, run by the real `pulumi` command line; its packages are this workspace's. */
export class ExampleProject {
  readonly #root: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    root: string,
    readonly folder: string,
  ) {
    this.#root = root;
    const engine = engineEnvironment({ home: join(root, "home"), backend: join(root, "state") });
    // Types are checked where the copies are installed, in test/packaging.
    this.#environment = { ...process.env, ...engine, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  }

  /** An empty folder, for `pulumi new`. */
  static async empty(name: string): Promise<ExampleProject> {
    const folder = await mkdtemp(join(tmpdir(), "ironworks-example-"));
    await Promise.all(["home", "state", name].map((each) => mkdir(join(folder, each))));
    // One level up, so that the project's own folder holds what a user's does before an install.
    await symlink(join(example("quickstart"), "node_modules"), join(folder, "node_modules"), "dir");
    return new ExampleProject(folder, join(folder, name));
  }

  /** A copy of an example, with a stack. */
  static async copyOf(source: string, stack: string): Promise<ExampleProject> {
    const project = await ExampleProject.empty(basename(source));
    const filter = (path: string): boolean => basename(path) !== "node_modules";
    await cp(source, project.folder, { recursive: true, filter });
    await project.succeed("stack", "init", stack);
    return project;
  }

  async run(...args: string[]): Promise<Outcome> {
    return await this.#run(args);
  }

  /** Runs `pulumi …`, and fails with its output where it does. */
  async succeed(...args: string[]): Promise<string> {
    return this.#expectSuccess(args, await this.#run(args));
  }

  /** Writes configuration: structures by path, keys with a `:` as they are, and secrets from standard input. */
  async configure(values: Readonly<Record<string, unknown>>, secrets: Readonly<Record<string, string>>): Promise<void> {
    const paths = Object.entries(values).filter(([key]) => !key.includes(":"));
    const plain = paths.flatMap(([key, value]) => leaves(key, value)).flatMap((leaf) => ["--plaintext", leaf]);
    await this.succeed("config", "set-all", "--path", ...plain);
    for (const [key, value] of Object.entries(values).filter(([key]) => key.includes(":"))) {
      await this.succeed("config", "set", key, String(value));
    }
    for (const [key, value] of Object.entries(secrets)) {
      const args = ["config", "set", "--secret", ...(key.includes(":") ? [] : ["--path"]), key];
      this.#expectSuccess(args, await this.#run(args, value));
    }
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.succeed("stack", "output", "--json")) as T;
  }

  async dispose(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  #expectSuccess(args: readonly string[], { code, output }: Outcome): string {
    if (code !== 0) {
      throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}\n${output}`);
    }
    return output;
  }

  #run(args: readonly string[], input?: string): Promise<Outcome> {
    const child = spawn("pulumi", ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin?.end(input);
    let output = "";
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
  }
}

/** `path=value` for each value in a structure. */
function leaves(path: string, value: unknown): readonly string[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner))
    : [`${path}=${value}`];
}
