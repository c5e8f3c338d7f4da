import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram } from "ironworks";
import { expect, it } from "vitest";
import { CLI_PAGE, cliPage } from "./cliPage.js";

const root = join(__dirname, "../../..");

it("the page is that of the command; `pnpm pages` writes it anew", () => {
  expect(readFileSync(join(root, CLI_PAGE), "utf8")).toBe(cliPage(createProgram()));
});

it("has every command with its options, exit codes and examples", () => {
  const page = cliPage(createProgram());
  for (const text of [
    "## `ironworks render`",
    "## `ironworks lab fault`",
    "| `--release <patch>` |",
    "| `files` |",
    "Exit codes: 0 nothing is wrong, or there are warnings only;",
    "Examples:\n\n```console\n# a folder of manifests\n$ ironworks check --release v0.13.2 manifests\n",
  ]) {
    expect(page).toContain(text);
  }
});
