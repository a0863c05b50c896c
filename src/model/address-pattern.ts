/** Address patterns made ready to be asked about many addresses. */
import { matchesAddress, tokenize } from './address.ts';

/** Whether an address matches one of the patterns, exactly as `matchesAddress` says. */
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

/** What an address must start with to match at all; keys may be written in several ways, so they end it. */
function literalStart(pattern: string): string {
  return pattern.split(/[*[]/, 1)[0]?.replace(/\.$/, '') ?? '';
}

/** Whether the text can be a pattern; what starts with a dot is a path (a backend, a file), not an address. */
export function isAddressPattern(text: string): boolean {
  return text.startsWith('.') || tokenize(text) !== null;
}
