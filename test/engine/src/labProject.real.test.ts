import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackgroundLab, prepareLab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineEnvironment } from "./environment.js";
import { modulesFolder } from "./modulesFolder.js";

const ROOT = join(__dirname, "..", "..", "..");
const BIN = join(ROOT, "packages", "cli", "bin", "ironworks.js");
const NAME = `project-${process.pid}`;

describe("ironworks lab up --project", () => {
  const root = mkdtempSync(join(tmpdir(), "ironworks-lab-project-"));
  const folder = join(root, "site");
  let printed: string;

  beforeAll(() => prepareLab());
  afterAll(async () => {
    await (await BackgroundLab.find(NAME))?.down();
    rmSync(root, { recursive: true, force: true });
  });

  /** As in a shell in the project's folder; the backend and the passphrase are those of the project. */
  const inProject = (command: string): SpawnSyncReturns<string> => {
    const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE, ...engine } = engineEnvironment({
      home: root,
      backend: root,
    });
    const env: NodeJS.ProcessEnv = { ...process.env, ...engine };
    delete env.PULUMI_BACKEND_URL;
    delete env.PULUMI_CONFIG_PASSPHRASE;
    const options = "--non-interactive --color never";
    const shell = printed.match(/^ {2}export .*$/m)?.[0];
    return spawnSync("sh", ["-c", `pulumi() { command pulumi ${options} "$@"; }\n${shell}\n${command}`], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
  };

  it("writes a project, and prints the three commands that go on", () => {
    const up = spawnSync(process.execPath, [BIN, "lab", "up", "--name", NAME, "--project", folder], {
      encoding: "utf8",
    });
    expect(up.stderr).toBe("");
    expect(up.status).toBe(0);
    printed = up.stdout;
    expect(printed.match(/^ {2}\S.*$/gm)).toHaveLength(3);
    expect(printed).toContain("&& npm install");
  });

  it("refuses to write over it, and names what is there", () => {
    const again = spawnSync(process.execPath, [BIN, "lab", "up", "--name", NAME, "--project", folder], {
      encoding: "utf8",
    });
    expect(again.status).toBe(1);
    expect(again.stderr).toMatch(/is not empty: it holds \.gitignore, Pulumi\.lab\.yaml/);
  });

  it("runs as it is: up, installed on every host, nothing to change, destroy", async () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    // In place of `npm install`: the packages of this repository.
    await modulesFolder(folder);
    mkdirSync(join(folder, "node_modules", "@types"));
    for (const name of ["typescript", "@types/node"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    for (const name of Object.keys(dependencies)) {
      expect(existsSync(join(folder, "node_modules", name))).toBe(true);
    }
    const [, last = ""] = printed.match(/^ {2}(pulumi .*)$/m) ?? [];
    const up = inProject(`${last} --yes --skip-preview`);
    expect(up.stdout + up.stderr).toMatch(/5 created/);
    expect(up.status).toBe(0);
    expect(inProject("pulumi config get ironworks:lab.username").stdout.trim()).toBe("admin");
    expect(inProject("pulumi preview --expect-no-changes").status).toBe(0);

    const lab = await BackgroundLab.get(NAME);
    const writes = (await lab.ledger()).filter(({ kind, reason }) => kind === "write" && reason.startsWith("image"));
    expect(writes.map(({ host, disk }) => `${host} ${disk}`).sort()).toEqual([
      "node-0 /dev/nvme1n1",
      "node-1 /dev/nvme1n1",
    ]);
    const destroyed = inProject("pulumi destroy --yes --skip-preview");
    expect(destroyed.stdout + destroyed.stderr).toMatch(/5 deleted/);
  });
});
