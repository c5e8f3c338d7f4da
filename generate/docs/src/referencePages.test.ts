import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES, FAILURES } from "@ironworks/core";
import { createProgram, runProgram } from "ironworks";
import { expect, it } from "vitest";

const root = join(__dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Names of the checks as the sources of `ironworks doctor` give them. */
function checks(): readonly string[] {
  const folder = "packages/cli/src/doctor/checks";
  const files = readdirSync(join(root, folder)).filter((name) => /^[^.]+\.ts$/.test(name));
  const text = files.map((name) => read(join(folder, name))).join("\n");
  return ["stack", ...[...text.matchAll(/(?:\bid: |planeCheck\(\s*)"([a-z-]+)"/g)].map(([, id = ""]) => id)];
}

it("docs/reference/doctor.md has every check, and no other", () => {
  const [, table = ""] = /## Checks\n([\s\S]*?)\n\n[A-Z]/.exec(read("docs/reference/doctor.md")) ?? [];
  const cells = table.split("\n").map((line) => line.split("|")[1] ?? "");
  const listed = cells.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, id = ""]) => id));
  expect([...listed].sort()).toEqual([...checks()].sort());
});

it("docs/reference/symptoms.md names checks and codes that there are", () => {
  const text = read("docs/reference/symptoms.md");
  const named = [...text.matchAll(/checks? ((?:`[a-z-]+`(?: \([^)]*\))?(?:, | and )?)+)/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/`([a-z-]+)`/g)].map(([, id = ""]) => id),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((id) => !checks().includes(id))).toEqual([]);
  const codes = [...text.matchAll(/`([A-Z][A-Z]+_[A-Z_]+)`/g)].map(([, code = ""]) => code);
  const known = [
    ...ERROR_CODES.map(({ code }) => code),
    ...FAILURES.map(({ id }) => id.toUpperCase().replaceAll("-", "_")),
  ];
  expect(codes.filter((code) => !known.includes(code))).toEqual([]);
});

it("what docs/reference/symptoms.md quotes is explained", async () => {
  const cells = read("docs/reference/symptoms.md")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(" | ")[0] ?? "");
  const quoted = cells
    .flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map(([, words = ""]) => words))
    .filter((words) => !words.includes("…"));
  expect(quoted.length).toBeGreaterThan(10);
  const silent = { out: () => undefined, error: () => undefined };
  for (const words of quoted) {
    expect([words, await runProgram(createProgram(), ["node", "ironworks", "explain", words], silent)]).toEqual([
      words,
      0,
    ]);
  }
});
