/** The differences of two JSON values, one line each: path, what we have, what upstream has. */
export function differences(ours: unknown, theirs: unknown, path = ""): string[] {
  if (Object.is(ours, theirs)) {
    return [];
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const length = Math.max(ours.length, theirs.length);
    return Array.from({ length }, (_, index) => differences(ours[index], theirs[index], `${path}[${index}]`)).flat();
  }
  if (isObject(ours) && isObject(theirs)) {
    const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
    return names.flatMap((name) => differences(ours[name], theirs[name], path === "" ? name : `${path}.${name}`));
  }
  return [`${path || "(whole)"}: ours ${show(ours)}, upstream ${show(theirs)}`];
}

function show(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
