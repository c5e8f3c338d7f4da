import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, modulesFolder } from "@ironworks/engine";

/** A Pulumi project with a stack `dev`, and with a home and a backend of its own. */
export class StackProject {
  private constructor(
    readonly folder: string,
    /** To be laid over `process.env`. */
    readonly environment: Readonly<Record<string, string>>,
    readonly dispose: () => Promise<void>,
  ) {}

  /** `program` is the text of `index.js`. */
  static async create(program: string): Promise<StackProject> {
    const root = await mkdtemp(join(tmpdir(), "ironworks-project-"));
    const [home, backend, folder] = [join(root, "home"), join(root, "backend"), join(root, "site")];
    await Promise.all([home, backend, folder].map((each) => mkdir(each)));
    const project = { name: "site", main: "index.js", runtime: { name: "nodejs", options: { typescript: false } } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "site", main: "index.js" }));
    await writeFile(join(folder, "index.js"), program);
    await modulesFolder(folder);
    const made = new StackProject(folder, engineEnvironment({ home, backend }), () =>
      rm(root, { recursive: true, force: true }),
    );
    await made.pulumi(["stack", "init", "dev"]);
    return made;
  }

  /** Sets a secret of the configuration; it is on no command line. */
  async secret(key: string, value: string): Promise<void> {
    await this.pulumi(["config", "set", "--secret", key], { input: value });
  }

  /** Runs `pulumi`, and throws where it fails and `mayFail` is not set; `input` goes to standard input. */
  async pulumi(
    args: readonly string[],
    { input = "", mayFail = false }: { readonly input?: string; readonly mayFail?: boolean } = {},
  ): Promise<string> {
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
    const code = await new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
    if (code !== 0 && !mayFail) {
      throw new Error(output);
    }
    return output;
  }
}
