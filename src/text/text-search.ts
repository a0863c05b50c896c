/** Searches for many texts at once: a plan may have thousands of secrets, and a million texts to check for them. */

/** Up to this number, `String.includes` for each text is faster. */
const few = 16;

/** Returns a function that tells whether a text contains any of `texts`; empty ones are ignored. */
export function searchFor(texts: readonly string[]): (text: string) => boolean {
  const wanted = texts.filter((text) => text !== '');
  if (wanted.length <= few) return (text) => wanted.some((each) => text.includes(each));
  const shortest = wanted.reduce((length, text) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
  const byStart = toStarts(wanted, shortest);
  const mayStart = startPairs(wanted);
  return (text) => {
    for (let at = 0; at + shortest <= text.length; at += 1) {
      if (!mayStart(text, at)) continue;
      const start = byStart.get(text.slice(at, at + shortest));
      if (start === undefined) continue;
      for (const [length, same] of start) if (same.has(text.slice(at, at + length))) return true;
    }
    return false;
  };
}

/**
 * Returns a quick test of whether one of the texts may start at a position: it compares two characters only. A text of
 * one character may start anywhere.
 */
export function startPairs(texts: readonly string[]): (text: string, at: number) => boolean {
  if (texts.some((text) => text.length < 2)) return () => true;
  const pairs = new Uint8Array(65_536);
  for (const text of texts) pairs[pairAt(text, 0)] = 1;
  return (text, at) => pairs[pairAt(text, at)] === 1;
}

function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + 1)) & 0xffff;
}

/** Groups texts by their first characters, then by length. */
function toStarts(
  texts: readonly string[],
  shortest: number,
): ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>> {
  const starts = new Map<string, Map<number, Set<string>>>();
  for (const text of texts) {
    const start = text.slice(0, shortest);
    const lengths = starts.get(start) ?? new Map<number, Set<string>>();
    const same = lengths.get(text.length) ?? new Set<string>();
    starts.set(start, lengths.set(text.length, same.add(text)));
  }
  return starts;
}
