/** The catalog against its schema, the providers' schemas, and what is known of the big providers. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { isOn } from '../src/model/catalog.ts';
import { readBuiltinPolicies } from '../src/read/settings/builtin.ts';
import type { ProviderSource } from '../src/source/catalog.ts';
import { readCatalogFiles, typePaths } from './catalog-files.ts';

type Json = Readonly<Record<string, unknown>>;

const shared = new URL('../../shared/', import.meta.url);

function json<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

const catalogs = readCatalogFiles<ProviderSource>('types');
const entries = new Map(catalogs.flatMap(({ content }) => Object.entries(content.types)));

const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(
  json<Json>(new URL('../schemas/catalog.schema.json', import.meta.url)),
);

describe('the catalogue', () => {
  it.each(catalogs)('$file fits its schema', ({ content }) => {
    validate(content);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['a misspelt field', { guard: [] }],
    ['data on what is standard', { data: 'primary' }],
    ['a path that is none', { guards: [{ path: 'settings[0].deletion_protection', on: true }] }],
    ['a backup to compare with nothing', { backups: [{ path: 'retention', op: 'gte' }] }],
  ])('refuses %s', (_, entry) => {
    expect(validate({ provider: 'aws', schemas: ['@cdktf/provider-aws@1.0.0'], types: { aws_thing: entry } })).toBe(
      false,
    );
  });

  it('accepts a list of providers, and no schema from elsewhere', () => {
    const content = { provider: ['mysql', 'neon'], schemas: ['@cdktf/provider-mysql@1.0.0'], types: {} };
    expect(validate(content)).toBe(true);
    expect(validate({ ...content, schemas: ['memory'] })).toBe(false);
  });

  it('is what the program has built in', () => {
    expect(readBuiltinPolicies().catalog.providers).toEqual(catalogs.map(({ content }) => content));
  });

  it('lists no type twice, and each under its provider', () => {
    const all = catalogs.flatMap(({ content }) => Object.keys(content.types).map((type) => [type, content.provider]));
    expect(all).toHaveLength(entries.size);
    expect(all.filter(([type, provider]) => ![provider].flat().includes(String(type).split('_', 1)[0]))).toEqual([]);
  });

  it.each(catalogs)('$file names only types and attributes that the provider has', ({ file, content }) => {
    // Written by scripts/provider-attributes.mjs from the schemas that the file names.
    const extract = json<Json>(new URL(`schemas/catalog/${file.replace(/yaml$/, 'json')}`, import.meta.url));
    const used = Object.entries(content.types).map(([type, entry]) => [type, [...new Set(typePaths(entry))].sort()]);
    expect(Object.fromEntries(used)).toEqual(extract);
  });

  it('names parents that it knows', () => {
    const parents = [...entries.values()].flatMap((entry) => entry.protectedBy ?? []).map(({ parent }) => parent);
    expect(parents.filter((parent) => !entries.has(parent))).toEqual([]);
  });

  it('lists no empty entry', () => {
    expect([...entries].filter(([, entry]) => Object.keys(entry).length === 0)).toEqual([]);
  });
});

interface Known {
  readonly stateful: boolean;
  readonly protect: readonly { readonly path: string; readonly protective: unknown; readonly effect?: string }[];
  readonly risky: readonly unknown[];
  readonly backup: readonly unknown[];
}

/** Settings called protective that refuse no delete of the object itself. */
// biome-ignore format: one line each would hide the groups
const noGuard = new Set([
  'skip_destroy', 'retain_on_delete', 'retain_stack', 'aws_ebs_volume final_snapshot', 'disable_api_stop',
  'protection.replication_overwrite', 'protect_from_scale_in', 'new_game_session_protection_policy',
  'auto_scaling_group_provider.managed_termination_protection', 'firewall_policy_change_protection',
  'subnet_change_protection', 'deletion_policy', 'google_deployment_manager_deployment delete_policy',
  // They decide what becomes of a machine's disks and addresses when the machine goes.
  'stateful_disk.delete_rule', 'stateful_external_ip.delete_rule', 'stateful_internal_ip.delete_rule',
  'preserved_state.disk.delete_rule',
  // Of a template, it protects the instances made from it; a lock protects its scope, not itself.
  'aws_launch_template disable_api_termination', 'azurerm_management_lock lock_level',
]);

/** Guessed to hold data, or with a switch that is none of ours, and judged standard: rules, roles, views, members, code. */
// biome-ignore format: one line each would hide the groups
const judgedStandard = new Set([
  'aws_ecs_capacity_provider', 'aws_gamelift_fleet',
  'aws_odb_network_peering_connection', 'aws_redshiftserverless_workgroup',
  'aws_s3outposts_endpoint', 'aws_s3tables_namespace', 'aws_transfer_user', 'azurerm_cosmosdb_mongo_role_definition',
  'azurerm_cosmosdb_mongo_user_definition', 'azurerm_cosmosdb_postgresql_coordinator_configuration',
  'azurerm_cosmosdb_postgresql_firewall_rule', 'azurerm_cosmosdb_postgresql_node_configuration',
  'azurerm_cosmosdb_postgresql_role', 'azurerm_cosmosdb_sql_dedicated_gateway', 'azurerm_cosmosdb_sql_function',
  'azurerm_cosmosdb_sql_stored_procedure', 'azurerm_cosmosdb_sql_trigger', 'azurerm_healthcare_medtech_service',
  'azurerm_netapp_account', 'azurerm_oracle_resource_anchor',
  'azurerm_storage_sync', 'azurerm_storage_sync_group', 'azurerm_synapse_spark_pool', 'google_alloydb_user',
  'google_bigquery_data_transfer_config', 'google_cloud_identity_group', 'google_colab_schedule',
  'google_data_catalog_entry', 'google_data_catalog_policy_tag',
  'google_data_catalog_tag', 'google_data_catalog_taxonomy', 'google_dataplex_asset',
  'google_datastream_connection_profile', 'google_document_ai_warehouse_document_schema', 'google_firestore_index',
  'google_oracle_database_cloud_exadata_infrastructure_exascale_config', 'google_privateca_certificate',
  'google_sql_source_representation_instance', 'google_storage_anywhere_cache',
]);

const knownTypes = new URL('protection.json', shared);

describe.skipIf(!existsSync(knownTypes))('the catalogue and what is known of the providers', () => {
  const known = existsSync(knownTypes) ? json<Record<string, Known>>(knownTypes) : {};

  it('has every known guard, with the value that protects', () => {
    const missing = Object.entries(known).flatMap(([type, { protect }]) =>
      protect
        .filter(({ path }) => type === 'google_project' || !(noGuard.has(path) || noGuard.has(`${type} ${path}`)))
        .filter(({ path, protective }) => {
          const guard = entries.get(type)?.guards?.find((each) => each.path === path);
          const values = typeof protective === 'string' ? protective.split(' / ') : [protective];
          return guard === undefined || !values.every((value) => isOn(guard, value));
        })
        .map(({ path }) => `${type} ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('says of every type that could hold data or has a switch what it is', () => {
    const silent = Object.entries(known)
      .filter(([, { stateful, protect, risky, backup }]) => {
        const switches = [...protect.filter(({ path }) => path !== 'deletion_policy'), ...risky, ...backup];
        return stateful || switches.length > 0;
      })
      .map(([type]) => type)
      .filter((type) => !entries.has(type));
    expect(silent.sort()).toEqual([...judgedStandard].sort());
  });
});
