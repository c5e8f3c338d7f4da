import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Layout } from "./layouts.js";
import type { LoopbackRegistry } from "./loopbackRegistry.js";
import { run } from "./run.js";

export interface LayoutOptions {
  readonly layout: Layout;
  readonly registry: LoopbackRegistry;
  /** The version of the Pulumi SDK that the project depends on. */
  readonly sdk: string;
}

export interface NpmOptions {
  readonly registry: LoopbackRegistry;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Makes an empty project in `folder`, installs into it as `layout` says, and gives the project's own folder. */
export async function layoutProject(folder: string, { layout, registry, sdk }: LayoutOptions): Promise<string> {
  const dependencies = { [layout.dependsOn]: "^0.1.0", "@pulumi/pulumi": sdk };
  if (layout.manager === "npm") {
    await npmProject(folder, { registry, dependencies });
    return folder;
  }
  const project = join(folder, layout.project);
  await writeManifest(project, dependencies);
  if (layout.project !== ".") {
    await writeManifest(folder, {});
  }
  await writeRegistries(folder, registry);
  const settings = { allowBuilds: { protobufjs: false }, ...layout.settings };
  await writeFile(join(folder, "pnpm-workspace.yaml"), JSON.stringify(settings));
  await run("pnpm", ["install", "--no-frozen-lockfile", "--prefer-offline"], folder);
  return project;
}

/** Makes an empty project in `folder` and installs into it by npm. */
export async function npmProject(folder: string, { registry, dependencies }: NpmOptions): Promise<void> {
  await writeManifest(folder, dependencies);
  await npmInstall(folder, registry);
}

/** Installs by npm what the project in `folder` depends on. */
export async function npmInstall(folder: string, registry: LoopbackRegistry): Promise<void> {
  await writeRegistries(folder, registry);
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--engine-strict=false"];
  await run("npm", ["install", ...flags], folder);
}

/** Makes a package that wraps ours and depends on it. */
export async function writeWrapper(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = {
    name,
    version: "0.1.0",
    main: "index.js",
    dependencies: { "@ironworks/pulumi": "^0.1.0" },
    peerDependencies: { "@pulumi/pulumi": "^3.200.0" },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "index.js"), 'exports.BareMetalHost = require("@ironworks/pulumi").BareMetalHost;\n');
  await writeFile(join(folder, "index.d.ts"), 'export { BareMetalHost } from "@ironworks/pulumi";\n');
}

async function writeManifest(folder: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "site", private: true, dependencies }));
}

/** Our scope comes from the loopback registry, everything else from where npm is set to. */
async function writeRegistries(folder: string, registry: LoopbackRegistry): Promise<void> {
  const scopes = ["@ironworks", "@example"].map((scope) => `${scope}:registry=${registry.url}\n`);
  await writeFile(join(folder, ".npmrc"), scopes.join(""));
}
