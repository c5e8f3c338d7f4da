import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorAt, type Problem } from "@ironworks/core";
import type { KubernetesObject } from "@ironworks/metal3";
import { stringify } from "yaml";

export const FORMATS = ["yaml", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** YAML that readers of YAML 1.1, kubectl among them, and of 1.2 understand alike. */
export function toYaml(object: KubernetesObject): string {
  return stringify(object, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 });
}

/** All objects in order: one JSON array, or YAML documents. */
export function formatObjects(objects: readonly KubernetesObject[], format: Format): string {
  if (format === "json") {
    return `${JSON.stringify(objects, null, 2)}\n`;
  }
  return objects.map(toYaml).join("---\n");
}

/** Whether a folder can be written to: it is empty, or not there yet. */
export function checkFolder(folder: string): readonly Problem[] {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return [];
    }
    return [errorAt("--out", `\`${folder}\` is not a folder that can be read.`, "Give an empty folder, or a new one.")];
  }
  if (entries.length === 0) {
    return [];
  }
  return [
    errorAt("--out", `\`${folder}\` is not empty (${entries.length} entries).`, "Give an empty folder, or a new one."),
  ];
}

/** Kinds whose content is nobody else's business. */
function isSecret({ kind, data }: KubernetesObject): boolean {
  if (kind === "Secret") {
    return true;
  }
  return kind === "ConfigMap" && Object.keys(data ?? {}).some((key) => key.endsWith("HTPASSWD"));
}

/** Secrets among the objects, and ConfigMaps that hold password files. */
export function secretsAmong(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(isSecret);
}

/** Writes one file an object. Names begin with a number, so that order by name is the order to apply. */
export function writeFolder(folder: string, objects: readonly KubernetesObject[], format: Format): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return objects.map((object, index) => {
    const number = String(index + 1).padStart(3, "0");
    const file = join(folder, `${number}-${object.kind.toLowerCase()}-${object.metadata.name}.${format}`);
    const text = format === "json" ? `${JSON.stringify(object, null, 2)}\n` : toYaml(object);
    writeFileSync(file, text, { flag: "wx", mode: isSecret(object) ? 0o600 : 0o644 });
    return file;
  });
}
