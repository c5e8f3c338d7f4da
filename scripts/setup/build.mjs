import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

const stamp = join(root, "node_modules", ".ironworks", "built");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/** Compiles the workspace, unless nothing changed since the last time. */
export async function build({ signal }) {
  const projects = references();
  const state = stateOf(projects);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state && projects.every(isBuilt)) {
    return;
  }
  rmSync(stamp, { force: true });
  await run(process.execPath, [compiler, "-b"], { cwd: root, signal });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

function references() {
  const settings = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
  return settings.references.map(({ path }) => path);
}

function isBuilt(project) {
  return existsSync(join(root, project, "dist", ".tsbuildinfo"));
}

/** A digest over name, size and time of every file that decides what is built. */
function stateOf(projects) {
  const sources = projects.flatMap((project) => [
    join(project, "tsconfig.json"),
    join(project, "package.json"),
    ...readdirSync(join(root, project, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
  ]);
  const hash = createHash("sha256");
  for (const file of ["tsconfig.json", "tsconfig.base.json", "pnpm-lock.yaml", ...sources.sort()]) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}
