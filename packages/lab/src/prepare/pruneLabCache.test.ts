import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pruneLabCache } from "./pruneLabCache.js";
import { findPython } from "./python.js";
import { environmentPath } from "./pythonEnvironment.js";

const OLD = "ironic-0123456789abcdef";
const USED = "bmc-fedcba9876543210";

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "ironworks-cache-"));
  vi.stubEnv("IRONWORKS_CACHE", cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true, force: true });
});

it("removes what other pins and Pythons left, and keeps the present, the used and the unknown", async () => {
  const folder = join(cache, "python");
  const present = basename(await environmentPath("ironic-39.0.0", await findPython(), cache));
  for (const name of [OLD, USED, present, "uv-0123456789abcdef"]) {
    await mkdir(join(folder, name, "bin"), { recursive: true });
    await writeFile(join(folder, name, "bin", "file"), "x".repeat(1000));
  }
  // The last of them is of a release that made databases in another way.
  const rest = [
    `${OLD}.lock`,
    `schema-wal-${OLD}.sqlite`,
    `schema-wal-${present}.sqlite`,
    `${OLD}.1234.part`,
    "notes",
    `schema-${present}.sqlite`,
  ];
  await Promise.all(rest.map((name) => writeFile(join(folder, name), "")));
  // A process whose command line names an environment, as those of a lab do.
  const user = spawn(process.execPath, [
    "-e",
    "console.log(1); setInterval(() => {}, 1000)",
    join(folder, USED, "bin"),
  ]);
  try {
    await once(user.stdout, "data");
    const planned = await pruneLabCache({ dryRun: true });
    expect(await readdir(folder)).toHaveLength(10);
    expect(await pruneLabCache()).toEqual(planned);
    expect(planned.find(({ path }) => basename(path) === OLD)?.bytes).toBe(1000);
    const left = [USED, present, "uv-0123456789abcdef", `schema-wal-${present}.sqlite`, "notes"];
    expect((await readdir(folder)).sort()).toEqual(left.sort());
    expect(await pruneLabCache()).toEqual([]);
  } finally {
    user.kill();
  }
});
