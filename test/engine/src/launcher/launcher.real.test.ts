import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineEnvironment } from "../environment.js";
import { modulesFolder } from "../modulesFolder.js";

const launcher = join(__dirname, "..", "..", "dist", "launcher", "launcher.js");
const settings = { name: "launched", runtime: { name: "nodejs", options: { typescript: false } } };
const program = `
const pulumi = require("@pulumi/pulumi");
const fs = require("node:fs");
const config = new pulumi.Config();
if (config.get("mode") === "broken") {
  // Node 20 loops for seconds over a stack that names the SDK; the engine does not show it anyway.
  throw Object.assign(new pulumi.RunError("the program says no"), { stack: "" });
}
if (config.get("mode") === "endless") {
  fs.writeFileSync("started", "");
  setTimeout(() => {}, 600_000);
}
exports.greeting = config.require("greeting") + " from " + pulumi.getStack() + " of " + pulumi.getOrganization();
exports.hidden = config.requireSecret("hidden");
`;

async function until(condition: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await condition()) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** For what comes in a second or two on an idle machine. */
const LIMIT_SECONDS = 60;

/** How many processes have that folder as their working directory. */
async function processesIn(folder: string): Promise<number> {
  const own = await realpath(folder);
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return folders.filter((each) => each === own).length;
}

describe("our launcher, a stand-in for Pulumi's Node language host, under the real command line", () => {
  let folder: string;
  let project: string;
  let environment: NodeJS.ProcessEnv;
  const pulumi = async (...args: string[]): Promise<string> => {
    const options = { cwd: project, env: environment };
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], options);
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-launcher-"));
    project = join(folder, "project");
    const [bin, home, backend] = [join(folder, "bin"), join(folder, "home"), join(folder, "backend")];
    for (const each of [project, bin, home, backend]) {
      await mkdir(each);
    }
    await writeFile(join(bin, "pulumi-language-nodejs"), `#!/bin/sh\nexec node ${launcher} "$@"\n`, { mode: 0o755 });
    await modulesFolder(project);
    await writeFile(join(project, "Pulumi.yaml"), JSON.stringify(settings));
    await writeFile(join(project, "package.json"), JSON.stringify({ name: "launched", main: "index.js" }));
    await writeFile(join(project, "index.js"), program);
    const engine = engineEnvironment({ home, backend });
    environment = { ...process.env, ...engine, PATH: [bin, engine.PATH].join(delimiter) };
    await pulumi("stack", "init", "dev");
    await pulumi("config", "set", "greeting", "hello");
    await pulumi("config", "set", "--secret", "hidden", "s3cr3t-word");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("runs a program with its configuration, secrets kept secret", async () => {
    const shown = await pulumi("up", "--yes");
    expect(shown).toContain('greeting: "hello from dev of organization"');
    expect(shown).toContain("hidden  : [secret]");
    expect(JSON.parse(await pulumi("stack", "output", "--json", "--show-secrets"))).toEqual({
      greeting: "hello from dev of organization",
      hidden: "s3cr3t-word",
    });
  });

  it("shows what a failing program says, once", async () => {
    await pulumi("config", "set", "mode", "broken");
    const failure: { stdout: string } = await pulumi("preview").then(
      () => expect.fail("the preview of a program that throws must fail"),
      (error) => error,
    );
    const [, diagnostics] = failure.stdout.split("Diagnostics:");
    expect(diagnostics?.match(/error: the program says no/g)).toHaveLength(1);
    expect(diagnostics).not.toContain("the program ended with");
  });

  it("ends with its program when its command line is killed", async () => {
    await pulumi("config", "set", "mode", "endless");
    const cli = spawn("pulumi", ["preview", "--non-interactive"], { cwd: project, env: environment, stdio: "ignore" });
    expect(await until(async () => existsSync(join(project, "started")), LIMIT_SECONDS)).toBe(true);
    expect(await processesIn(project)).toBeGreaterThanOrEqual(3);
    cli.kill("SIGKILL");
    expect(await until(async () => (await processesIn(project)) === 0, LIMIT_SECONDS)).toBe(true);
  });
});
