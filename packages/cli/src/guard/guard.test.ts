import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardObjects } from "@ironworks/metal3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { createProgram } from "../program.js";
import { runProgram } from "../runProgram.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ironworks-guard-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function guard(...argv: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: "", error: "" };
  const code = await runProgram(createProgram(), ["node", "ironworks", "guard", ...argv], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { code, ...said };
}

function documents(text: string): unknown {
  const all = parseAllDocuments(text);
  return Array.isArray(all) ? all.map((document) => document.toJS()) : [];
}

describe("ironworks guard", () => {
  it("prints the guard, policies and bindings", async () => {
    const { code, out, error } = await guard();
    expect([code, error]).toEqual([0, ""]);
    expect(documents(out)).toEqual(JSON.parse(JSON.stringify(guardObjects())));
    const json = await guard("--format", "json");
    expect(JSON.parse(json.out)).toEqual(documents(out));
  });

  it("takes the guard's options", async () => {
    const { out } = await guard("--exempt", "a", "--exempt", "b", "--create-with-image", "refuse");
    const wanted = guardObjects({ exempt: ["a", "b"], createWithImage: "refuse" });
    expect(documents(out)).toEqual(JSON.parse(JSON.stringify(wanted)));
  });

  it("writes a file an object, and removes those that another set of options made", async () => {
    const target = join(folder, "guard");
    const all = await guard("--out", target, "--create-with-image", "refuse");
    expect([all.code, all.out]).toEqual([0, ""]);
    const before = readdirSync(target);
    const fewer = await guard("--out", target);
    expect([fewer.code, fewer.error]).toEqual([0, expect.stringMatching(/ \d+ old files removed\n$/)]);
    expect(readdirSync(target).length).toBeLessThan(before.length);
  });

  it("names everything that is wrong at once, and writes nothing", async () => {
    const target = join(folder, "guard");
    const { code, out, error } = await guard(
      ...["--exempt", " ", "--create-with-image", "maybe", "--format", "xml", "--out", target],
    );
    expect([code, out]).toEqual([2, ""]);
    expect([...error.matchAll(/^ {2}- `([^`]+)`/gm)].map((match) => match[1])).toEqual([
      "--exempt",
      "--create-with-image",
      "--format",
    ]);
    expect(error).toContain("ironworks guard: 3 problems; nothing was written:");
    expect(readdirSync(folder)).toEqual([]);
  });
});
