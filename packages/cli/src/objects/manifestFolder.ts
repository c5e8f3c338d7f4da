import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorAt, type Problem } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";
import { type Format, isSecret, writerOf } from "./formatObjects.js";

/** What writes a folder. Each keeps a list of its files, so that one does not remove what another wrote. */
export type FolderWriter = "render" | "guard";

/** What a folder has become. */
export interface WrittenFolder {
  readonly written: number;
  /** Files of an earlier run that are no longer made. */
  readonly removed: number;
}

/** Names that we give to files, and so may remove. */
const OUR_FILE = /^\d{3,}-[a-z]+-[^/\\]+\.(?:yaml|json)$/;

/** Of the file's first line, which says to people what it is. */
const MARK = "# Files that `ironworks";

/** Whether a folder can be written to: it is new or empty, or holds nothing but what the same command wrote before. */
export function checkFolder(folder: string, writer: FolderWriter): readonly Problem[] {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return [];
    }
    return [errorAt("--out", `cannot be \`${folder}\`, which is not a folder that can be read.`, NEW_FOLDER)];
  }
  const ours = new Set([...filesBefore(folder, writer), listName(writer), temporaryName(writer)]);
  const foreign = entries.filter((entry) => !ours.has(entry)).sort();
  if (foreign.length === 0) {
    return [];
  }
  const message = `cannot be \`${folder}\`, which holds what \`ironworks ${writer}\` did not write: ${named(foreign)}.`;
  return [errorAt("--out", message, `${NEW_FOLDER}, or take ${foreign.length === 1 ? "that" : "those"} out`)];
}

const NEW_FOLDER = "give a new or empty folder, or one that this command wrote before";

const SHOWN = 5;

function named(entries: readonly string[]): string {
  const shown = entries.slice(0, SHOWN).map((entry) => `\`${entry}\``);
  return entries.length > SHOWN ? `${shown.join(", ")} and ${entries.length - SHOWN} more` : shown.join(", ");
}

/**
 * Writes one file an object, and removes what an earlier run wrote and this one does not. Names begin with a number, so
 * that order by name is the order to apply. The folder must have passed {@link checkFolder}.
 *
 * A list of the files, which no tool takes for a manifest, stands in the folder. It names old and new files before the
 * first is touched: a run that breaks off is made good by the next.
 */
export async function writeFolder(
  folder: string,
  writer: FolderWriter,
  objects: readonly KubernetesObject[],
  format: Format,
): Promise<WrittenFolder> {
  const write = await writerOf(format);
  mkdirSync(folder, { recursive: true });
  const before = filesBefore(folder, writer);
  const files = new Map(objects.map((object, index) => [fileName(object, index, format), object]));
  const gone = before.filter((name) => !files.has(name));
  writeList(folder, writer, [...new Set([...before, ...files.keys()])]);
  for (const name of gone) {
    rmSync(join(folder, name), { force: true });
  }
  for (const [name, object] of files) {
    const file = join(folder, name);
    const text = write(object);
    if (contentOf(file) !== text) {
      // Anew, so that its mode is this object's.
      rmSync(file, { force: true });
      writeFileSync(file, text, { flag: "wx", mode: isSecret(object) ? 0o600 : 0o644 });
    }
  }
  writeList(folder, writer, [...files.keys()]);
  return { written: files.size, removed: gone.length };
}

function fileName({ kind, metadata }: KubernetesObject, index: number, format: Format): string {
  return `${String(index + 1).padStart(3, "0")}-${kind.toLowerCase()}-${metadata.name}.${format}`;
}

/** A dot file without the ending of a manifest: `kubectl apply -f`, Argo CD and Flux pass it over. */
function listName(writer: FolderWriter): string {
  return `.ironworks-${writer}`;
}

function temporaryName(writer: FolderWriter): string {
  return `${listName(writer)}.new`;
}

/** Files that earlier runs may have left. A list that somebody edited makes nothing else ours. */
function filesBefore(folder: string, writer: FolderWriter): readonly string[] {
  const [first, ...names] = (contentOf(join(folder, listName(writer))) ?? "").split("\n");
  return first?.startsWith(`${MARK} ${writer}\``) ? names.filter((name) => OUR_FILE.test(name)) : [];
}

function writeList(folder: string, writer: FolderWriter, names: readonly string[]): void {
  const head = `${MARK} ${writer}\` wrote, and removes when it no longer makes them.`;
  const temporary = join(folder, temporaryName(writer));
  writeFileSync(temporary, `${[head, ...[...names].sort()].join("\n")}\n`);
  renameSync(temporary, join(folder, listName(writer)));
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
