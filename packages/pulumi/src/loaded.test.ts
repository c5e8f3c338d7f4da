import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const dist = join(__dirname, "..", "dist");

/** Packages whose files Node has loaded after it loaded this file of the built package, as a user's program would. */
function packagesLoadedBy(file: string): ReadonlySet<string> {
  const script = `require(${JSON.stringify(join(dist, file))}); console.log(JSON.stringify(Object.keys(require.cache)));`;
  const output = execFileSync(process.execPath, ["-e", script], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const files = JSON.parse(output) as readonly string[];
  const packages = files.flatMap((each) => {
    const own = /\/(?:packages|providers)\/(\w+)\/dist\//.exec(each)?.[1];
    const foreign = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(each)?.[1];
    return own ?? foreign ?? [];
  });
  return new Set(packages);
}

const KUBERNETES = ["metal3", "@pulumi/kubernetes"];

describe("what is loaded with", () => {
  it.each([
    ["hosts and machines", "index.js", ["pulumi", "core", "ironic", "@pulumi/pulumi"]],
    ["the provider that the engine starts", "dynamic/index.js", ["pulumi", "core", "ironic"]],
  ])("%s: nothing of Kubernetes", (_what, file, wanted) => {
    const loaded = packagesLoadedBy(file);
    expect([...loaded]).toEqual(expect.arrayContaining(wanted));
    expect(KUBERNETES.filter((name) => loaded.has(name))).toEqual([]);
  });

  it("the stack: both", () => {
    expect([...packagesLoadedBy("stack/index.js")]).toEqual(expect.arrayContaining(KUBERNETES));
  });
});

it("the stack without what it needs ends in one error with the command", () => {
  const hide = `
    const { Module } = require("node:module");
    const find = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => {
      if (/metal3|kubernetes/.test(name) && !name.startsWith(".") && !name.startsWith("/")) {
        throw Object.assign(new Error("hidden"), { code: "MODULE_NOT_FOUND" });
      }
      return find(name, ...rest);
    };
    require(process.argv[1]);`;
  const run = spawnSync(process.execPath, ["-e", hide, join(dist, "stack/index.js")], { encoding: "utf8" });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(
    "Error: `@ironworks/pulumi/kubernetes` needs `@ironworks/metal3` and `@pulumi/kubernetes` [PEER_MISSING]. " +
      "next: `npm install @ironworks/metal3 @pulumi/kubernetes`",
  );
});
