import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const fence = /^```ts\n([\s\S]*?)^```$/gm;
const comment = /\/\*\*[\s\S]*?\*\//g;

/**
 * The TypeScript of a Markdown file, `{ line, text }` each. A block without an import goes on where the block
 * before it ended, so they are one text.
 */
export function markdownSnippets(markdown) {
  const snippets = [];
  for (const match of markdown.matchAll(fence)) {
    const text = match[1];
    const line = lineOf(markdown, match.index) + 1;
    const last = snippets.at(-1);
    if (last && !/^import /m.test(text)) {
      last.text = `${last.text}\n;${text}`;
    } else {
      snippets.push({ line, text });
    }
  }
  return snippets;
}

/** The code after each `@example` in the comments of a source file, `{ line, text }` each. */
export function exampleSnippets(source) {
  const snippets = [];
  for (const match of source.matchAll(comment)) {
    const lines = match[0].split("\n").map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*) ?|\s*\*\/$/g, ""));
    const start = lineOf(source, match.index);
    let current;
    lines.forEach((line, index) => {
      const [, tag, rest] = /^@(\w+)\s*(.*)$/.exec(line) ?? [];
      if (tag) {
        current = tag === "example" ? { line: start + index, text: "" } : undefined;
      }
      if (tag && current) {
        snippets.push(current);
      }
      if (!current) {
        return;
      }
      const code = tag ? rest : line;
      current.text += /^```/.test(code) ? "\n" : `${code}\n`;
    });
  }
  return snippets.filter(({ text }) => text.trim() !== "");
}

function lineOf(text, index) {
  return text.slice(0, index).split("\n").length;
}

/** Pages that the site's build writes. */
const generated = join("docs", "reference", "api");

/** Every Markdown file that a reader is sent to, in what is checked in. */
export function markdownFiles(root) {
  const folders = ["packages", "providers", "examples"].filter((parent) => existsSync(join(root, parent)));
  const readmes = folders.flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name, "README.md")),
  );
  const docs = existsSync(join(root, "docs"))
    ? readdirSync(join(root, "docs"), { recursive: true }).map((name) => join("docs", name))
    : [];
  return ["README.md", "CONTRIBUTING.md", ...readmes, ...docs]
    .filter((file) => file.endsWith(".md") && !file.startsWith(generated) && existsSync(join(root, file)))
    .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}
