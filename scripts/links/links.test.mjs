import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../setup/root.mjs";
import { repository, site } from "./addresses.mjs";
import { anchorsOf, deadLinks, linksOf, markdownPaths } from "./links.mjs";

it("no link of a checked-in page leads nowhere", () => {
  expect(markdownPaths(root).flatMap((file) => deadLinks(root, file))).toEqual([]);
});

it("links are taken from prose, not from code", () => {
  const text = "[a](a.md) `[b](b.md)` ![c](c.svg)\n```md\n[d](d.md)\n```\n[e][1]\n\n[1]: e.md\n";
  expect(linksOf(text)).toEqual(["a.md", "c.svg", "e.md"]);
});

it("anchors are those that GitHub makes", () => {
  const text =
    "# `ironicApi(name, args)`\n## Fleets: `-p`\n## Twice\n## Twice\n```sh\n# not one\n```\n## A [link](x.md), and\n";
  expect([...anchorsOf(text)]).toEqual(["ironicapiname-args", "fleets--p", "twice", "twice-1", "a-link-and"]);
});

describe("a dead link", () => {
  const folder = mkdtempSync(join(tmpdir(), "ironworks-links-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("docs/there.md", "# A heading\n");
  write("LICENSE", "");

  it.each([
    ["there.md", []],
    ["there.md#a-heading", []],
    ["there.md#b", ["leads to no heading of docs/there.md."]],
    ["../LICENSE", []],
    ["../../LICENSE", ["leads to no file."]],
    ["gone.md", ["leads to no file."]],
    ["#here", []],
    ["#gone", ["leads to no heading of docs/page.md."]],
    [`${repository}/blob/main/LICENSE`, []],
    [`${repository}/blob/main/GONE`, ["leads to no file."]],
    [`${site}/there.html#a-heading`, []],
    [`${site}/gone.html`, ["leads to no file."]],
    ["https://example.org/gone", []],
  ])("%s", (address, wrong) => {
    write("docs/page.md", `# Here\n[x](${address})\n`);
    expect(deadLinks(folder, "docs/page.md")).toEqual(wrong.map((text) => `docs/page.md: ${address} ${text}`));
  });
});
