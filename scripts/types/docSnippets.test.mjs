import { expect, it } from "vitest";
import { exampleSnippets, markdownSnippets } from "./docSnippets.mjs";

it("takes the ts blocks of Markdown; a block without an import goes on with the one before", () => {
  const markdown =
    "# T\n\n```ts\nimport a from 'a';\n```\n\n```console\n$ x\n```\n\n```ts\na();\n```\n\n```ts\nimport b from 'b';\n```\n";
  expect(markdownSnippets(markdown)).toEqual([
    { line: 4, text: "import a from 'a';\n\n;a();\n" },
    { line: 16, text: "import b from 'b';\n" },
  ]);
});

it("takes the code after @example, up to the next tag", () => {
  const source = [
    "/**",
    " * Text.",
    " *",
    " * @example one(1) // 2",
    " * @example",
    " * ```ts",
    " * two(",
    " *   2);",
    " * ```",
    " * @throws Never",
    " */",
    "export const x = 1;",
    "/** @example three() */",
  ].join("\n");
  expect(exampleSnippets(source)).toEqual([
    { line: 4, text: "one(1) // 2\n" },
    { line: 5, text: "\n\ntwo(\n  2);\n\n" },
    { line: 13, text: "three()\n" },
  ]);
});
