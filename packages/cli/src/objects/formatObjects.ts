import { errorAt, type Problem } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";
import { toYaml } from "./toYaml.js";

/** Formats in which objects are written. */
export const FORMATS = ["yaml", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** All objects in order: one JSON array, or YAML documents. */
export function formatObjects(objects: readonly KubernetesObject[], format: Format): string {
  return format === "json" ? `${JSON.stringify(objects, null, 2)}\n` : objects.map(toYaml).join("---\n");
}

/** One object as the content of a file. */
export function formatObject(object: KubernetesObject, format: Format): string {
  return format === "json" ? `${JSON.stringify(object, null, 2)}\n` : toYaml(object);
}

/** What is wrong with a value of `--format`. */
export function checkFormat(format: string, formats: readonly string[] = FORMATS): readonly Problem[] {
  if (formats.includes(format)) {
    return [];
  }
  return [
    errorAt("--format", `cannot be \`${format}\`.`, `write ${formats.map((known) => `\`${known}\``).join(" or ")}`),
  ];
}

/** Secrets among the objects, and ConfigMaps that hold password files: their content is nobody else's business. */
export function secretsAmong(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(isSecret);
}

/** Whether an object holds credentials. */
export function isSecret({ kind, data }: KubernetesObject): boolean {
  if (kind === "Secret") {
    return true;
  }
  return kind === "ConfigMap" && Object.keys(data ?? {}).some((key) => key.endsWith("HTPASSWD"));
}
