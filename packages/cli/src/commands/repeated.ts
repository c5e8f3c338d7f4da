/** Collects the values of an option that may be given several times. */
export function repeated(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
