/** The candidate that is most like a misspelt word or that alone begins with it, or undefined when none is close. */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let distance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const found = editDistance(word.toLowerCase(), candidate.toLowerCase(), distance);
    if (found < distance) {
      [nearest, distance] = [candidate, found];
    }
  }
  if (nearest !== undefined || word.length < 3) {
    return nearest;
  }
  const longer = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word.toLowerCase()));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Levenshtein distance; anything from `limit` up may be returned as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) {
    return limit;
  }
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}
