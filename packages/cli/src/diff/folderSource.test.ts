import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readFolder } from "./folderSource.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "diff-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

it("reads documents, Lists and arrays, in folders below too", () => {
  mkdirSync(join(folder, "below"));
  writeFileSync(join(folder, "a.yaml"), `${object("one")}---\n---\n${object("two")}`);
  writeFileSync(
    join(folder, "below", "b.yml"),
    "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata: {name: three}\n",
  );
  writeFileSync(
    join(folder, "c.json"),
    JSON.stringify([{ apiVersion: "v1", kind: "Service", metadata: { name: "four" } }]),
  );
  writeFileSync(join(folder, "notes.txt"), "{{ not yaml");
  const { objects, problems } = readFolder(folder);
  expect(problems).toEqual([]);
  expect(objects.map(({ metadata }) => metadata.name)).toEqual(["one", "two", "three", "four"]);
});

it("names every file that is no YAML, or holds no object", () => {
  writeFileSync(join(folder, "a.yaml"), "a: [1\nb: }");
  writeFileSync(join(folder, "b.yaml"), "just text");
  writeFileSync(join(folder, "c.yaml"), object("fine"));
  const { objects, problems } = readFolder(folder);
  expect(objects).toHaveLength(1);
  expect(problems.map(({ message }) => /`.*([abc])\.yaml`/.exec(message)?.[1])).toEqual(["a", "b"]);
});

it("says when there is no such folder", () => {
  expect(readFolder(join(folder, "none")).problems[0]?.field).toBe("--diff");
});
