import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { asset } from "../assets.js";
import { LabSetupError } from "../error.js";
import { environmentKey } from "./environmentKey.js";
import { makeOnce } from "./makeOnce.js";
import type { Python } from "./python.js";
import { run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { installFailure } from "./setupFailure.js";

/** The first with relocatable environments and hash checking as used here. */
const MINIMUM_UV: readonly [number, number] = [0, 5];

/** The `uv` to install with: from PATH if it is new enough, else one that pip puts into the cache. */
export async function findUv(python: Python, context: SetupContext): Promise<string> {
  const onPath = await run("uv", ["--version"]).catch(() => undefined);
  const [, major, minor] = /uv (\d+)\.(\d+)/.exec(onPath?.stdout ?? "") ?? [];
  if (major !== undefined && (Number(major) > MINIMUM_UV[0] || Number(minor) >= MINIMUM_UV[1])) {
    return "uv";
  }
  const pins = asset("uv.txt");
  const target = join(context.cache, "python", `uv-${environmentKey(await readFile(pins), python)}`);
  await makeOnce(target, python, context.log, async (aside) => {
    context.log("uv: installing the Python package installer by pip (usually 2–10 s)");
    await installByPip(python, pins, aside, context);
  });
  return join(target, "bin", "uv");
}

async function installByPip(python: Python, pins: string, target: string, context: SetupContext): Promise<void> {
  const venv = join(target, "pip");
  const pip = await findPip(python, venv, context);
  const args = [...pip.slice(1), "install", "--quiet", "--require-hashes", "--no-deps", "--target", target, "-r", pins];
  const install = await run(pip[0], args, { signal: context.signal });
  if (install.code !== 0) {
    throw installFailure("uv", install.stderr);
  }
  await rm(venv, { recursive: true, force: true });
}

/** The machine's pip; on a machine without one, the pip of a new virtual environment. */
async function findPip(
  python: Python,
  venv: string,
  context: SetupContext,
): Promise<readonly [string, ...(readonly string[])]> {
  const pip = await run(python.path, ["-m", "pip", "--version"]);
  if (pip.code === 0) {
    return [python.path, "-m", "pip"];
  }
  const made = await run(python.path, ["-m", "venv", venv], { signal: context.signal });
  if (made.code === 0) {
    return [join(venv, "bin", "python"), "-m", "pip"];
  }
  throw new LabSetupError(
    "LAB_PYTHON_NO_PIP",
    `${python.path} has neither pip nor venv, and there is no uv ${MINIMUM_UV.join(".")} or later on PATH. next: install one of them (on Debian: apt-get install python3-venv), then run again`,
  );
}
