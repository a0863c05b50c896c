/** Compiles address patterns, to match them against many addresses. */
import { matchesAddress, tokenize } from './address.ts';

/** Returns a cached test whether an address matches one of the patterns, with the rules of `matchesAddress`. */
export function toAddressMatcher(patterns: readonly string[]): (address: string) => boolean {
  const known = new Map<string, boolean>();
  const ready = patterns.map((pattern) => ({ pattern, start: literalStart(pattern) }));
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const matches = ready.some(({ pattern, start }) => address.startsWith(start) && matchesAddress(pattern, address));
    known.set(address, matches);
    return matches;
  };
}

/**
 * Returns the literal prefix that every match starts with. It ends before a key, because keys have several spellings.
 */
function literalStart(pattern: string): string {
  return pattern.split(/[*[]/, 1)[0]?.replace(/\.$/, '') ?? '';
}

/**
 * Whether the text can be an address pattern. A text that starts with a dot is a path of a backend or file and is
 * accepted.
 */
export function isAddressPattern(text: string): boolean {
  return text.startsWith('.') || tokenize(text) !== null;
}
