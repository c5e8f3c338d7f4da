import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type LoopbackRegistry, loopbackRegistry } from "./loopbackRegistry.js";
import { type PackedPackage, publishedPackages } from "./packedPackages.js";
import { npmProject } from "./project.js";
import { run } from "./run.js";

const root = join(__dirname, "..", "..", "..");
const packed = inject("packed");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-contents-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([...publishedPackages().keys()])("the package %s", (name) => {
  const one = (): PackedPackage => {
    const found = packed.find(({ manifest }) => manifest.name === name);
    return found ?? expect.fail(`${name} was not packed`);
  };

  it("holds what users need and nothing of ours alone", async () => {
    const files = (await run("tar", ["-tzf", one().tarball], folder)).trim().split("\n");
    for (const file of ["package.json", "LICENSE", "README.md", "dist/index.js", "dist/index.d.ts", "src/index.ts"]) {
      expect(files).toContain(`package/${file}`);
    }
    expect(files.filter((file) => /\.test|\.tsbuildinfo$|\/etc\/|__pycache__/.test(file))).toEqual([]);
  });

  it("names real versions of what it depends on", () => {
    expect(JSON.stringify(one().manifest)).not.toMatch(/workspace:|catalog:/);
  });

  it("has types for every way of resolving modules (attw)", async () => {
    const attw = join(root, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
    const report = JSON.parse(await run("node", [attw, one().tarball, "--format", "json"], folder));
    expect(report.analysis.problems).toEqual([]);
    expect(Object.keys(report.analysis.entrypoints)).toContain(".");
  });
});

describe("the command line", () => {
  let registry: LoopbackRegistry;

  beforeAll(async () => {
    registry = await loopbackRegistry();
    for (const each of packed) {
      registry.add(each);
    }
  });
  afterAll(() => registry.close());

  it("runs by npx, alone and with the lab beside it", async () => {
    const project = join(folder, "cli");
    await npmProject(project, { registry, dependencies: { ironworks: registry.tarballUrl("ironworks") } });
    expect(await run("npx", ["ironworks", "--help"], project)).toContain("lab");
    await expect(run("npx", ["ironworks", "lab", "status"], project)).rejects.toThrow("@ironworks/lab");
    await run("npm", ["install", "--no-audit", "--no-fund", "@ironworks/lab"], project);
    expect(await run("npx", ["ironworks", "lab", "up", "--help"], project)).toContain("--hosts");
  });
});
