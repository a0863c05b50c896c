/** Numbers with nouns, and lists in a sentence. */

/** Returns a number with its noun: `1 resource`, `2 resources`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** Joins items: `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Returns `blocking finding` or `blocking findings` with its number. */
export function findings(n: number, kind = ''): string {
  return count(n, `${kind}${kind === '' ? '' : ' '}finding`);
}

/** Returns the number of advisories: `1 advisory`, `2 advisories`. */
export function advisories(n: number): string {
  return count(n, 'advisory', 'advisories');
}

/** Returns a text of several lines as one line. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
