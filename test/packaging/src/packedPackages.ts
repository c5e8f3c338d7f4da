import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.js";

const root = join(__dirname, "..", "..", "..");

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

export interface PackedPackage {
  readonly manifest: Manifest;
  /** The tarball, as it would be published. */
  readonly tarball: string;
}

/** Packs a folder with pnpm, which puts real versions in place of `workspace:`. */
export async function pack(folder: string, into: string): Promise<PackedPackage> {
  await mkdir(into, { recursive: true });
  const { filename } = JSON.parse(await run("pnpm", ["pack", "--json", "--pack-destination", into], folder));
  const tarball: string = filename.startsWith("/") ? filename : join(into, filename);
  return { manifest: JSON.parse(await run("tar", ["-xzOf", tarball, "package/package.json"], into)), tarball };
}

/** The folders of the packages that are published, by name. */
export function publishedPackages(): ReadonlyMap<string, string> {
  const folders = ["packages", "providers"].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => join(root, parent, name))
      .filter((folder) => existsSync(join(folder, "package.json"))),
  );
  const manifests = folders.map((folder): [Manifest, string] => [
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
    folder,
  ]);
  return new Map(
    manifests.filter(([manifest]) => !manifest.private).map(([manifest, folder]) => [manifest.name, folder]),
  );
}

/** Packs every package that is published. */
export async function packAll(into: string): Promise<readonly PackedPackage[]> {
  const packed: PackedPackage[] = [];
  for (const folder of publishedPackages().values()) {
    packed.push(await pack(folder, into));
  }
  return packed;
}
