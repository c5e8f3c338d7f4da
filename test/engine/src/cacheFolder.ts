import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export { cacheFolder } from "@ironworks/lab";

/** Ten hexadecimal digits over the content of files and the given words. */
export function contentKey(files: readonly string[], words: readonly string[] = []): string {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(readFileSync(file)).update("\0");
  }
  for (const word of words) {
    hash.update(word).update("\0");
  }
  return hash.digest("hex").slice(0, 10);
}

const PARTIAL = ".partial-";

/** A new empty folder in `parent` that `removeAbandoned` takes away once this process is gone. */
async function partialFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, `${PARTIAL}${process.pid}-${name}-`));
}

/** Removes what processes that were killed left half made in `parent`. */
export async function removeAbandoned(parent: string): Promise<void> {
  const entries = await readdir(parent).catch(() => []);
  for (const entry of entries) {
    const maker = new RegExp(`^\\${PARTIAL}(\\d+)-`).exec(entry)?.[1];
    if (maker && !isAlive(Number(maker))) {
      await rm(join(parent, entry), { recursive: true, force: true });
    }
  }
}

/**
 * Makes `folder` by filling one beside it and renaming that, so that it is there whole or not at all.
 * When another process was first, its folder stays.
 */
export async function makeWhole(folder: string, fill: (aside: string) => Promise<void>): Promise<void> {
  const aside = await partialFolder(dirname(folder), basename(folder));
  try {
    await fill(aside);
    await rename(aside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) {
        throw error;
      }
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
