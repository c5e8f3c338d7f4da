import { join } from "node:path";
import { npmFolder, prepareNpmFolder } from "./npmFolder.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

const source = join(root, "scripts", "pnpm");

/** The folder of the pinned `pnpm` command, once `preparePnpm` has run. */
export function pnpmFolder() {
  return join(npmFolder(source), "node_modules", ".bin");
}

export async function preparePnpm({ log, signal }) {
  await prepareNpmFolder(source, { log, signal, what: "the pinned pnpm" });
}

/** Installs the workspace's packages as the lock file says. Quick when they are there. */
export async function installPackages({ signal }) {
  const pnpm = join(pnpmFolder(), "pnpm");
  // CI: pnpm must not ask.
  await run(pnpm, ["install", "--frozen-lockfile"], { cwd: root, signal, env: { ...process.env, CI: "true" } });
}
