/**
 * A path with one more step, with quotes where a member's name is not a plain word.
 *
 * @example
 * ```ts
 * fieldPath("spec.bmc", "address"); // spec.bmc.address
 * fieldPath("metadata.labels", "example.org/a"); // metadata.labels["example.org/a"]
 * fieldPath("disks", 0); // disks[0]
 * ```
 */
export function fieldPath(path: string, step: string | number): string {
  if (typeof step === "number") {
    return `${path}[${step}]`;
  }
  if (!/^[A-Za-z_][\w-]*$/.test(step)) {
    return `${path}[${JSON.stringify(step)}]`;
  }
  return path === "" ? step : `${path}.${step}`;
}

/** A path with one more step, in the form that the Kubernetes API server prints: never with quotes. */
export function serverFieldPath(path: string, member: string | number): string {
  if (typeof member === "number") {
    return `${path}[${member}]`;
  }
  return path === "" ? member : `${path}.${member}`;
}
