import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { asset } from "../assets.js";
import { LabSetupError } from "../error.js";
import type { Python } from "./python.js";

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes `target` once: `build` writes it aside, then it is renamed, so an interrupted build leaves nothing half-made.
 * Of two processes that make it at once, one builds and the other waits. Returns whether it was made now.
 */
export async function makeOnce(
  target: string,
  python: Python,
  log: (line: string) => void,
  build: (aside: string) => Promise<void>,
): Promise<boolean> {
  if (await exists(target)) {
    return false;
  }
  const folder = dirname(target);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  const unlock = await lock(`${target}.lock`, python, () => log(`waiting: another process is preparing ${target}`));
  try {
    if (await exists(target)) {
      return false;
    }
    await removeAbandoned(target);
    const aside = `${target}.${randomBytes(4).toString("hex")}.part`;
    try {
      await build(aside);
      await rename(aside, target);
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      throw error;
    }
    return true;
  } finally {
    unlock();
  }
}

/** Held under the lock, so every other `.part` of this target is of a process that is gone. */
async function removeAbandoned(target: string): Promise<void> {
  const parts = (await readdir(dirname(target))).filter(
    (name) => name.startsWith(`${basename(target)}.`) && name.endsWith(".part"),
  );
  await Promise.all(parts.map((name) => rm(join(dirname(target), name), { recursive: true, force: true })));
}

/** A kernel lock through a child, as Node has none: it goes with the process that holds it, however that ends. */
function lock(path: string, python: Python, onWait: () => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const holder = spawn(python.path, ["-I", asset("lock.py"), path], { stdio: ["pipe", "pipe", "pipe"] });
    let stderr = "";
    holder.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    createInterface(holder.stdout).on("line", (line) => {
      if (line === "waiting") {
        onWait();
      } else if (line === "locked") {
        resolve(() => holder.stdin.end());
      }
    });
    holder.on("error", reject);
    holder.on("close", () => reject(unwritable(path, stderr.trim().split("\n").at(-1))));
  });
}

function unwritable(path: string, cause: unknown): LabSetupError {
  return new LabSetupError(
    "LAB_CACHE_UNWRITABLE",
    `The cache folder cannot be written: ${path} (${cause instanceof Error ? cause.message : String(cause)}). next: make it writable, or set IRONWORKS_CACHE to a folder that can be written`,
    { cause },
  );
}
