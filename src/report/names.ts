/** Lists of addresses, kept short. */
import type { Prose } from './prose.ts';

export const shownNames = 3;

/** Addresses with commas between them, and how many are left out of `total`. */
export function addresses(names: readonly string[], total: number): Prose {
  const shown = names.slice(0, shownNames);
  const separated = shown.flatMap((address, i) => (i === 0 ? [{ address }] : [', ', { address }]));
  return total > shown.length ? [...separated, ` + ${total - shown.length} more`] : separated;
}
