import { errorAt, type Problem } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";

/** Formats in which objects are written. */
export const FORMATS = ["yaml", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** All objects in order: one JSON array, or YAML documents. */
export async function formatObjects(objects: readonly KubernetesObject[], format: Format): Promise<string> {
  const write = await writerOf(format);
  return format === "json" ? write(objects) : objects.map(write).join("---\n");
}

/** What writes a value as the content of a file. What writes YAML is loaded for it alone. */
export async function writerOf(format: Format): Promise<(value: object) => string> {
  if (format === "json") {
    return (value) => `${JSON.stringify(value, null, 2)}\n`;
  }
  const { toYaml } = await import("./toYaml.js");
  return toYaml;
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
