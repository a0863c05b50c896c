/** Objects that an update deletes: removed elements of a nested block or list that are objects of their own. */
import type { Change } from '../model/change.ts';
import { child, containsTrue, isSensitive } from '../model/values.ts';
import type { ObjectsSource } from '../source/catalog.ts';
import { perObject } from '../text/per-object.ts';
import { decoded, follow } from './attribute-walk.ts';
import { guessObjects } from './nested-guess.ts';

/** Nested objects that an update deletes, as texts for a finding. */
export interface DeletedObjects {
  /** Objects that hold data, e.g. `replica us-east-1 (replica)`. */
  readonly data: readonly string[];
  /** Objects that hold no data. */
  readonly other: readonly string[];
  /** Objects whose loss is only an advisory. */
  readonly minor: readonly string[];
  /** Paths whose values are known only after apply. */
  readonly unknown: readonly string[];
  /** Found by the names of blocks, not from the catalog. */
  readonly guess: boolean;
}

const nothing: DeletedObjects = { data: [], other: [], minor: [], unknown: [], guess: false };
const shownNames = 5;

/**
 * Returns the objects that an update deletes. They are compared by name, so the order of a list does not matter. Several
 * facts ask for it.
 */
export const deletedObjects: (change: Change) => DeletedObjects = perObject(deletedObjectsOf);

function deletedObjectsOf(change: Change): DeletedObjects {
  if (change.action !== 'update' || change.mode === 'data') return nothing;
  const sources = change.entry.objects ?? guessObjects(change);
  if (sources.length === 0) return nothing;
  const found = sources.map((source) => ({ source, ...compare(change, source) }));
  const texts = (isWanted: (source: ObjectsSource) => boolean): readonly string[] =>
    found.filter(({ source }) => isWanted(source)).flatMap(({ text }) => text);
  return {
    data: texts(({ data, advise }) => data === true && advise !== true),
    other: texts(({ data, advise }) => data !== true && advise !== true),
    minor: texts(({ advise }) => advise === true),
    unknown: found.flatMap(({ unknown }) => unknown),
    guess: change.entry.objects === undefined,
  };
}

interface Compared {
  readonly text: readonly string[];
  readonly unknown: readonly string[];
}

function compare(change: Change, source: ObjectsSource): Compared {
  if (source.statements) return compareStatements(change, source);
  const { before, after, afterUnknown, beforeSensitive, afterSensitive } = change.values;
  const had = elements(before, source).filter(({ isKept }) => !isKept);
  if (had.length === 0) return { text: [], unknown: [] };
  const left = elements(after, source).map(({ name }) => name);
  const lost = had.filter(({ name }) => !left.includes(name)).map(({ name }) => name);
  if (lost.length === 0 || (source.all === true && left.length > 0)) return { text: [], unknown: [] };
  // An element whose name is only known after apply may be one of those that seem to be lost.
  const [top = source.path] = source.path.split('.', 1);
  const isOpen = hasOpenName(child(afterUnknown, top), source);
  if (isOpen) return { text: [], unknown: [source.path] };
  const shown = isSensitive([beforeSensitive, afterSensitive], [top]) ? lost.map(() => '(sensitive)') : lost;
  const names = [...new Set(shown)];
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  const noun = names.length === 1 ? source.what : plural(source.what);
  return { text: [`${noun} ${names.slice(0, shownNames).join(', ')}${more} (${source.path})`], unknown: [] };
}

/** Statements are only ever added, since a changed one replaces the database. */
function compareStatements({ values: { before, after } }: Change, { path }: ObjectsSource): Compared {
  const had = new Set(follow(before, path.split('.')));
  const dropped = follow(after, path.split('.'))
    .filter((statement) => typeof statement === 'string' && !had.has(statement))
    .flatMap((statement) => droppedBy(String(statement)) ?? []);
  return { text: dropped.map((name) => `${name} (${path})`), unknown: [] };
}

/** What a statement drops, e.g. `column note of orders`. */
function droppedBy(statement: string): string | null {
  const name = '(?:IF\\s+EXISTS\\s+)?[`"]?([\\w.-]+)';
  const table = new RegExp(`^\\s*(?:DROP|TRUNCATE)\\s+TABLE\\s+${name}`, 'i').exec(statement);
  if (table) return `table ${table[1]}`;
  const column = new RegExp(`^\\s*ALTER\\s+TABLE\\s+${name}[\`"]?\\s+DROP\\s+COLUMN\\s+${name}`, 'i').exec(statement);
  return column ? `column ${column[2]} of ${column[1]}` : null;
}

interface Element {
  readonly name: string;
  readonly isKept: boolean;
}

function elements(values: unknown, source: ObjectsSource): readonly Element[] {
  const found = follow(values, source.path.split('.')).flatMap((value) =>
    source.json ? follow(decoded(value), []) : [value],
  );
  return found.flatMap((element) => named(element, source, ''));
}

function named(element: unknown, source: ObjectsSource, parent: string): readonly Element[] {
  const { identity, children, keeps, on, path } = source;
  if (on !== undefined) return element === on ? [{ name: path.split('.').slice(1, -1).join('.'), isKept: false }] : [];
  if (typeof element !== 'object' || element === null) {
    return identity.length === 0 ? [{ name: String(element), isKept: false }] : [];
  }
  const parts = identity.map((key) => child(element, key)).filter((part) => part !== null && part !== undefined);
  const name = `${parent}${parts.map(String).filter(Boolean).join(' ')}`;
  const isKept = keeps !== undefined && follow(element, keeps.at.split('.')).includes(keeps.value);
  const below = children === undefined ? [] : follow(child(element, children), []);
  const inner = below.flatMap((each) => named(each, source, `${name}.`));
  return name === parent ? inner : [{ name, isKept }, ...inner];
}

/** Whether the list, or what tells its elements apart, is only known after apply. */
function hasOpenName(mask: unknown, { path, identity }: ObjectsSource): boolean {
  if (mask === true) return true;
  const below = path.split('.').slice(1);
  const masks = follow(mask, below);
  return masks.some((each) => each === true || identity.some((key) => containsTrue(child(each, key))));
}

function plural(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : /(?:x|ch|s)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
