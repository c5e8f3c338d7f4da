/** What `.ci/run` starts: `npm test`, then what needs data beside the checkout, then the demo. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pnpmFolder } from "./setup/install.mjs";
import { root } from "./setup/root.mjs";
import { bold, say } from "./setup/terminal.mjs";
import { command } from "./test/command.mjs";
import { add, conclude, nothing, one } from "./test/counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "ironworks-ci-"));
const countsFile = join(folder, "counts.json");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const data = join(root, "..", "shared");

function run(file, args) {
  const path = [pnpmFolder(), process.env.PATH].join(delimiter);
  return command(file, args, { ...process.env, CI: "true", PATH: path, IRONWORKS_COUNTS: countsFile });
}

/** `npm test` says what it counted; when it could not even start, that is a failure. */
async function npmTest() {
  const code = await run("npm", ["test"]);
  const counted = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, "utf8")) : nothing;
  return code !== 0 && counted.failed === 0 ? add(counted, one("npm test: could not start", false)) : counted;
}

/** A script of package.json that passes or fails as one. */
async function script(name, args = []) {
  if (!scripts[name]) {
    return nothing;
  }
  say(bold(`pnpm ${name}`));
  const code = await run("pnpm", [name, ...args]);
  return one(`pnpm ${name}`, code === 0);
}

let total = await npmTest();
if (existsSync(data)) {
  total = add(total, await script("conformance", ["--data", data]));
}
total = add(total, await script("demo"));
rmSync(folder, { recursive: true, force: true });
process.exitCode = conclude(total);
