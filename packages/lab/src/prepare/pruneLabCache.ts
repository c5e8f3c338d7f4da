import { lstat, readdir, readFile, readlink, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { cacheFolder } from "./cacheFolder.js";
import { findPython } from "./python.js";
import { ENVIRONMENT_NAMES, environmentPath } from "./pythonEnvironment.js";
import { schemaPath } from "./schemaTemplate.js";

/** What is removed. */
export interface PruneOptions {
  /** Removes nothing, and says what would be. Default false. */
  readonly dryRun?: boolean | undefined;
}

/** One thing that was in the cache folder, and is used no more. */
export interface PrunedItem {
  /** Where it was. */
  readonly path: string;
  /** How much space it took, bytes. */
  readonly bytes: number;
}

/** What these packages make, each with its key; their locks and half-made copies have longer names. */
const MADE = /^(?:schema-(?:wal-)?)?(?:ironic|bmc|ipmi)-[0-9a-f]{16}/;

/**
 * Removes Python environments and databases of other pins and other Pythons than the present ones from the cache folder.
 * What a running process uses stays.
 *
 * @throws LabSetupError where there is no Python that a lab could be prepared with.
 */
export async function pruneLabCache(options: PruneOptions = {}): Promise<readonly PrunedItem[]> {
  const python = await findPython();
  const cache = cacheFolder();
  const environments = await Promise.all(ENVIRONMENT_NAMES.map((name) => environmentPath(name, python, cache)));
  const kept = new Set(environments.flatMap((path) => [basename(path), basename(schemaPath(path, cache))]));
  const folder = join(cache, "python");
  const inUse = await pathsInUse();
  const pruned: PrunedItem[] = [];
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const [made] = MADE.exec(name) ?? [];
    const whole = made?.startsWith("schema-") ? `${made}.sqlite` : made;
    if (made === undefined || whole === undefined || kept.has(whole)) {
      continue;
    }
    const path = join(folder, name);
    if (inUse.some((used) => used.includes(join(folder, made.replace(/^schema-(?:wal-)?/, ""))))) {
      continue;
    }
    pruned.push({ path, bytes: await sizeOf(path) });
    if (!options.dryRun) {
      await rm(path, { recursive: true, force: true });
    }
  }
  return pruned;
}

/** Command line and folder of every process that we may look at. */
async function pathsInUse(): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const uses = pids.map(async (pid) => {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const working = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    return `${command}\0${working}`;
  });
  return Promise.all(uses);
}

async function sizeOf(path: string): Promise<number> {
  const info = await lstat(path);
  if (!info.isDirectory()) {
    return info.size;
  }
  let bytes = 0;
  for (const name of await readdir(path)) {
    bytes += await sizeOf(join(path, name));
  }
  return bytes;
}
