import { spawnSync } from "node:child_process";
import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { isAtLeast } from "./version.js";

/** The oldest Pulumi whose engine is used from PATH: the line that the SDK's peer range starts with. */
const SUPPORTED_SINCE = "3.200.0";

/** What was found on PATH. `problem` says why it cannot be used. */
export interface PulumiOnPath {
  readonly command: string;
  readonly version: string;
  readonly problem?: string | undefined;
}

/** The first `pulumi` on PATH, asked for its version; undefined where there is none. */
export function pulumiOnPath(path: string = process.env.PATH ?? ""): PulumiOnPath | undefined {
  const command = onPath("pulumi", path);
  if (!command) {
    return undefined;
  }
  const asked = spawnSync(command, ["version"], {
    encoding: "utf8",
    timeout: 20_000,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = asked.stdout?.trim().replace(/^v/, "") ?? "";
  if (asked.status !== 0 || version === "") {
    return { command, version: "unknown", problem: "does not say its version" };
  }
  if (!isAtLeast(version, SUPPORTED_SINCE)) {
    return { command, version, problem: `is older than ${SUPPORTED_SINCE}` };
  }
  const missing = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"].find(
    (plugin) => !isExecutable(join(dirname(realpathSync(command)), plugin)) && !onPath(plugin, path),
  );
  return { command, version, problem: missing && `comes without its \`${missing}\`` };
}

/** The first executable file of that name on PATH. */
function onPath(name: string, path: string = process.env.PATH ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
