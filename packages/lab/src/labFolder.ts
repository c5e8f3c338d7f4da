import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./process/isAlive.js";

const PREFIX = "ironworks-lab-";
const OWNER = "owner.pid";
/** A lab that failed keeps its folder for a day, so that its logs can be read. */
const KEPT_MS = 24 * 3600 * 1000;

/** A new folder for a lab. Also removes old folders of labs of this user that no longer run. */
export async function makeLabFolder(): Promise<string> {
  await removeOldFolders().catch(() => undefined);
  return mkdtemp(join(tmpdir(), PREFIX));
}

/** Notes that the folder is this process's: it stays as long as this process runs. */
export async function ownFolder(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER), String(process.pid));
}

/** Exported for its test. */
export async function removeOldFolders(now: number = Date.now()): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(PREFIX) && (await isOld(folder, now))) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function isOld(folder: string, now: number): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory() || found.uid !== process.getuid?.() || now - found.mtimeMs < KEPT_MS) {
    return false;
  }
  const owner = Number(await readFile(join(folder, OWNER), "utf8").catch(() => "0"));
  return !(await isAlive(owner));
}
