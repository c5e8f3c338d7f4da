import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorAt, type Problem } from "@ironworks/core/problems";
import type { Manifest } from "@ironworks/metal3";
import { type Document, isMap, isScalar, LineCounter, parseAllDocuments, type Tags } from "yaml";
import { lineOfField } from "./lineOfField.js";

/** One YAML document, and where its parts stand. */
export interface ManifestDocument {
  /** As given on the command line; `-` is standard input. */
  readonly file: string;
  /** Line of the document's first member. */
  readonly line: number;
  /** The object; for a `List`, the list itself. */
  readonly object: Manifest;
  /** Line of a field, or of what is nearest to it. */
  readonly lineOf: (field: string) => number;
}

/** Documents in the order of the files, and what could not be read. */
export interface ReadManifests {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly Problem[];
}

/** Reads YAML and JSON files, folders of them, and standard input (`-`). Documents without content are left out. */
export function readManifests(paths: readonly string[], readStdin: () => string): ReadManifests {
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    for (const file of filesOf(path, problems)) {
      const text = readText(file, readStdin, problems);
      if (text !== undefined) {
        parseText(file, text, documents, problems);
      }
    }
  }
  return { documents, problems };
}

function filesOf(path: string, problems: Problem[]): readonly string[] {
  if (path === "-") {
    return [path];
  }
  try {
    if (!statSync(path).isDirectory()) {
      return [path];
    }
    const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
    return names.filter((name) => /\.(?:ya?ml|json)$/.test(name)).map((name) => join(path, name));
  } catch (error) {
    problems.push(unreadable(path, error));
    return [];
  }
}

function readText(file: string, readStdin: () => string, problems: Problem[]): string | undefined {
  try {
    return file === "-" ? readStdin() : readFileSync(file, "utf8");
  } catch (error) {
    problems.push(unreadable(file, error));
    return undefined;
  }
}

function unreadable(file: string, error: unknown): Problem {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const reason = missing ? "does not exist." : `cannot be read: ${error instanceof Error ? error.message : error}.`;
  return errorAt(file, reason, "give files with Kubernetes objects, or `-` for standard input");
}

function parseText(file: string, text: string, documents: ManifestDocument[], problems: Problem[]): void {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    version: "1.1",
    customTags: likeKubectl,
    prettyErrors: false,
  });
  for (const document of Array.isArray(parsed) ? parsed : []) {
    const lineAt = (offset: number): number => lines.linePos(offset).line;
    for (const error of document.errors) {
      problems.push(errorAt(`${file}:${lineAt(error.pos[0])}`, `is not YAML: ${sentence(error.message)}`, REMEDY));
    }
    if (document.errors.length > 0 || isEmpty(document)) {
      continue;
    }
    const start = lineAt(document.contents?.range?.[0] ?? 0);
    const object = toManifest(document);
    if (typeof object === "string") {
      problems.push(errorAt(`${file}:${start}`, object, REMEDY));
    } else {
      documents.push({ file, line: start, object, lineOf: (field) => lineOfField(document, field, lineAt) ?? start });
    }
  }
}

const REMEDY = "correct the file; `---` stands between objects";

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The object, or why there is none. */
function toManifest(document: Document): Manifest | string {
  if (!isMap(document.contents)) {
    return "is not a Kubernetes object.";
  }
  try {
    return JSON.parse(JSON.stringify(document.toJS())) as Manifest;
  } catch (error) {
    return `is not a Kubernetes object: ${sentence(error instanceof Error ? error.message : String(error))}`;
  }
}

function sentence(text: string): string {
  const first = text.split("\n")[0] ?? text;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/**
 * kubectl reads YAML 1.1 (`yes` is true, `0100` is octal), but neither times nor numbers to base 60: `11:22:33` stays a
 * text, and so do MAC addresses without quotes.
 */
function likeKubectl(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === "string" ||
      !(tag.tag === "tag:yaml.org,2002:timestamp" || ("format" in tag && tag.format === "TIME")),
  );
}
