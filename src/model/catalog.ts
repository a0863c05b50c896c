/** What is known of resource types: the compiled form of `policies/catalog/`. */
import type { AccessSource } from '../source/access.ts';
import type { BackupSource, CatalogSource, GuardSource, RiskSource, TypeSource } from '../source/catalog.ts';
import type { TablesSource } from '../source/tables.ts';
import { matchesGlob } from '../text/glob.ts';
import { type TypeEntry, type TypeGuesser, toTypeGuesser } from './type-guess.ts';
import { child, readPath } from './values.ts';

export type { TypeEntry } from './type-guess.ts';

export type Criticality = NonNullable<TypeSource['criticality']>;
export type Guard = GuardSource;
export type Risk = RiskSource;
export type Backup = BackupSource;

export interface Catalog {
  /** What a file of the catalog says of a type. */
  readonly entry: (type: string) => TypeSource | undefined;
  /** The same for one object, or what a type that is not listed is taken for by its name, kind and attributes. */
  readonly describe: (type: string, values: unknown) => TypeEntry;
  /** The guards of a type; of one that is not listed, by the names of its attributes. */
  readonly guards: (type: string, ...values: readonly unknown[]) => readonly Guard[];
  /** Guards that every type of the provider has: a way to protect, not a demand. */
  readonly universal: (type: string) => readonly Guard[];
  /** How objects of the type grant access or open a network; empty for a type that does neither. */
  readonly access: (type: string) => readonly AccessSource[];
  readonly tables: TablesSource;
}

const standard: TypeEntry = {};

export function toCatalog({ providers, access, tables, guesses }: CatalogSource): Catalog {
  const types = new Map(providers.flatMap((provider) => Object.entries(provider.types)));
  const byProvider = new Map(providers.flatMap((each) => [each.provider].flat().map((prefix) => [prefix, each])));
  const providerOf = (type: string) => byProvider.get(type.split('_', 1)[0] ?? '');
  const guesser = toTypeGuesser(guesses, (type) => types.get(type));
  return {
    entry: (type) => types.get(type),
    describe: (type, values) => {
      const entry = types.get(type);
      const wrapped = guesser.wrapped(type, values);
      if (entry) return isCritical(entry, values) ? { ...entry, criticality: 'critical' } : { ...wrapped, ...entry };
      return wrapped ?? (providerOf(type)?.complete ? standard : guesser.guess(type, values));
    },
    guards: (type, ...values) => types.get(type)?.guards ?? guessGuards(values, guesser),
    universal: (type) => providerOf(type)?.universal?.guards ?? [],
    access: toAccess(access),
    tables,
  };
}

/** A type has its own entries and those of every pattern that it matches. */
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

/** Objects with a name that the platform itself relies on. */
function isCritical({ criticalWhen = [] }: TypeSource, values: unknown): boolean {
  return criticalWhen.some((when) =>
    readPath(values, false, when.path).known.some((value) => when.values.includes(value)),
  );
}

/** Blocks in blocks in blocks: no provider puts a switch deeper. */
const deepest = 4;

/**
 * Guards by their attributes' names, for a type that the catalogue does not list: its own attributes, and in its blocks those
 * that are true, false or not known yet. A map of a user's own names (tags, labels) holds texts.
 */
function guessGuards(values: readonly unknown[], guesser: TypeGuesser): readonly Guard[] {
  const found = new Set<string>();
  const { isGuardName } = guesser;
  for (const value of values) {
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

/** Whether a value found is the protecting one; `on` may list alternatives, and a list of locks may hold it. */
export function isOn(guard: Guard, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOn(guard, item));
  return Array.isArray(guard.on) ? guard.on.includes(value) : guard.on === value;
}
