import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, modulesFolder } from "@ironworks/engine";

/** A Pulumi project with a home and a backend of its own. */
export class PulumiProject {
  private constructor(
    readonly root: string,
    readonly folder: string,
    /** To be laid over `process.env`. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** `program` is the text of `index.js`. */
  static async create(name: string, program: string): Promise<PulumiProject> {
    const root = await mkdtemp(join(tmpdir(), "ironworks-project-"));
    const [home, backend, folder] = [join(root, "home"), join(root, "backend"), join(root, name)];
    await Promise.all([home, backend, folder].map((each) => mkdir(each)));
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name, main: "index.js", runtime }));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
    await writeFile(join(folder, "index.js"), program);
    await modulesFolder(folder);
    return new PulumiProject(root, folder, engineEnvironment({ home, backend }));
  }

  /** Runs the command line; `input` goes to standard input, so that a secret is on no command line. */
  pulumi(args: readonly string[], input = ""): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn("pulumi", ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: { ...process.env, ...this.environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, output }));
    });
  }

  async secret(key: string, value: string): Promise<void> {
    const { code, output } = await this.pulumi(["config", "set", "--secret", key], value);
    if (code !== 0) {
      throw new Error(output);
    }
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
