import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "../../..");
const PATH = join(__dirname, "docsExample.ts");

/** The last program, whose parsed files the next one takes over. */
let last: ts.Program | undefined;

/** What the compiler says of a text, as if it were a file of this package. */
function diagnose(text: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
    skipLibCheck: true,
    noEmit: true,
    customConditions: ["@ironworks/source"],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === PATH || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === PATH ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram([PATH], options, host, last);
  last = program;
  const source = program.getSourceFile(PATH);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) =>
    ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  );
}

function examples(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
}

describe("docs/kinds.md", () => {
  it("has examples that compile", { timeout: 180_000 }, () => {
    const found = examples("docs/kinds.md");
    expect(found.length).toBeGreaterThan(0);
    for (const example of found) {
      expect(diagnose(example)).toEqual([]);
    }
    expect(
      diagnose(found[0]?.replace("  // @ts-expect-error networkInterfaces needs v0.14\n", "") ?? "").join(),
    ).toContain("'networkInterfaces' does not exist");
  });
});
