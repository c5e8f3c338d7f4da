export const SYNC_OPTIONS_ANNOTATION = "argocd.argoproj.io/sync-options";

/** Values by which people, and not a sync, decide. */
const ASKED = "confirm";

/** Sync options of Argo CD, by name: ours take the place of what an object has, unless that asks people first. */
export function mergedSyncOptions(before: string | undefined, ours: readonly string[]): string {
  const options = new Map<string, string>();
  const theirs = (before ?? "").split(",").map((option) => option.trim());
  for (const option of [...theirs.filter((option) => option !== ""), ...ours]) {
    const [name = "", value = ""] = option.split("=");
    if (options.get(name) !== ASKED) {
      options.set(name, value);
    }
  }
  return [...options]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(",");
}
