import { readFileSync } from "node:fs";
import { join } from "node:path";
import { admissionRules } from "@ironworks/core";
import { expect, test } from "vitest";
import { RULES_PAGE, rulesPage } from "./rulesPage.js";

const root = join(__dirname, "../../..");

test("the page is that of the rules; `pnpm rules` writes it anew", () => {
  expect(readFileSync(join(root, RULES_PAGE), "utf8")).toBe(rulesPage(admissionRules));
});

test("every rule has its row, and every row six cells", () => {
  const rows = rulesPage(admissionRules)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.length).toBe(admissionRules.length);
  for (const row of rows) expect(row.replaceAll("\\|", "").split("|").length).toBe(8);
});
