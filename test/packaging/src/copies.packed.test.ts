import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { engineEnvironment } from "@ironworks/engine";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { COPYABLES, copyOut, pinSdk } from "./copies.js";
import { type LoopbackRegistry, loopbackRegistry } from "./loopbackRegistry.js";
import { npmInstall } from "./project.js";
import { run } from "./run.js";
import { sdkVersion } from "./sdkVersion.js";

const packed = inject("packed");
let folder: string;
let registry: LoopbackRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-copies-"));
  registry = await loopbackRegistry();
  for (const each of packed) {
    registry.add(each);
  }
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(COPYABLES)("$title, copied out", (each) => {
  const copy = (): string => join(folder, each.title);
  const scripts = (): Record<string, string> => JSON.parse(readFileSync(join(copy(), "package.json"), "utf8")).scripts;

  beforeAll(async () => {
    await copyOut(each, copy());
  });

  it("names the versions of our packages that there are", () => {
    const manifest = readFileSync(join(copy(), "package.json"), "utf8");
    expect(manifest).not.toMatch(/workspace:|catalog:/);
    const { dependencies } = JSON.parse(manifest) as { readonly dependencies: Record<string, string> };
    const ours = packed.filter((one) => one.manifest.name in dependencies);
    expect(ours.map((one) => dependencies[one.manifest.name])).toEqual(ours.map((one) => `^${one.manifest.version}`));
  });

  it("installs from what is published, type-checks, and does what it can do alone", async () => {
    await pinSdk(copy(), await sdkVersion());
    await npmInstall(copy(), registry);
    await run("npm", ["run", "typecheck"], copy());
    if (scripts().test) {
      await run("npm", ["test"], copy());
    }
    if (scripts().synth) {
      await run("npm", ["run", "synth"], copy());
      expect(await readdir(join(copy(), "dist"))).not.toEqual([]);
    }
  });
});

it("a project of templates/quickstart, installed from what is published, previews", async () => {
  const project = join(folder, "templates", "quickstart");
  const [home, backend] = [join(folder, "home"), join(folder, "state")];
  await Promise.all([mkdir(home), mkdir(backend)]);
  const env = { ...process.env, ...engineEnvironment({ home, backend }) };
  const pulumi = (...args: string[]) =>
    promisify(execFile)("pulumi", [...args, "--non-interactive"], { cwd: project, env }).then(({ stdout }) => stdout);
  await pulumi("stack", "init", "dev");
  const plain = {
    ironicEndpoint: "http://127.0.0.1:1",
    ramdiskIso: "http://127.0.0.1:1/ipa.iso",
    imageUrl: "http://127.0.0.1:1/debian-13.raw",
    imageChecksum: `sha256:${"a".repeat(64)}`,
    "servers[0].name": "node-0",
    "servers[0].bmcAddress": "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1",
    "servers[0].bootMACAddress": "00:35:30:2a:ad:48",
  };
  const values = Object.entries(plain).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  await pulumi("config", "set-all", "--path", ...values, "--secret", "bmcPasswords.node-0=hunter2");
  expect(await pulumi("preview")).toMatch(/BareMetalHost node-0 create/);
});
