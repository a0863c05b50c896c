/** Counts the types of a plan by what is known about them. */
import type { Change } from '../model/change.ts';
import type { TypeCounts } from './report.ts';

/** Limit of the names in the report. The counts are complete. */
const maxNames = 20;

/** Returns the counts of the types of managed resources, unchanged ones included. */
export function countTypes(changes: readonly Pick<Change, 'type' | 'mode' | 'entry' | 'catalog'>[]): TypeCounts {
  const managed = changes.filter(({ mode }) => mode === 'managed');
  const types = new Set(managed.map(({ type }) => type));
  // Instances of one type may differ, since a guess also uses attributes.
  const guessed = new Set(managed.filter(({ entry }) => entry.guess === true).map(({ type }) => type));
  const known = new Set(managed.filter(isKnown).map(({ type }) => type));
  const unknown = [...types].filter((type) => !guessed.has(type) && !known.has(type));
  return {
    listed: types.size - guessed.size - unknown.length,
    guessed: guessed.size,
    unknown: unknown.length,
    guessedTypes: [...guessed].sort().slice(0, maxNames),
    unknownTypes: unknown.sort().slice(0, maxNames),
  };
}

/** A type that wraps a listed one, e.g. awscc_s3_bucket, has the entry of that type. */
function isKnown({ type, entry, catalog }: Pick<Change, 'type' | 'entry' | 'catalog'>): boolean {
  return catalog.isReviewed(type) || Object.keys(entry).length > 0;
}
