/** The files of `policies/catalog/`, and the attribute paths that they name. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const folder = new URL('../policies/catalog/', import.meta.url);

export interface CatalogFile<Content> {
  /** Its path in `policies/catalog/`. */
  readonly file: string;
  readonly content: Content;
}

/** The files directly in a folder of `policies/catalog/`, or all those that describe resource types. */
export function readCatalogFiles<Content>(
  kind: 'types' | 'access' | 'tables' | 'guesses',
): readonly CatalogFile<Content>[] {
  const names = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.yaml'));
  return names
    .sort()
    .filter((name) => kind === (/^(access|tables|guesses)\//.exec(name)?.[1] ?? 'types'))
    .map((file) => ({
      file,
      content: parse(readFileSync(new URL(file, folder), 'utf8'), { uniqueKeys: true }) as Content,
    }));
}

/**
 * Every attribute path in an entry of a type, whatever field it stands in; `at` and `identity` stand below `path`. What
 * stands inside a JSON text is no attribute.
 */
export function typePaths(value: unknown, parent = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { path = parent, json: isText } = value as { readonly path?: string; readonly json?: boolean };
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (['path', 'via', 'locks'].includes(key) && typeof inner === 'string') return [inner];
    if (isText === true) return [];
    if (key === 'at' && typeof inner === 'string') return [`${path}.${inner}`];
    if (key === 'identity' && Array.isArray(inner)) return inner.map((name) => `${path}.${name}`);
    return typePaths(inner, path);
  });
}

/** Fields of an access entry that hold attribute paths, and those whose keys are paths. */
const pathFields = new Set(
  'document policies of members owner permissions entries targets rules sources destinations protocol ports range networks start end path settings bucket with principal unless set identity content'.split(
    ' ',
  ),
);
const keyFields = new Set(['not', 'when', 'denies']);

/** Every attribute path in the access entries of a type; those of a rule's block may be the object's as well. */
export function accessPaths(entry: unknown, rules = ''): readonly string[] {
  if (Array.isArray(entry)) return entry.flatMap((each) => accessPaths(each, rules));
  if (typeof entry !== 'object' || entry === null) return [];
  const block = 'rules' in entry && typeof entry.rules === 'string' ? entry.rules : rules;
  return Object.entries(entry).flatMap(([field, value]: [string, unknown]): readonly string[] => {
    if ('json' in entry && field !== 'rules') return []; // What stands inside a JSON text is no attribute.
    const paths = (list: unknown): readonly string[] => [list].flat().filter((each) => typeof each === 'string');
    const within = (path: string): string => (block === '' ? path : `${path}|${block}.${path}`);
    if (field === 'rules') return paths(value);
    if (pathFields.has(field)) return paths(value).map(within);
    if (keyFields.has(field)) return typeof value === 'object' && value !== null ? Object.keys(value).map(within) : [];
    // Names and ids may be computed, so that the schema's settable attributes lack them.
    if (field === 'holder' || field === 'name' || field === 'inside') return [];
    return typeof value === 'object' ? accessPaths(value, block) : [];
  });
}
