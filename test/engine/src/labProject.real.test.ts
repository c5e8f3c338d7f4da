import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackgroundLab, prepareLab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProjectShell } from "./projectShell.js";

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
    const shell = new ProjectShell(folder, root, printed.match(/^ {2}export .*$/m)?.[0]);
    await shell.install();
    for (const name of Object.keys(dependencies)) {
      expect(existsSync(join(folder, "node_modules", name))).toBe(true);
    }
    const [, last = ""] = printed.match(/^ {2}(pulumi .*)$/m) ?? [];
    const up = await shell.run(`${last} --yes --skip-preview`);
    expect(up.output).toMatch(/5 created/);
    expect(up.code).toBe(0);
    expect((await shell.run("pulumi config get ironworks:lab.username")).output.trim()).toBe("admin");
    expect((await shell.run("pulumi preview --expect-no-changes")).code).toBe(0);

    const lab = await BackgroundLab.get(NAME);
    const writes = (await lab.ledger()).filter(({ kind, reason }) => kind === "write" && reason.startsWith("image"));
    expect(writes.map(({ host, disk }) => `${host} ${disk}`).sort()).toEqual([
      "node-0 /dev/nvme1n1",
      "node-1 /dev/nvme1n1",
    ]);
    expect((await shell.run("pulumi destroy --yes --skip-preview")).output).toMatch(/5 deleted/);
  });
});
