import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const page = join(__dirname, "../../../docs/pulumi.md");
const testing = join(__dirname, "../../../docs/guides/testing.md");

it("the examples of docs/pulumi.md compile as they stand", { timeout: 60_000 }, () => {
  const examples = [...readFileSync(page, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(examples.length).toBeGreaterThan(1);
  const files = new Map(examples.map((code, at) => [join(__dirname, `example${at}.ts`), code]));
  expect(mistakesIn(files)).toEqual([]);
  // The check itself can fail.
  const wrong = new Map([[join(__dirname, "example.ts"), `${examples[0]}\nnode0.hardware.memoryGib;`]]);
  expect(mistakesIn(wrong).join("\n")).toContain("memoryGib");
});

it("the unit tests of docs/guides/testing.md are the ones that run here", () => {
  const [, example = ""] = /^```ts\n(import \* as pulumi.*?)^```$/ms.exec(readFileSync(testing, "utf8")) ?? [];
  const tests = readFileSync(join(__dirname, "unitTests.test.ts"), "utf8");
  expect(example).toBe(tests.replace('"./index.js"', '"@ironworks/pulumi"'));
});

/** Type errors in files that are not on disk. */
function mistakesIn(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ["@ironworks/source"],
    types: ["node"],
    typeRoots: [join(__dirname, "../../../node_modules/@types")],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, code, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    const found = [...program.getSemanticDiagnostics(source), ...program.getSyntacticDiagnostics(source)];
    return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  });
}
