/** What is guessed of types that nobody listed, measured against the catalog's own types as if they were not listed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isOn, toCatalog } from '../../src/model/catalog.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { TypeSource } from '../../src/source/catalog.ts';

const root = join(import.meta.dirname, '..', '..');
const { catalog: source } = readBuiltinPolicies();
const catalog = toCatalog(source);
const unlisted = toCatalog({ ...source, providers: [] });

const holdsData = ({ data, criticality }: TypeSource): boolean => data !== undefined || criticality === 'stateful';

describe('the words of a name', () => {
  const types = source.providers.flatMap((provider) => Object.entries(provider.types));
  const guessed = (type: string): boolean => {
    const entry = unlisted.describe(type, {});
    return holdsData(entry) || entry.criticality === 'critical';
  };
  const stores = types.filter(([, entry]) => holdsData(entry));
  const others = types.filter(([, entry]) => !holdsData(entry) && entry.criticality !== 'critical');
  const share = (list: readonly (readonly [string, TypeSource])[]): number =>
    list.filter(([type]) => guessed(type)).length / list.length;

  // Measured when the words were chosen: 90.1 % of the types that hold data, 4.9 % of the others.
  it('find at least 9 of 10 types that hold data', () => expect(share(stores)).toBeGreaterThan(0.9));
  it('and take few of the others for one', () => expect(share(others)).toBeLessThan(0.05));

  it.each([
    ['acme_postgres_database', 'stateful'],
    ['acme_dns_zone', 'critical'],
    ['acme_privatedatabases', 'stateful'],
    ['acme_bucket_v2', 'stateful'],
    ['acme_database_user', undefined],
    ['acme_bucket_policy', undefined],
    ['acme_service_account', undefined],
    ['acme_monitor', undefined],
    ['acme_metal_device', 'stateful'],
  ])('%s: %s', (type, criticality) => expect(unlisted.describe(type, {}).criticality).toBe(criticality));
});

describe('attributes', () => {
  it.each<[string, unknown, object]>([
    ['a guard', { name: 'x', deletion_protection: false }, { criticality: 'stateful', data: 'secondary', guess: true }],
    ['a size', { storage_gb: 100 }, { criticality: 'stateful', data: 'secondary', guess: true }],
    ['nothing of the kind', { name: 'x' }, {}],
  ])('%s', (_, values, entry) => expect(catalog.describe('acme_widget', values)).toEqual(entry));

  it('a guard is on in any case of its constant, and off by another one', () => {
    const [guard = { path: '', on: true }] = catalog.guards('acme_index', { deletion_protection: 'enabled' });
    expect(['enabled', 'ENABLED', 'disabled', null].map((value) => isOn(guard, value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('a certificate is renewed before the old one is deleted', () =>
    expect(catalog.describe('acme_certificate', {})).toMatchObject({ versioned: 'create-first' }));

  it('a switch that empties is a risk, and says nothing of what is emptied', () => {
    expect(catalog.describe('acme_widget', { force_destroy: true })).toEqual({
      guess: true,
      risks: [{ path: 'force_destroy', when: { eq: true } }],
    });
  });

  it('tell nothing of a provider whose types were all looked at', () => {
    expect(catalog.describe('aws_unheard_of_database', { storage_gb: 1 })).toEqual({});
  });
});

describe('types that wrap another kind', () => {
  it('name their attributes differently: those of the other kind say nothing of them', () => {
    const { expires, objects, serves } = catalog.describe('awscc_s3_bucket', {});
    expect({ expires, objects, serves }).toEqual({ expires: undefined, objects: undefined, serves: undefined });
  });

  it.each<[string, unknown, string | undefined, boolean | undefined]>([
    ['kubernetes_manifest', { manifest: { kind: 'PersistentVolumeClaim' } }, 'stateful', undefined],
    ['kubernetes_manifest', { manifest: { kind: 'CustomResourceDefinition' } }, 'critical', true],
    ['kubernetes_manifest', { manifest: { kind: 'Deployment' } }, undefined, undefined],
    ['kubectl_manifest', { kind: 'Namespace' }, 'critical', undefined],
    ['kubectl_manifest', { yaml_body: 'apiVersion: v1\nkind: Namespace\n' }, 'critical', undefined],
    ['azapi_resource', { type: 'Microsoft.Storage/storageAccounts@2023-05-01' }, 'stateful', undefined],
    ['azapi_resource', { type: 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' }, 'stateful', true],
    ['azapi_resource', { type: 'Microsoft.Insights/actionGroups@2023-01-01' }, undefined, undefined],
    ['awscc_rds_db_instance', {}, 'stateful', undefined],
    ['awscc_dynamodb_table', {}, 'stateful', undefined],
  ])('%s %j: %s', (type, values, criticality, guess) => {
    expect(catalog.describe(type, values)).toMatchObject(
      criticality === undefined ? {} : { criticality, ...(guess && { guess }) },
    );
    if (criticality === undefined) expect(catalog.describe(type, values).criticality).toBeUndefined();
  });

  it('a name that the platform relies on makes an object critical', () => {
    const named = (name: string) => catalog.describe('kubernetes_config_map', { metadata: [{ name }] }).criticality;
    expect([named('aws-auth'), named('settings')]).toEqual(['critical', undefined]);
  });
});

it('the files of policies/catalog/guesses fit their schema', () => {
  const validate = new Ajv({ allErrors: true, validateFormats: false }).compile(
    JSON.parse(readFileSync(join(root, 'schemas/guesses.schema.json'), 'utf8')),
  );
  for (const file of readdirSync(join(root, 'policies/catalog/guesses'))) {
    validate(parse(readFileSync(join(root, 'policies/catalog/guesses', file), 'utf8')));
    expect(validate.errors ?? [], file).toEqual([]);
  }
});
