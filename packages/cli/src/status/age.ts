/** How long ago, as a person says it: `now`, `42s`, `8m`, `3h`, `12d`. Empty for what is not known. */
export function ageOf(instant: string | null, at: string): string {
  if (instant === null) {
    return "";
  }
  const seconds = Math.max(0, Math.floor((Date.parse(at) - Date.parse(instant)) / 1000));
  if (seconds < 120) {
    return `${seconds}s`;
  }
  if (seconds < 120 * 60) {
    return `${Math.floor(seconds / 60)}m`;
  }
  return seconds < 48 * 3600 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
