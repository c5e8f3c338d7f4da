import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, modulesFolder } from "@ironworks/engine";
import type { Lab } from "@ironworks/lab";
import { PROGRAM } from "./program.js";

/** What the program of a site declares, as `wish.json` has it. */
export interface Wish {
  readonly endpoint: string;
  readonly ramdisk: string;
  readonly hosts: readonly HostWish[];
}

export interface HostWish {
  readonly name: string;
  readonly bmc: object;
  readonly mac: string;
  /** Inputs of the host beside these. */
  readonly host: Readonly<Record<string, unknown>>;
  /** Inputs of its machine; undefined where it has none. */
  readonly machine:
    | {
        readonly image: string;
        readonly checksum: string;
        readonly serial: string;
        readonly inputs: Readonly<Record<string, unknown>>;
      }
    | undefined;
}

/** How a command ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
  readonly seconds: number;
  /** It did not end by itself in the time that a command may take. */
  readonly hung: boolean;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  said(): string;
}

/** As the checkpoint has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly initErrors?: readonly string[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

const PROJECT = "site";
const STACK = "dev";
const COMMAND_LIMIT_MS = 300_000;

/** A user's project with a file backend, run by the real `pulumi` command line. */
export class Site {
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(
    readonly root: string,
    readonly folder: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.#environment = environment;
  }

  static async create(lab: Lab): Promise<Site> {
    const root = await mkdtemp(join(tmpdir(), "ironworks-soak-"));
    const [home, backend, folder] = [join(root, "home"), join(root, "backend"), join(root, PROJECT)];
    await Promise.all([home, backend, folder].map((each) => mkdir(each)));
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name: PROJECT, main: "index.js", runtime }));
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: PROJECT, main: "index.js" }));
    await writeFile(join(folder, "index.js"), PROGRAM);
    await modulesFolder(folder);
    const passwords = Object.fromEntries(lab.hosts.map(({ name, bmc }) => [name, bmc.password]));
    const site = new Site(root, folder, {
      ...process.env,
      ...engineEnvironment({ home, backend }),
      IRONWORKS_LAB_USERNAME: lab.credentials.username,
      IRONWORKS_LAB_PASSWORD: lab.credentials.password,
      SOAK_PASSWORDS: JSON.stringify(passwords),
    });
    const { code, output } = await site.run("stack", "init", STACK);
    if (code !== 0) {
      throw new Error(output);
    }
    return site;
  }

  async wish(wish: Wish): Promise<void> {
    await writeFile(join(this.folder, "wish.json"), JSON.stringify(wish));
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  start(...args: string[]): Running {
    const began = Date.now();
    const child = spawn("pulumi", ["--non-interactive", "--color", "never", ...args], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<Ended>((resolve, reject) => {
      let hung = false;
      const limit = setTimeout(() => {
        hung = true;
        child.kill("SIGKILL");
      }, COMMAND_LIMIT_MS);
      child.on("error", reject);
      child.on("exit", (code) => {
        clearTimeout(limit);
        // What the engine left behind may hold its output open.
        setTimeout(() => resolve({ code, output, seconds: (Date.now() - began) / 1000, hung }), 50);
      });
    });
    return { child, ended, said: () => output };
  }

  /** Provider processes of this site, by id: the engine starts them in its folder. */
  providers(): number[] {
    return readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid) && this.#isProvider(pid))
      .map(Number);
  }

  /** Whether an engine that was killed left the stack locked. */
  async locked(): Promise<boolean> {
    const locks = join(this.root, "backend", ".pulumi", "locks");
    const found = await readdir(locks, { recursive: true }).catch(() => []);
    return found.some((name) => name.endsWith(".json"));
  }

  /** The resources of the state, and how many operations it says are pending. */
  async state(): Promise<{ readonly resources: readonly StateResource[]; readonly pending: number }> {
    const file = join(this.root, "backend", ".pulumi", "stacks", PROJECT, `${STACK}.json`);
    const { checkpoint } = JSON.parse(await readFile(file, "utf8")) as {
      readonly checkpoint: {
        readonly latest?: { readonly resources?: readonly StateResource[]; readonly pending_operations?: unknown[] };
      };
    };
    const { resources = [], pending_operations = [] } = checkpoint.latest ?? {};
    return { resources, pending: pending_operations.length };
  }

  async dispose(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
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
}
