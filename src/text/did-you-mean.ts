/** Suggests the most similar of the allowed names. */

/**
 * Returns the candidate with the smallest edit distance (at most a third of the length of `wrong`, or 1); undefined if
 * none.
 */
export function suggest(wrong: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wrong.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Returns a question such as "Did you mean `plan`?", or undefined if no candidate is similar. */
export function didYouMean(wrong: string, candidates: Iterable<string>): string | undefined {
  const nearest = suggest(wrong, candidates);
  return nearest === undefined ? undefined : `Did you mean \`${nearest}\`?`;
}

/**
 * Edit distance (insertions, deletions, replacements, swaps of neighbours); returns `limit` if it is `limit` or more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? limit) + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? limit;
}
