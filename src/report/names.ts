/** Shortens lists of addresses. */
import type { Prose } from './wording/prose.ts';

/** Number of addresses shown in a sentence. */
export const maxShownAddresses = 3;

/** Returns the first addresses, separated by commas, and how many of `total` are not shown. */
export function joinAddresses(names: readonly string[], total: number): Prose {
  const shown = names.slice(0, maxShownAddresses);
  const separated = shown.flatMap((address, i) => (i === 0 ? [{ address }] : [', ', { address }]));
  return total > shown.length ? [...separated, ` + ${total - shown.length} more`] : separated;
}
