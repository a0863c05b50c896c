/** Resources that the settings declare critical, independent of their type. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Change } from '../model/change.ts';
import { hasTag } from '../model/tags.ts';
import type { CriticalSource } from '../source/settings.ts';
import { matchesGlob } from '../text/glob.ts';

/** Tests whether a change is declared critical. */
export interface Critical {
  readonly has: (change: Change) => boolean;
  /** Returns the entries that match no resource, as text for a message. */
  readonly unmatched: (changes: readonly Change[]) => readonly string[];
}

/** Compiles the patterns for addresses, types and tags. */
export function toCritical(source: CriticalSource): Critical {
  const entries = [
    ...(source.addresses ?? []).map((pattern) => {
      const matches = toAddressMatcher([pattern]);
      return { text: pattern, has: ({ address }: Change) => matches(address) };
    }),
    ...(source.types ?? []).map((pattern) => ({
      text: `type ${pattern}`,
      has: ({ type }: Change) => matchesGlob(pattern, type),
    })),
    ...Object.entries(source.tags ?? {}).map(([name, pattern]) => {
      const wanted = { [name]: pattern };
      // Tags before and after count, so that a change cannot remove the tag to avoid the check.
      const has = ({ values }: Change) => hasTag(values.before, wanted) || hasTag(values.after, wanted);
      return { text: `tag ${name}=${pattern}`, has };
    }),
  ];
  return {
    has: (change) => entries.some((entry) => entry.has(change)),
    unmatched: (changes) => entries.filter((entry) => !changes.some(entry.has)).map(({ text }) => text),
  };
}
