/**
 * `node scripts/checkTypes.mjs`: type checks sources, tests and examples, and the code in the documentation:
 * `ts` blocks of Markdown files as they stand, `@example`s with names of their own package in scope. What an
 * `@example` or a package's README leaves out, such as `host`, is not held against it.
 */
import { join, relative } from "node:path";
import ts from "typescript";
import { publicPackages } from "./publicPackages.mjs";
import { root } from "./setup/root.mjs";
import { exampleSnippets, markdownFiles, markdownSnippets } from "./types/docSnippets.mjs";

/** "Cannot find name" in its forms, what follows from it, top-level await, and what a short example may take for there. */
const tolerated = new Set([2304, 2503, 2552, 2580, 2582, 2591, 2592, 2593, 18004, 7006, 7031, 1309, 2532, 18048]);

const settings = ts.getParsedCommandLineOfConfigFile(
  join(root, "tsconfig.test.json"),
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    },
  },
);
const packages = publicPackages().map(({ folder, manifest }) => ({
  name: manifest.name,
  folder,
  index: join(folder, "src", "index.ts"),
}));
const host = ts.createCompilerHost(settings.options);
const first = ts.createProgram({ rootNames: settings.fileNames, options: settings.options, host });
const checker = first.getTypeChecker();

/** Virtual files by path: `{ text, where, offset, lenient }`. */
const snippets = new Map();

function exportsOf({ index }) {
  const source = first.getSourceFile(index);
  const symbol = source && checker.getSymbolAtLocation(source);
  return symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
}

function addExamples(each) {
  const names = exportsOf(each);
  for (const source of first.getSourceFiles()) {
    if (!source.fileName.startsWith(`${each.folder}/src/`) || /\.(test|gen)\.ts$/.test(source.fileName)) {
      continue;
    }
    exampleSnippets(source.text).forEach(({ line, text }, index) => {
      const used = names.filter((name) => name !== "default" && new RegExp(`\\b${name}\\b`).test(text));
      const declared = new Set(
        [...text.matchAll(/\b(?:import|const|let|class|function)\b[^;=]*/g)].flatMap((match) => match[0].match(/\w+/g)),
      );
      const preamble = `import { ${used.filter((name) => !declared.has(name)).join(", ")} } from ${JSON.stringify(each.name)}; export {};`;
      snippets.set(source.fileName.replace(/\.ts$/, `.example${index}.ts`), {
        text: `${preamble}\n${text}`,
        where: relative(root, source.fileName),
        offset: line - 2,
        lenient: true,
      });
    });
  }
}

/** They are checked as files of the package of their front end, whose dependencies include all others' that users see. */
function addMarkdown() {
  for (const { file, text } of markdownFiles(root)) {
    markdownSnippets(text).forEach((snippet, index) => {
      const home = snippet.text.includes('"@ironworks/cdk8s"') ? "cdk8s" : "pulumi";
      const path = join(root, "packages", home, "src", `${file.replaceAll("/", ".")}.${index}.ts`);
      snippets.set(path, {
        text: `${snippet.text}\nexport {};\n`,
        where: file,
        offset: snippet.line - 1,
        lenient: /^(packages|providers)\//.test(file),
      });
    });
  }
}

for (const each of packages) {
  addExamples(each);
}
addMarkdown();

const options = {
  ...settings.options,
  paths: Object.fromEntries(packages.map(({ name, index }) => [name, [index]])),
};
const { fileExists, readFile, getSourceFile } = host;
const program = ts.createProgram({
  rootNames: [...settings.fileNames, ...snippets.keys()],
  options,
  host: {
    ...host,
    fileExists: (path) => snippets.has(path) || fileExists(path),
    readFile: (path) => snippets.get(path)?.text ?? readFile(path),
    getSourceFile: (path, language) => {
      const snippet = snippets.get(path);
      return snippet
        ? ts.createSourceFile(path, snippet.text, language, true)
        : (first.getSourceFile(path) ?? getSourceFile(path, language));
    },
  },
});

const diagnostics = [...settings.errors, ...ts.getPreEmitDiagnostics(program)].filter(
  ({ code, file }) => !(snippets.get(file?.fileName ?? "")?.lenient && tolerated.has(code)),
);
for (const { file, start, code, messageText } of diagnostics) {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (!file) {
    console.error(message);
    continue;
  }
  const snippet = snippets.get(file.fileName);
  const line = file.getLineAndCharacterOfPosition(start ?? 0).line + 1 + (snippet?.offset ?? 0);
  const where = snippet
    ? `${snippet.where}:${line} (in the documentation)`
    : `${relative(root, file.fileName)}:${line}`;
  console.error(`${where} ${message}`);
}
console.log(`${settings.fileNames.length} files and ${snippets.size} examples, ${diagnostics.length} problems`);
process.exitCode = diagnostics.length > 0 ? 1 : 0;
