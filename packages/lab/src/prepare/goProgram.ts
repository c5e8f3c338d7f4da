import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GoBuild, GoProgram } from "./goBuild.js";
import { exists, makeOnce } from "./makeOnce.js";
import type { Python } from "./python.js";
import type { SetupContext } from "./setupContext.js";

/** What is kept of the pins' folder `name`: below the cache folder, named after everything that decides what it is. */
export async function keptPath(folder: string, name: string, recipe: unknown, cache: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) {
    hash.update(await readFile(join(folder, file))).update("\0");
  }
  hash.update(JSON.stringify(recipe)).update(`\0${process.platform}\0${process.arch}`);
  return join(cache, "go", `${name}-${hash.digest("hex").slice(0, 16)}`);
}

/** Builds a program unless it is there, keeps the binary alone, and returns its path. */
export async function makeGoProgram(
  name: string,
  program: GoProgram,
  build: GoBuild,
  python: Python,
  context: SetupContext,
): Promise<string> {
  const { package: main, tags, variables } = program;
  const target = await keptPath(program.folder, name, { main, tags, variables }, context.cache);
  if (!(await exists(target))) {
    await makeOnce(target, python, context.log, async (aside) => {
      await mkdir(aside);
      await build.build(program, join(aside, name));
    });
  }
  return join(target, name);
}
