import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "@ironworks/core/json";
import { errorAt, type Problem } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";
import { parseAllDocuments } from "yaml";

/** Objects that were found, and what could not be read. */
export interface FoundObjects {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly Problem[];
}

/** Reads every YAML and JSON file below a folder: documents, Lists and JSON arrays of Kubernetes objects. */
export function readFolder(folder: string): FoundObjects {
  let files: readonly string[];
  try {
    if (!statSync(folder).isDirectory()) {
      throw new Error("it is not a folder");
    }
    files = manifestsBelow(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      objects: [],
      problems: [errorAt("--diff", `cannot be \`${folder}\`: ${reason}.`, "give a folder, or write `cluster`")],
    };
  }
  const found = files.map(readManifest);
  return { objects: found.flatMap(({ objects }) => objects), problems: found.flatMap(({ problems }) => problems) };
}

function manifestsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readManifest(file: string): FoundObjects {
  const documents = parseAllDocuments(readFileSync(file, "utf8"), { version: "1.1" });
  const objects: KubernetesObject[] = [];
  const problems: Problem[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    const fault = document.errors[0];
    if (fault) {
      const reason = fault.message.split("\n")[0];
      problems.push(errorAt("--diff", `has a file that is not YAML, \`${file}\`: ${reason}`, "fix the file"));
      continue;
    }
    for (const value of unpack(document.toJS())) {
      if (isObject(value)) {
        objects.push(value);
      } else {
        problems.push(
          errorAt("--diff", `has a file with more than Kubernetes objects, \`${file}\`.`, "take the rest out"),
        );
      }
    }
  }
  return { objects, problems };
}

/** The objects in a document; empty documents hold none. */
function unpack(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (Array.isArray(value)) {
    return value;
  }
  if (isRecord(value) && "kind" in value && Array.isArray(value.items)) {
    return value.items;
  }
  return [value];
}

function isObject(value: unknown): value is KubernetesObject {
  if (!isRecord(value) || !isRecord(value.metadata)) {
    return false;
  }
  return [value.apiVersion, value.kind, value.metadata.name].every((text) => typeof text === "string");
}
