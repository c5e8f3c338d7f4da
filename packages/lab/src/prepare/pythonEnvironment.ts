import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { asset } from "../assets.js";
import type { IronicVersion } from "../ironic/ironicVersion.js";
import { environmentKey } from "./environmentKey.js";
import { exists, makeOnce } from "./makeOnce.js";
import type { Python } from "./python.js";
import { run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { installFailure } from "./setupFailure.js";
import { findUv } from "./uv.js";

export type EnvironmentName = `ironic-${IronicVersion}` | "bmc" | "ipmi";

interface EnvironmentKind {
  readonly title: string;
  readonly takes: string;
  /** Links made in `bin`: name → what it points to there. */
  readonly links?: Readonly<Record<string, string>> | undefined;
}

/** The Python environments of the lab; their pins are `python/<name>.txt`, made from `python/<name>.in`. */
const ENVIRONMENTS: Readonly<Record<EnvironmentName, EnvironmentKind>> = {
  "ironic-39.0.0": ironic("39.0.0"),
  "ironic-35.0.1": ironic("35.0.1"),
  "ironic-29.0.6": ironic("29.0.6"),
  bmc: { title: "sushy-tools 2.2.0 (Redfish BMCs)", takes: "usually 2–15 s, 40 MB" },
  ipmi: { title: "pyghmi 1.6.19 (IPMI BMCs)", takes: "usually 2–15 s, 30 MB" },
};

function ironic(version: IronicVersion): EnvironmentKind {
  return {
    title: `Ironic ${version}`,
    takes: "usually 10–60 s, 280 MB",
    // openstacksdk makes a config drive with whatever is called genisoimage.
    links: { genisoimage: "pycdlib-genisoimage" },
  };
}

/** The names of all environments. */
export const ENVIRONMENT_NAMES = Object.keys(ENVIRONMENTS) as readonly EnvironmentName[];

/** Where an environment lies, made or not. */
export async function environmentPath(name: EnvironmentName, python: Python, cache: string): Promise<string> {
  return join(
    cache,
    "python",
    `${name.replace(/-[\d.]+$/, "")}-${environmentKey(await readFile(asset(`${name}.txt`)), python)}`,
  );
}

/** Makes an environment from its hashed pins unless it is there, and returns its folder. */
export async function makeEnvironment(name: EnvironmentName, python: Python, context: SetupContext): Promise<string> {
  const kind = ENVIRONMENTS[name];
  const target = await environmentPath(name, python, context.cache);
  if (await exists(target)) {
    return target;
  }
  const uv = await findUv(python, context);
  await makeOnce(target, python, context.log, async (aside) => {
    context.log(`${kind.title}: installing from pinned packages (${kind.takes})`);
    const uvRun = async (...args: readonly string[]) => {
      const env = { ...process.env, UV_PYTHON_DOWNLOADS: "never", UV_NO_PROGRESS: "1", VIRTUAL_ENV: undefined };
      const done = await run(uv, args, { env, signal: context.signal });
      if (done.code !== 0) {
        throw installFailure(kind.title, done.stderr);
      }
    };
    await uvRun("venv", "--quiet", "--relocatable", "--python", python.path, aside);
    await uvRun(
      "pip",
      "install",
      "--quiet",
      // Else the first start, not the set-up, would compile it all.
      "--compile-bytecode",
      "--require-hashes",
      "--no-deps",
      "--python",
      join(aside, "bin", "python"),
      "-r",
      asset(`${name}.txt`),
    );
    for (const [link, to] of Object.entries(kind.links ?? {})) {
      await symlink(to, join(aside, "bin", link));
    }
  });
  return target;
}
