/** What is known of resource types: the compiled form of `policies/catalog/`. */
import type { AccessSource } from '../source/access.ts';
import type { BackupSource, CatalogSource, GuardSource, RiskSource, TypeSource } from '../source/catalog.ts';
import type { TablesSource } from '../source/tables.ts';
import { matchesGlob } from '../text/glob.ts';
import { child } from './values.ts';

export type Criticality = NonNullable<TypeSource['criticality']>;
export type Guard = GuardSource;
export type Risk = RiskSource;
export type Backup = BackupSource;
export type TypeEntry = TypeSource;

export interface Catalog {
  readonly entry: (type: string) => TypeEntry | undefined;
  /** Guards that every type of the provider has: a way to protect, not a demand. */
  readonly universal: (type: string) => readonly Guard[];
  /** How objects of the type grant access or open a network; empty for a type that does neither. */
  readonly access: (type: string) => readonly AccessSource[];
  readonly tables: TablesSource;
}

export function toCatalog({ providers, access, tables }: CatalogSource): Catalog {
  const types = new Map(providers.flatMap((provider) => Object.entries(provider.types)));
  const universal = new Map(
    providers.flatMap(({ provider, universal }) =>
      [provider].flat().map((prefix) => [prefix, universal?.guards ?? []]),
    ),
  );
  return {
    entry: (type) => types.get(type),
    universal: (type) => universal.get(type.split('_', 1)[0] ?? '') ?? [],
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

/** Names that say what they do on types nobody listed, e.g. `deletion_protection_enabled`, `termination_protection`. */
const guardName =
  /^(?:enable_)?(?:deletion|delete|termination|destroy)_protection(?:_enabled)?$|^disable_api_termination$|^prevent_(?:deletion|destroy)$/;
const guardValues: readonly unknown[] = [true, 'ACTIVE', 'ENABLED', 'PREVENT'];

/** Plans repeat a few hundred attribute names a million times. */
const judgedNames = new Map<string, boolean>();

function isGuardName(name: string): boolean {
  const known = judgedNames.get(name);
  if (known !== undefined) return known;
  const judged = guardName.test(name);
  if (judgedNames.size < 10_000) judgedNames.set(name, judged);
  return judged;
}

/** Blocks in blocks in blocks: no provider puts a switch deeper. */
const deepest = 4;

/**
 * Guards by their attributes' names, for a type that the catalogue does not list: its own attributes, and in its blocks those
 * that are true, false or not known yet. A map of a user's own names (tags, labels) holds texts.
 */
export function guessGuards(...values: readonly unknown[]): readonly Guard[] {
  const found = new Set<string>();
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    for (const name in value) {
      if (isGuardName(name)) found.add(name);
      else addNested(child(value, name), name, { found, depth: 1 });
    }
  }
  return [...found].map((path) => ({ path, on: guardValues }));
}

function addNested(value: unknown, path: string, to: { readonly found: Set<string>; readonly depth: number }): void {
  if (typeof value !== 'object' || value === null || to.depth === deepest) return;
  if (Array.isArray(value)) {
    for (const item of value) if (!Array.isArray(item)) addNested(item, path, to);
    return;
  }
  for (const name in value) {
    const inner = child(value, name);
    if (typeof inner === 'boolean' && isGuardName(name)) to.found.add(`${path}.${name}`);
    else addNested(inner, `${path}.${name}`, { ...to, depth: to.depth + 1 });
  }
}

/** Whether a value found is the protecting one; `on` may list alternatives, and a list of locks may hold it. */
export function isOn(guard: Guard, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOn(guard, item));
  return Array.isArray(guard.on) ? guard.on.includes(value) : guard.on === value;
}
