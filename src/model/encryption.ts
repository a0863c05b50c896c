/** Finds encryption that a change removes, by names of attributes. */
import type { Change } from './change.ts';
import { readPath } from './values.ts';

/**
 * Returns paths that protected data before. `known`: they certainly do not afterwards. Empty if the object is
 * deleted.
 */
export function encryptionWeakened(change: Change): {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
} {
  const { before, after, afterUnknown } = change.values;
  const { switches, keys } = change.catalog.tables.encryption;
  if (before === null || after === null || change.action === 'no-op') return { known: [], unknown: [] };
  const lost = (path: string, isOn: (value: unknown) => boolean): readonly Lost[] => {
    if (!readPath(before, false, path).known.some(isOn)) return [];
    const found = readPath(after, afterUnknown, path);
    return found.known.some(isOn) ? [] : [{ path, isKnown: !found.unknown }];
  };
  const switchedOff = switches.flatMap(({ path, on }) => lost(path, (value) => on.includes(value)));
  const keysLost = keys.flatMap((path) => lost(path, isSet));
  // Another kind of encryption may replace the key.
  const isReplaced =
    keysLost.length > 0 && switches.some(({ path, on }) => !isAnyOn(before, path, on) && isAnyOn(after, path, on));
  const all = isReplaced ? switchedOff : [...switchedOff, ...keysLost];
  return {
    known: all.filter(({ isKnown }) => isKnown).map(({ path }) => path),
    unknown: change.action === 'replace' ? [] : all.filter(({ isKnown }) => !isKnown).map(({ path }) => path),
  };
}

interface Lost {
  readonly path: string;
  readonly isKnown: boolean;
}

function isAnyOn(values: unknown, path: string, on: readonly unknown[]): boolean {
  return readPath(values, false, path).known.some((value) => on.includes(value));
}

function isSet(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
