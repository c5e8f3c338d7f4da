import { createHash } from "node:crypto";

/** SHA-256, in hexadecimal, of a value's {@link canonicalJson}: equal for equal values, whatever the order of their keys. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}

/** JSON with sorted keys and without white space; what JSON leaves out is left out. */
export function canonicalJson(value: unknown): string {
  return render(JSON.parse(JSON.stringify(value) ?? "null"));
}

function render(json: unknown): string {
  if (typeof json !== "object" || json === null) {
    return JSON.stringify(json);
  }
  if (Array.isArray(json)) {
    return `[${json.map(render).join(",")}]`;
  }
  const fields = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${render(field)}`).join(",")}}`;
}
