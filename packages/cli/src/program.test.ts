import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProgram } from "./program.js";
import { runProgram } from "./runProgram.js";

async function ironworks(argv: readonly string[], columns?: number): Promise<{ code: number; text: string }> {
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const code = await runProgram(createProgram(), ["node", "ironworks", ...argv], { out: add, error: add, columns });
  return { code, text };
}

it("--version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  expect(await ironworks(["--version"])).toEqual({ code: 0, text: `${version}\n` });
});

describe("--help", () => {
  it("lists the commands", async () => {
    const { code, text } = await ironworks(["--help"]);
    expect(code).toBe(0);
    for (const command of ["lab", "render", "guard", "check", "status", "--version"]) {
      expect(text).toContain(command);
    }
  });

  it.each(["render", "guard", "check", "status"])("of %s names the exit codes and has examples", async (command) => {
    const { code, text } = await ironworks([command, "--help"]);
    expect(code).toBe(0);
    expect(text).toMatch(/\nExit codes: 0 /);
    expect(text).toMatch(new RegExp(`\\nExamples:\\n.*\\n  \\$ (?:kubectl .*\\| )?ironworks ${command} `));
  });

  it.each([
    ["render", 80],
    ["guard", 80],
    ["check", 80],
    ["check", 120],
    ["status", 80],
    ["render", undefined],
  ])("of %s fits %s columns", async (command, columns) => {
    const { text } = await ironworks([command, "--help"], columns);
    expect(text.split("\n").filter((line) => line.length > (columns ?? 80))).toEqual([]);
  });
});

it("what is not a command is wrong use", async () => {
  expect((await ironworks(["redner"])).code).toBe(2);
  expect((await ironworks(["render", "--relaese", "v0.13.2"])).code).toBe(2);
});
