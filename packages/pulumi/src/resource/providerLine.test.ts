import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROVIDER_LINE } from "./providerLine.js";

const run = promisify(execFile);
const sdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ironworks-line-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("the line that every state file keeps", () => {
  it("is frozen: a change here would update every resource of every user", () => {
    expect(createHash("sha256").update(PROVIDER_LINE).digest("hex")).toBe(
      "8ad0d2b8c23c3245c99ca17d1fcd74d1f5e8a1d5862663ecc11abb04698ceb25",
    );
    expect(PROVIDER_LINE).not.toContain("\n");
  });

  it.each([
    ["npm, or pnpm as a direct dependency", "app/node_modules", "app"],
    ["a workspace that hoists", "workspace/node_modules", "workspace/apps/one"],
    ["pnpm, as a dependency of a dependency", "wrapped/node_modules/.pnpm/node_modules", "wrapped"],
    ["a pnpm workspace, as a dependency of a dependency", "deep/node_modules/.pnpm/node_modules", "deep/apps/one"],
  ])("finds the package under %s", async (_layout, modules, project) => {
    await install(join(root, modules));
    await mkdir(join(root, project), { recursive: true });
    expect(await handlerIn(join(root, project))).toBe("the provider");
  });

  it("takes the project's own copy before one that pnpm hides", async () => {
    await install(join(root, "both/node_modules"));
    await install(join(root, "both/node_modules/.pnpm/node_modules"), 'exports.provider = "the hidden one"');
    await install(join(root, "above/node_modules"));
    await install(join(root, "above/apps/one/node_modules/.pnpm/node_modules"), 'exports.provider = "the hidden one"');
    expect(await handlerIn(join(root, "both"))).toBe("the provider");
    expect(await handlerIn(join(root, "above/apps/one"))).toBe("the provider");
  });

  it("follows links to where the package really is", async () => {
    await install(join(root, "store"));
    await mkdir(join(root, "linked/node_modules/@ironworks"), { recursive: true });
    await symlink(join(root, "store/@ironworks/pulumi"), join(root, "linked/node_modules/@ironworks/pulumi"), "dir");
    expect(await handlerIn(join(root, "linked"))).toBe("the provider");
  });

  it("says what to do where the package is not found", async () => {
    await mkdir(join(root, "empty"));
    await expect(handlerIn(join(root, "empty"))).rejects.toThrow(
      /Cannot find @ironworks\/pulumi\. Add it to \/.*empty\/package\.json/,
    );
  });

  it("does not take a package that fails for one that is missing", async () => {
    await install(join(root, "broken/node_modules"), "throw new Error('the package is broken')");
    await expect(handlerIn(join(root, "broken"))).rejects.toThrow("the package is broken");
  });
});

async function install(modules: string, code = 'exports.provider = "the provider"'): Promise<void> {
  const folder = join(modules, "@ironworks/pulumi");
  await mkdir(join(folder, "dist/dynamic"), { recursive: true });
  const manifest = { name: "@ironworks/pulumi", exports: { "./dynamic": { default: "./dist/dynamic/index.js" } } };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "dist/dynamic/index.js"), code);
}

/** What Pulumi's shim does with the line, in a process of its own as there. */
async function handlerIn(folder: string): Promise<string> {
  const shim = "console.log(require(process.argv[1])(process.argv[2]).handler())";
  const { stdout } = await run("node", ["-e", shim, sdk.resolve("require-from-string"), PROVIDER_LINE], {
    cwd: folder,
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` },
  });
  return stdout.trim();
}
