/** `node scripts/checkRooms.mjs`: imports point down, no circles, no file too long, nothing undeclared. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { roomProblems } from "./rooms/problems.mjs";
import { readFiles } from "./rooms/readFiles.mjs";
import { rooms } from "./rooms/rooms.mjs";
import { root } from "./setup/root.mjs";

const free = { name: "a room above all", uses: "any" };
const parents = ["packages", "providers", "generate", "examples", "test"];

function manifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

function declaredBy(folder) {
  const { name, dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest(folder);
  const development = rooms[folder] ? {} : { ...devDependencies, ...manifest(".").devDependencies };
  return new Set([
    name,
    ...Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies, ...development }),
  ]);
}

function folders() {
  return parents
    .filter((parent) => existsSync(join(root, parent)))
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
    .concat("demo")
    .filter((folder) => existsSync(join(root, folder, "package.json")));
}

const checked = folders().map((folder) => {
  const known = /^(packages|providers)\//.test(folder) ? rooms[folder] : free;
  if (!known) {
    return { files: 0, problems: [`${folder} is not in the table of scripts/rooms/rooms.mjs`] };
  }
  const files = readFiles(root, folder);
  return { files: files.length, problems: roomProblems(folder, known, files, declaredBy(folder)) };
});
const problems = checked.flatMap((each) => each.problems);
for (const problem of problems) {
  console.error(problem);
}
console.log(
  `${checked.reduce((sum, { files }) => sum + files, 0)} files in ${checked.length} rooms, ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
