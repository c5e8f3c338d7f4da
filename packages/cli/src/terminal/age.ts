/** A time of Ironic's API, in UTC whether it says so or not; undefined for what is not a time. */
export function timeOf(text: unknown): number | undefined {
  if (typeof text !== "string" || text === "") {
    return undefined;
  }
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** How long from one time to a later one, in milliseconds, as a person says it: `42s`, `8m`, `3h`, `12d`. */
export function ageBetween(from: number, to: number): string {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  if (seconds < 120) {
    return `${seconds}s`;
  }
  if (seconds < 120 * 60) {
    return `${Math.floor(seconds / 60)}m`;
  }
  return seconds < 48 * 3600 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** How long ago a time was at another; empty for what is not known. */
export function ageOf(instant: string | null, at: string): string {
  return instant === null ? "" : ageBetween(Date.parse(instant), Date.parse(at));
}
