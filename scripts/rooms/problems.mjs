import { gates, maximumLines } from "./rooms.mjs";

const ours = (name) => name === "ironworks" || name.startsWith("@ironworks/");
/** Tests and what they share; neither is published. */
const isTest = (path) => /\.(test|testkit)\.[mc]?ts$|\/testing\//.test(path);

/** The package a specifier names: `@scope/name` of `@scope/name/part`. */
export function packageOf(specifier) {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * What is wrong with a room's files, one line each.
 * `files`: `{ path, lines, generated, imports: [{ specifier, late, target }] }`, `target` being the file that
 * a relative import means. `declared`: the packages that its package.json lets it import.
 */
export function roomProblems(folder, room, files, declared) {
  return [...files.flatMap((file) => fileProblems(folder, room, file, declared)), ...cycles(files)];
}

function fileProblems(folder, room, file, declared) {
  const problems = [];
  if (file.lines > maximumLines && !file.generated) {
    problems.push(`${file.path} has ${file.lines} lines; ${maximumLines} is the most: one concept a file`);
  }
  for (const { specifier, target } of file.imports) {
    if (specifier.startsWith(".")) {
      if (!target) {
        problems.push(`${file.path} imports \`${specifier}\`, which is not there`);
      } else if (!target.startsWith(`${folder}/`)) {
        problems.push(`${file.path} imports \`${specifier}\` of another room`);
      }
    } else if (!isTest(file.path)) {
      const problem = foreignProblem(room, specifier, declared);
      if (problem) {
        problems.push(`${file.path} ${problem}`);
      }
    }
  }
  const gate = gates[folder];
  for (const method of gate && file.path !== gate.file && !isTest(file.path) ? (file.calls ?? []) : []) {
    if (gate.methods.includes(method)) {
      problems.push(`${file.path} calls \`${method}\`: only ${gate.file} does, through the gate`);
    }
  }
  return problems;
}

function foreignProblem(room, specifier, declared) {
  if (specifier.startsWith("node:")) {
    return room.node && !room.node.includes(specifier) ? `imports \`${specifier}\`: ${room.name} is pure` : undefined;
  }
  const name = packageOf(specifier);
  if (ours(name) && room.uses !== "any" && !room.uses.includes(name)) {
    return `imports \`${specifier}\`: imports point down, and ${room.name} stands below it`;
  }
  return declared.has(name) ? undefined : `imports \`${specifier}\`, which its package.json does not name`;
}

/** Circles of imports, those of types alone included. What loads when it runs is part of none. */
function cycles(files) {
  const edges = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter((each) => each.target && !each.late).map((each) => each.target),
    ]),
  );
  const problems = [];
  const done = new Set();
  const visit = (path, trail) => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      problems.push(`a circle of imports: ${[...trail.slice(start), path].join(" → ")}`);
      return;
    }
    if (done.has(path)) {
      return;
    }
    for (const next of edges.get(path) ?? []) {
      visit(next, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of edges.keys()) {
    visit(path, []);
  }
  return problems;
}
