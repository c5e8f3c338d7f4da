import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Where prepared parts live: `IRONWORKS_CACHE`, else `ironworks` in `XDG_CACHE_HOME` or `~/.cache`. */
export function cacheFolder() {
  const { IRONWORKS_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
  return own || join(caches || join(homedir(), ".cache"), "ironworks");
}

/** Makes `folder` by filling one beside it and renaming that: it is there whole or not at all. */
export async function makeWhole(folder, fill) {
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const aside = mkdtempSync(join(parent, `.partial-${process.pid}-${basename(folder)}-`));
  try {
    await fill(aside);
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What runs that were killed left half made. */
function removeAbandoned(parent) {
  for (const entry of readdirSync(parent)) {
    const [, maker] = /^\.partial-(\d+)-/.exec(entry) ?? [];
    if (maker && !existsSync(`/proc/${maker}`)) {
      rmSync(join(parent, entry), { recursive: true, force: true });
    }
  }
}
