/** `[major, minor, patch]` of the first version in a text such as `v3.259.0` or `go1.26.8`; missing parts are 0. */
export function parseVersion(text: string): readonly [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Whether the version in `text` is `minimum` or later. A text without a version is not. */
export function isAtLeast(text: string, minimum: string): boolean {
  const have = parseVersion(text);
  const want = parseVersion(minimum);
  if (!have || !want) {
    return false;
  }
  for (const [index, part] of want.entries()) {
    const own = have[index] ?? 0;
    if (own !== part) {
      return own > part;
    }
  }
  return true;
}
