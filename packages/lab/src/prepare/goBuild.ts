import { mkdir, mkdtemp, readdir, rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LabSetupError } from "../error.js";
import { isAlive } from "../process/isAlive.js";
import { type GoToolchain, goToolchain } from "./goToolchain.js";
import { run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { goFailure } from "./setupFailure.js";

/** A program that is built from pinned Go modules. */
export interface GoProgram {
  /** E.g. `etcd 3.6.16`. */
  readonly title: string;
  /** Folder with the pins: go.mod and go.sum. */
  readonly folder: string;
  /** Import path of its main package. */
  readonly package: string;
  /** Build tags, with commas in between. Default: none. */
  readonly tags?: string | undefined;
  /** Go variables that are set by the linker, by their full name. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** How long it takes from cold, for people, e.g. `usually 1 minute on 2 cores`. */
  readonly takes: string;
}

/** Free space that modules, build results and binary need at their largest. */
const NEEDED_BYTES = 5e9;
const PROGRESS_MS = 30_000;
const SCRATCH_PREFIX = "go-build-";

/**
 * Builds programs with one toolchain and one folder for modules and build results, which `close` removes. `GOMODCACHE`
 * and `GOCACHE` name folders of the user's own, which stay.
 */
export class GoBuild implements AsyncDisposable {
  readonly #context: SetupContext;
  #scratch: Promise<string> | undefined;
  #toolchain: Promise<GoToolchain> | undefined;

  /** @param context - Its `cache` holds the folder of modules and build results while they are needed (5 GB). */
  constructor(context: SetupContext) {
    this.#context = context;
  }

  /**
   * Builds a program into the file `output`.
   *
   * @throws LabSetupError with the next step to take.
   */
  async build(program: GoProgram, output: string): Promise<void> {
    const { log } = this.#context;
    const go = await this.#go();
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    log(`${program.title}: building with ${go.version} (${program.takes}, once)`);
    const tags = program.tags === undefined ? [] : ["-tags", program.tags];
    const listed = await this.run(program, ["list", "-deps", ...tags, program.package]);
    const packages = listed.trim().split("\n").length;
    log(`${program.title}: modules are there after ${seconds()} s; compiling ${packages} packages`);
    let compiled = 0;
    const ticker = setInterval(
      () => log(`${program.title}: ${compiled} of ${packages} packages compiled after ${seconds()} s`),
      PROGRESS_MS,
    );
    try {
      const variables = Object.entries(program.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
      const flags = ["-s", "-w", ...variables].join(" ");
      const args = ["build", "-v", "-trimpath", ...tags, "-ldflags", flags, "-o", output, program.package];
      await this.run(program, args, (line) => {
        compiled += line.startsWith("go: ") ? 0 : 1;
      });
    } finally {
      clearInterval(ticker);
    }
    log(`${program.title}: built in ${seconds()} s`);
  }

  /**
   * Runs `go` in the folder of the pins and returns its standard output.
   *
   * @param args - Of `go`.
   * @param onLine - Called with each line of standard error as it comes.
   * @throws LabSetupError with the next step to take.
   */
  async run(
    program: Pick<GoProgram, "title" | "folder">,
    args: readonly string[],
    onLine?: (line: string) => void,
  ): Promise<string> {
    const { signal } = this.#context;
    const go = await this.#go();
    const scratch = await this.#folder();
    const env = {
      ...process.env,
      CGO_ENABLED: "0",
      GOMODCACHE: process.env.GOMODCACHE || join(scratch, "modules"),
      GOCACHE: process.env.GOCACHE || join(scratch, "build"),
      GOTMPDIR: scratch,
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
    };
    const done = await run(go.command, args, { cwd: program.folder, env, signal, onLine, group: true });
    if (done.code !== 0) {
      // With -json Go prints failures on standard output.
      throw goFailure(program.title, `${done.stdout}\n${done.stderr}`);
    }
    return done.stdout;
  }

  /** Removes modules and build results. */
  async close(): Promise<void> {
    const scratch = await this.#scratch?.catch(() => undefined);
    if (scratch !== undefined) {
      await rm(scratch, { recursive: true, force: true, maxRetries: 8, retryDelay: 200 });
    }
  }

  /** The same as `close()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #go(): Promise<GoToolchain> {
    this.#toolchain ??= this.#folder().then((scratch) => goToolchain(join(scratch, "toolchain"), this.#context));
    return this.#toolchain;
  }

  #folder(): Promise<string> {
    this.#scratch ??= makeScratch(this.#context.cache);
    return this.#scratch;
  }
}

async function makeScratch(cache: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    await removeAbandoned(cache);
    const scratch = await mkdtemp(join(cache, `${SCRATCH_PREFIX}${process.pid}-`));
    const { bavail, bsize } = await statfs(scratch);
    if (bavail * bsize >= NEEDED_BYTES) {
      return scratch;
    }
    await rm(scratch, { recursive: true, force: true });
    throw new LabSetupError(
      "LAB_DISK_FULL",
      `The disk of ${dirname(scratch)} has ${((bavail * bsize) / 1e9).toFixed(1)} GB free, and the build needs ${NEEDED_BYTES / 1e9} GB for a while. next: free some, or set IRONWORKS_CACHE to a folder on a larger disk, then run again`,
    );
  } catch (cause) {
    if (cause instanceof LabSetupError) {
      throw cause;
    }
    throw new LabSetupError(
      "LAB_CACHE_UNWRITABLE",
      `The cache folder cannot be written: ${cache}. next: make it writable, or set IRONWORKS_CACHE to a folder that can be written`,
      { cause },
    );
  }
}

/** Removes what builds that were killed left. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const [, maker] = new RegExp(`^${SCRATCH_PREFIX}(\\d+)-`).exec(name) ?? [];
    if (maker !== undefined && !(await isAlive(Number(maker)))) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}
