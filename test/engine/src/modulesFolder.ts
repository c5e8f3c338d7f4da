import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..", "..");
const ROOMS = ["packages", "providers"];

/**
 * Makes `<folder>/node_modules` with links to this workspace's packages and to the Pulumi SDK, so that a
 * project there resolves them as if they were installed. The engine starts the dynamic provider in the
 * project's folder, in a plain Node: packages must be built (`tsc -b`).
 */
export async function modulesFolder(folder: string): Promise<void> {
  for (const [name, target] of workspacePackages()) {
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link, "dir");
  }
}

function workspacePackages(): ReadonlyMap<string, string> {
  const sdk = dirname(createRequire(__filename).resolve("@pulumi/pulumi/package.json"));
  const packages = ROOMS.flatMap((room) =>
    readdirSync(join(root, room))
      .map((entry) => join(root, room, entry))
      .filter((folder) => existsSync(join(folder, "package.json")))
      .map((folder): [string, string] => {
        const manifest: { name: string } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        return [manifest.name, folder];
      }),
  );
  return new Map([["@pulumi/pulumi", sdk], ...packages]);
}
