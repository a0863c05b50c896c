/** What the settings call critical, whatever its type. */
import { toAddressMatcher } from '../model/address-pattern.ts';
import type { Change } from '../model/change.ts';
import { hasTag } from '../model/tags.ts';
import type { CriticalSource } from '../source/settings.ts';
import { matchesGlob } from '../text/glob.ts';

export interface Critical {
  readonly has: (change: Change) => boolean;
  /** Entries that match none of the objects, as a reader would write them. */
  readonly unmatched: (changes: readonly Change[]) => readonly string[];
}

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
      // What is untagged in the same change is critical still, and what is tagged now is so already.
      const has = ({ values }: Change) => hasTag(values.before, wanted) || hasTag(values.after, wanted);
      return { text: `tag ${name}=${pattern}`, has };
    }),
  ];
  return {
    has: (change) => entries.some((entry) => entry.has(change)),
    unmatched: (changes) => entries.filter((entry) => !changes.some(entry.has)).map(({ text }) => text),
  };
}
