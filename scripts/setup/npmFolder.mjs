import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cacheFolder, makeWhole } from "./cacheFolder.mjs";
import { run } from "./run.mjs";

const files = ["package.json", "package-lock.json"];
const options = [
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--ignore-scripts",
  "--engine-strict=false",
  "--fetch-retries=2",
  "--fetch-retry-mintimeout=1000",
  "--fetch-retry-maxtimeout=5000",
];

/** Where `prepareNpmFolder` puts the packages of `source`, keyed by its lock file. */
export function npmFolder(source) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(readFileSync(join(source, file)));
  }
  hash.update(`${process.platform} ${process.arch}`);
  return join(cacheFolder(), "npm", `${basename(source)}-${hash.digest("hex").slice(0, 10)}`);
}

/** Installs the locked packages of a folder with `package.json` and `package-lock.json` into the cache. */
export async function prepareNpmFolder(source, { log, signal, what }) {
  const folder = npmFolder(source);
  if (existsSync(folder)) {
    return folder;
  }
  log(`fetches ${what} by npm`);
  await makeWhole(folder, async (aside) => {
    for (const file of files) {
      copyFileSync(join(source, file), join(aside, file));
    }
    await run("npm", ["install", ...options], { cwd: aside, signal });
  });
  return folder;
}
