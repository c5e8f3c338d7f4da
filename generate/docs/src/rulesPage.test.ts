import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ADMISSION_RULES } from "@ironworks/metal3";
import { expect, it } from "vitest";
import { RULES_PAGE, rulesPage } from "./rulesPage.js";

const root = join(__dirname, "../../..");

it("the page is that of the rules; `pnpm pages` writes it anew", () => {
  expect(readFileSync(join(root, RULES_PAGE), "utf8")).toBe(rulesPage(ADMISSION_RULES));
});

it("every rule has its row, and every row seven cells", () => {
  const rows = rulesPage(ADMISSION_RULES)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.length).toBe(ADMISSION_RULES.length);
  for (const row of rows) {
    expect(row.replaceAll("\\|", "").split("|").length).toBe(9);
  }
});
