import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** The TypeScript files of a folder with what they import and which methods they call, paths relative to `root`. */
export function readFiles(root, folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => /\.[mc]?ts$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => readFile(root, posix.join(folder, name)));
}

function readFile(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports = [];
  const calls = new Set();
  const add = (literal, late = false) => {
    if (!literal || !ts.isStringLiteralLike(literal)) {
      return;
    }
    const specifier = literal.text;
    imports.push({
      specifier,
      late,
      target: specifier.startsWith(".") ? target(root, path, specifier) : undefined,
    });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier);
    } else if (ts.isImportTypeNode(node)) {
      add(node.argument.literal);
    } else if (ts.isCallExpression(node) && isLoad(node.expression)) {
      add(node.arguments[0], true);
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      calls.add(node.expression.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, lines: text.split("\n").length - 1, generated: /\.gen\.ts$/.test(path), imports, calls: [...calls] };
}

/** Loaded when it runs, not when its module loads: no part of a circle. */
function isLoad(expression) {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}

function target(root, path, specifier) {
  const base = posix.join(posix.dirname(path), specifier).replace(/\.([mc]?)js$/, ".$1ts");
  return [base, `${base}.ts`, posix.join(base, "index.ts")].find(
    (each) => /\.([mc]?ts|json)$/.test(each) && existsSync(join(root, each)),
  );
}
