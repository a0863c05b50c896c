/** Knowledge about resource types, compiled from `policies/catalog/`. */
import type { AccessSource } from '../source/access.ts';
import type { BackupSource, CatalogSource, GuardSource, RiskSource, TypeSource } from '../source/catalog.ts';
import type { TablesSource } from '../source/tables.ts';
import { matchesGlob } from '../text/glob.ts';
import { LazyJson, readLazy } from '../text/lazy-json.ts';
import { memoize } from '../text/memoize.ts';
import { type TypeEntry, type TypeGuesser, toTypeGuesser } from './type-guess.ts';
import { child, readPath } from './values.ts';

export type { TypeEntry } from './type-guess.ts';

/** How much the loss of a resource matters. */
export type Criticality = NonNullable<TypeSource['criticality']>;
/** An attribute that protects against deletion. */
export type Guard = GuardSource;
/** An attribute value that makes a deletion worse. */
export type Risk = RiskSource;
/** An attribute that controls backups. */
export type Backup = BackupSource;

/** Looks up resource types. */
export interface Catalog {
  /** Returns the entry of a type; undefined if the catalog does not list it. */
  readonly entry: (type: string) => TypeSource | undefined;
  /** Whether the catalog lists the type, or all types of its provider were reviewed and this one is standard. */
  readonly isReviewed: (type: string) => boolean;
  /** Returns the entry for an object. For an unlisted type, it is guessed from name, kind and attributes. */
  readonly describe: (type: string, values: unknown) => TypeEntry;
  /** Returns the guards of a type. For an unlisted type, they are guessed from names of attributes. */
  readonly guards: (type: string, ...values: readonly unknown[]) => readonly Guard[];
  /** Returns guards that every type of the provider has. They are optional, so a missing one is not reported. */
  readonly universal: (type: string) => readonly Guard[];
  /** Returns how objects of the type grant access or open a network; empty if they do neither. */
  readonly access: (type: string) => readonly AccessSource[];
  readonly tables: TablesSource;
}

const standard: TypeEntry = {};

/** Builds the lookup from the compiled catalog. */
export function toCatalog({ providers, access, tables, guesses }: CatalogSource): Catalog {
  const byProvider = new Map(providers.flatMap((each) => [each.provider].flat().map((prefix) => [prefix, each])));
  // Cached, since a plan may have ten thousand objects of a few types.
  const providerOf = memoize((type) => byProvider.get(type.split('_', 1)[0] ?? ''));
  // The types of a provider are read when a plan has one of them.
  const entryOf = (type: string): TypeSource | undefined => {
    const types = providerOf(type)?.types ?? {};
    return Object.hasOwn(types, type) ? types[type] : undefined;
  };
  const guesser = toTypeGuesser(guesses, entryOf);
  return {
    entry: entryOf,
    isReviewed: (type) => entryOf(type) !== undefined || providerOf(type)?.complete === true,
    describe: (type, values) => {
      const entry = entryOf(type);
      const wrapped = guesser.wrapped(type, values);
      if (entry && isCritical(entry, values)) return { ...entry, criticality: 'critical' };
      if (entry) return wrapped ? { ...wrapped, ...entry } : entry;
      return wrapped ?? (providerOf(type)?.complete ? standard : guesser.guess(type, values));
    },
    guards: (type, ...values) => entryOf(type)?.guards ?? guessGuards(values, guesser),
    universal: (type) => providerOf(type)?.universal?.guards ?? [],
    access: toAccess(access),
    tables,
  };
}

/** A type has its own entries and those of all matching patterns. */
function toAccess(files: CatalogSource['access']): Catalog['access'] {
  const all = files.flatMap((file) => Object.entries(file.access));
  const exact = new Map(all);
  const patterns = all.filter(([type]) => type.includes('*'));
  const known = new Map<string, readonly AccessSource[]>();
  return (type) => {
    const found = known.get(type);
    if (found) return found;
    const matching = patterns.filter(([pattern]) => matchesGlob(pattern, type));
    const sources = [...(exact.get(type) ?? []), ...matching.flatMap(([, entries]) => entries)];
    known.set(type, sources);
    return sources;
  };
}

/** Whether the object has a name that the platform depends on. */
function isCritical({ criticalWhen = [] }: TypeSource, values: unknown): boolean {
  return criticalWhen.some((when) =>
    readPath(values, false, when.path).known.some((value) => when.values.includes(value)),
  );
}

/** Limit of nesting. Providers have no such attribute deeper. */
const deepest = 4;

/**
 * Guesses guards from names of attributes. Inside blocks only booleans and unknown values count, since maps with keys
 * of the user (tags, labels) contain strings.
 */
function guessGuards(values: readonly unknown[], guesser: TypeGuesser): readonly Guard[] {
  const found = new Set<string>();
  const { isGuardName } = guesser;
  for (const each of new Set(values)) {
    if (each instanceof LazyJson && each.isCanonical && !guesser.mayNameGuard(each.text)) continue;
    const value = readLazy(each);
    if (typeof value !== 'object' || value === null) continue;
    for (const name in value) {
      if (isGuardName(name)) found.add(name);
      else addNested(child(value, name), name, { found, depth: 1, isGuardName });
    }
  }
  return [...found].map((path) => ({ path, on: guesser.guardValues }));
}

function addNested(
  value: unknown,
  path: string,
  to: { readonly found: Set<string>; readonly depth: number; readonly isGuardName: TypeGuesser['isGuardName'] },
): void {
  if (typeof value !== 'object' || value === null || to.depth === deepest) return;
  if (Array.isArray(value)) {
    for (const item of value) if (!Array.isArray(item)) addNested(item, path, to);
    return;
  }
  for (const name in value) {
    const inner = child(value, name);
    if (typeof inner === 'boolean' && to.isGuardName(name)) to.found.add(`${path}.${name}`);
    else addNested(inner, `${path}.${name}`, { ...to, depth: to.depth + 1 });
  }
}

/**
 * Whether a value is the protecting one. `on` may be a list of alternatives, and the value a list that contains one.
 * Constants may be written in any case.
 */
export function isOn(guard: Guard, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOn(guard, item));
  const written = toComparable(value);
  const { on } = guard;
  return Array.isArray(on) ? on.some((each) => toComparable(each) === written) : toComparable(on) === written;
}

function toComparable(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
