/** The access entries and the tables of the catalog against their schemas and the providers' schemas. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';
import type { AccessFileSource } from '../src/source/access.ts';
import type { TablesSource } from '../src/source/tables.ts';
import { accessPaths, readCatalogFiles } from './catalog-files.ts';

type Json = Readonly<Record<string, unknown>>;
type AccessFile = AccessFileSource & { readonly provider: string | readonly string[] };

function json(path: string): Json {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

function validator(schema: string): ValidateFunction {
  return new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(
    json(`../schemas/${schema}`),
  );
}

const files = readCatalogFiles<AccessFile>('access');
const tables = readCatalogFiles<Partial<TablesSource>>('tables');
const isAccess = validator('access.schema.json');
const isTable = validator('catalog-tables.schema.json');

describe('access entries', () => {
  it.each(files)('$file fits its schema', ({ content }) => {
    isAccess(content);
    expect(isAccess.errors ?? []).toEqual([]);
  });

  it.each([
    ['a reader that nobody knows', { reads: 'magic' }],
    ['a field of another reader', { reads: 'key', what: 'a key', owner: 'user', networks: ['cidr'] }],
    ['a firewall without sources', { reads: 'firewall', holder: { group: 'name' } }],
  ])('refuses %s', (_, entry) => {
    const content = { provider: 'aws', schemas: ['@cdktf/provider-aws@1.0.0'], access: { aws_thing: [entry] } };
    expect(isAccess(content)).toBe(false);
  });

  it('are those that the program has built in', () => {
    expect(readBuiltinPolicies().catalog.access).toEqual(files.map(({ content }) => content));
  });

  it('list no type twice, and each under its provider', () => {
    const types = files.flatMap(({ content }) => Object.keys(content.access).map((type) => [type, content.provider]));
    expect(new Set(types.map(([type]) => type)).size).toBe(types.length);
    expect(types.filter(([type, provider]) => ![provider].flat().includes(String(type).split('_', 1)[0]))).toEqual([]);
  });

  it.each(files)('$file names only types and attributes that the provider has', ({ file, content }) => {
    // Written by scripts/provider-attributes.mjs from the schemas that the file names.
    const extract = json(`schemas/catalog/${file.replace(/yaml$/, 'json')}`);
    const used = Object.entries(content.access)
      .filter(([type]) => !type.includes('*'))
      .map(([type, entries]) => [type, [...new Set(accessPaths(entries))].sort()]);
    expect(Object.fromEntries(used)).toEqual(extract);
  });
});

describe('tables', () => {
  it.each(tables)('$file fits its schema', ({ content }) => {
    isTable(content);
    expect(isTable.errors ?? []).toEqual([]);
  });

  it('refuse a backend of no status', () => {
    expect(isTable({ backends: { s3: { locked: true, encrypted: true } } })).toBe(false);
  });

  it('are those that the program has built in, each once', () => {
    const names = tables.flatMap(({ content }) => Object.keys(content));
    expect(new Set(names).size).toBe(names.length);
    expect(readBuiltinPolicies().catalog.tables).toEqual(Object.assign({}, ...tables.map(({ content }) => content)));
  });
});
