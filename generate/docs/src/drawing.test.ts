import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DRAWING, drawing } from "./drawing.js";

const root = join(__dirname, "../../..");

it("the picture is that of its text; `pnpm pages` draws it anew", async () => {
  expect(readFileSync(join(root, DRAWING.picture), "utf8")).toBe(await drawing(root));
});
