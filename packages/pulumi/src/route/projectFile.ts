import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];

/**
 * The path of a file that a program names, relative to its project's folder, where `Pulumi.yaml` is: program and provider may
 * run in different folders below it. Outside of a project it is relative to the folder of the process.
 */
export function projectFile(path: string, from: string = process.cwd()): string {
  if (isAbsolute(path)) {
    return path;
  }
  return join(projectFolder(from) ?? from, path);
}

function projectFolder(from: string): string | undefined {
  if (PROJECT_FILES.some((name) => existsSync(join(from, name)))) {
    return from;
  }
  const above = dirname(from);
  return above === from ? undefined : projectFolder(above);
}
