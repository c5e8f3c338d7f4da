import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GENERATED_FOLDER, generate } from "./generate.js";

const root = join(__dirname, "../../..");
const folder = join(root, GENERATED_FOLDER);
const output = generate(root);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  if (!output.has(name)) {
    rmSync(join(folder, name));
  }
}
for (const [name, content] of output) {
  writeFileSync(join(folder, name), content);
}
process.stdout.write(`${output.size} files in ${GENERATED_FOLDER}\n`);
