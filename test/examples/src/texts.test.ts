import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { example, root, template } from "./exampleProject.js";

const read = (...path: string[]): string => readFileSync(join(...path), "utf8");

it.each(["components", "many-sites"])("the code in docs/guides/%s.md is the example's", (name) => {
  const [, code] = /^```ts\n([\s\S]*?)^```$/m.exec(read(root, "docs", "guides", `${name}.md`)) ?? [];
  expect(code).toBe(read(example(name), "index.ts"));
});

it.each(["index.ts", "tsconfig.json"])("%s of the quickstart is the same as an example and as a template", (file) => {
  expect(read(template("quickstart"), file)).toBe(read(example("quickstart"), file));
});

it("the quickstart takes the same configuration as an example and as a template", () => {
  const config = (folder: string): unknown => parse(read(folder, "Pulumi.yaml")).config;
  expect(config(template("quickstart"))).toEqual(config(example("quickstart")));
});
