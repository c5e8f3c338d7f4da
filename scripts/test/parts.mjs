import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pnpmFolder } from "../setup/install.mjs";
import { npmFolder } from "../setup/npmFolder.mjs";
import { root } from "../setup/root.mjs";
import { command } from "./command.mjs";
import { countReport, one } from "./counts.mjs";

const modules = join(root, "node_modules");
const tools = { biome: "@biomejs/biome/bin/biome", knip: "knip/bin/knip.js", vitest: "vitest/vitest.mjs" };

/** This Node, and the newer one with the newest Pulumi SDK. */
export const current = { bin: undefined, environment: {} };
export function newest() {
  const folder = npmFolder(join(root, "test", "packaging", "node24"));
  const bin = join(folder, "node_modules", `node-linux-${process.arch}`, "bin");
  return { bin, environment: { IRONWORKS_PULUMI_SDK: join(folder, "node_modules", "@pulumi", "pulumi") } };
}

/** A check that passes or fails as one. */
export async function check(file, args = []) {
  const code = await runNode(current, [
    file.startsWith("scripts/") ? join(root, file) : join(modules, tools[file]),
    ...args,
  ]);
  return one(file, code === 0);
}

/** One project of vitest, counted by its own report. */
export async function vitest(node, project, paths = []) {
  const folder = mkdtempSync(join(tmpdir(), "ironworks-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--silent=passed-only", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runNode(node, [
      join(modules, tools.vitest),
      "run",
      "--project",
      project,
      ...reporters,
      ...paths,
    ]);
    const name = node.bin ? `${project}, newest Node and SDK` : project;
    return countReport(name, existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNode({ bin, environment }, args) {
  const path = [bin, pnpmFolder(), join(modules, ".bin"), process.env.PATH].filter(Boolean).join(delimiter);
  const node = bin ? join(bin, "node") : process.execPath;
  return command(node, args, { ...process.env, ...environment, PATH: path });
}
