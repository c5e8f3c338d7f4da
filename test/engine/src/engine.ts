import { existsSync, readFileSync } from "node:fs";
import { chmod, copyFile, link, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { buildPulumi, buildRecipe, goFolder } from "./buildPulumi.js";
import { cacheFolder, contentKey, makeWhole, removeAbandoned } from "./cacheFolder.js";
import { EngineError } from "./engineError.js";
import { type PulumiOnPath, pulumiOnPath } from "./pulumiOnPath.js";

/** `complete`: from PATH, with Pulumi's own language host. `built`: from the Go modules, with our launcher. */
export type EngineSource = "complete" | "built";

export interface Engine {
  /** Folder with `pulumi` and its two Node plugins; goes first on PATH. */
  readonly bin: string;
  /** Such as `3.259.0`. */
  readonly version: string;
  readonly kind: EngineSource;
}

export interface PrepareEngineOptions {
  /** Takes one line of progress. */
  readonly log?: ((line: string) => void) | undefined;
  /** Stops a build; what is half made goes away. */
  readonly signal?: AbortSignal | undefined;
}

const launcherFolder = join(__dirname, "..", "dist", "launcher");
const launcherFiles = ["launcher.js", "endWithLauncher.js"].map((name) => join(launcherFolder, name));
const WRAPPER = '#!/bin/sh\nexec node "$(dirname "$0")/launcher/launcher.js" "$@"\n';

/**
 * The engine that is ready for use: a complete Pulumi on PATH, else the one that set-up built.
 *
 * @throws EngineError when there is none; its message names the command that prepares one
 */
export function findEngine(): Engine {
  const found = pulumiOnPath();
  if (found && !found.problem) {
    return complete(found);
  }
  const engine = builtEngine();
  if (existsSync(engine.bin)) {
    return engine;
  }
  throw new EngineError(
    `no Pulumi engine is ready: ${found ? `\`${found.command}\` ${found.problem}` : "`pulumi` is not on PATH"} and none is built yet. next: run \`node scripts/setup.mjs test\``,
  );
}

/**
 * Finds the engine, or builds it from the Go modules first (3 to 5 minutes on 2 cores, once).
 *
 * @throws EngineError when no Go can be had, the modules cannot be fetched, or the disk is too small
 */
export async function prepareEngine(options: PrepareEngineOptions = {}): Promise<Engine> {
  const log = options.log ?? (() => undefined);
  const found = pulumiOnPath();
  if (found && !found.problem) {
    return complete(found);
  }
  if (found) {
    log(`\`${found.command}\` (${found.version}) ${found.problem}; it is left alone`);
  }
  const engine = builtEngine();
  if (existsSync(engine.bin)) {
    return engine;
  }
  await removeAbandoned(join(cacheFolder(), "pulumi"));
  const binary = join(binaryFolder(), "pulumi");
  if (!existsSync(binary)) {
    await makeWhole(binaryFolder(), (aside) =>
      buildPulumi(join(aside, "pulumi"), { version: engine.version, log, signal: options.signal }),
    );
  }
  await makeWhole(dirname(engine.bin), (aside) => assemble(join(aside, "bin"), binary));
  return engine;
}

function complete(found: PulumiOnPath): Engine {
  return { bin: dirname(found.command), version: found.version, kind: "complete" };
}

function builtEngine(): Engine {
  if (!launcherFiles.every(existsSync)) {
    throw new EngineError("the workspace is not built. next: run `pnpm build`, then again");
  }
  const key = contentKey([...goFiles(), ...launcherFiles, sdkPlugin()], [WRAPPER, buildRecipe]);
  return { bin: join(cacheFolder(), "pulumi", `engine-${key}`, "bin"), version: pinnedVersion(), kind: "built" };
}

function binaryFolder(): string {
  const key = contentKey(goFiles(), [buildRecipe, process.platform, process.arch]);
  return join(cacheFolder(), "pulumi", `${pinnedVersion()}-${key}`);
}

/** The engine takes plugins from the folder its own executable lies in, so the binary is linked hard, or copied. */
async function assemble(bin: string, binary: string): Promise<void> {
  await mkdir(join(bin, "launcher"), { recursive: true });
  await link(binary, join(bin, "pulumi")).catch(() => copyFile(binary, join(bin, "pulumi")));
  for (const file of launcherFiles) {
    await copyFile(file, join(bin, "launcher", basename(file)));
  }
  await writeFile(join(bin, "launcher", "package.json"), '{ "type": "commonjs" }\n');
  await writeFile(join(bin, "pulumi-language-nodejs"), WRAPPER);
  await copyFile(sdkPlugin(), join(bin, "pulumi-resource-pulumi-nodejs"));
  for (const plugin of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
    await chmod(join(bin, plugin), 0o755);
  }
}

function sdkPlugin(): string {
  const sdk = dirname(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));
  return join(sdk, "pulumi-resource-pulumi-nodejs");
}

function goFiles(): string[] {
  return ["go.mod", "go.sum"].map((name) => join(goFolder, name));
}

function pinnedVersion(): string {
  const pin = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(goFolder, "go.mod"), "utf8"));
  if (!pin?.[1]) {
    throw new EngineError("`test/engine/go/go.mod` does not pin Pulumi. next: restore it from Git");
  }
  return pin[1];
}
