import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ON_DESTROY_PAGE, withOnDestroyTable } from "./onDestroyTable.js";

it("the page has the table of the code; `pnpm pages` writes it anew", () => {
  const page = readFileSync(join(__dirname, "../../..", ON_DESTROY_PAGE), "utf8");
  expect(withOnDestroyTable(page)).toBe(page);
});
