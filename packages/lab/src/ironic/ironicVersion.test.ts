import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asset } from "../assets.js";
import { IRONIC_VERSIONS } from "./ironicVersion.js";

it.each(IRONIC_VERSIONS)("Ironic %s is pinned by hash, and named on the page of what is tested", (version) => {
  const pins = readFileSync(asset(`ironic-${version}.txt`), "utf8");
  expect(pins).toMatch(new RegExp(`^ironic==${version.replaceAll(".", "\\.")} \\\\\\n {4}--hash=sha256:`, "m"));
  const page = readFileSync(join(__dirname, "..", "..", "..", "..", "docs", "support.md"), "utf8");
  const [row = ""] = /^\| Ironic's API .*$/m.exec(page) ?? [];
  expect(row).toContain(version);
});
