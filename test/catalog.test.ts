/** The catalogue against its schema, and against what is known of the providers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isOn, type ProviderCatalog, type TypeEntry } from '../src/model/catalog.ts';

type Json = Readonly<Record<string, unknown>>;

const folder = new URL('../policies/catalog/', import.meta.url);
const shared = new URL('../../shared/', import.meta.url);

function json<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}

const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const catalogs = files.map((file) => ({
  file,
  content: parse(readFileSync(new URL(file, folder), 'utf8'), { uniqueKeys: true }) as ProviderCatalog,
}));
const entries = new Map(catalogs.flatMap(({ content }) => Object.entries(content.types)));

function pathsOf(entry: TypeEntry): readonly string[] {
  const lists = [entry.guards, entry.keeps, entry.risks, entry.backups];
  return lists.flatMap((list) => (list ?? []).map((item) => item.path));
}

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
    expect(validate({ provider: 'aws', types: { aws_thing: entry } })).toBe(false);
  });

  it('is the four files that the program loads', () => {
    expect(files).toEqual(['aws.yaml', 'azurerm.yaml', 'core.yaml', 'google.yaml']);
  });

  it('lists no type twice, and each under its provider', () => {
    const all = catalogs.flatMap(({ content }) => Object.keys(content.types).map((type) => [content.provider, type]));
    expect(all).toHaveLength(entries.size);
    expect(all.filter(([provider, type]) => provider !== 'core' && !type?.startsWith(`${provider}_`))).toEqual([]);
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
  readonly risky: readonly { readonly path: string }[];
  readonly backup: readonly { readonly path: string }[];
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

/** Paths beyond the known ones, from the providers' documentation. */
// biome-ignore format: one line each would hide the groups
const added = new Set([
  'aws_organizations_account close_on_deletion', 'aws_sagemaker_domain retention_policy.home_efs_file_system',
  // The known list has `.enabled`; the provider has a plain boolean here, and a status there.
  'aws_dynamodb_table replica.point_in_time_recovery', 'aws_dynamodb_table_replica point_in_time_recovery',
  'aws_keyspaces_table point_in_time_recovery.status',
  'aws_kinesis_stream retention_period', 'aws_cloudwatch_event_archive retention_days',
  'aws_s3_bucket_versioning versioning_configuration.status', 'aws_efs_backup_policy backup_policy.status',
  'aws_cloudtrail enable_logging', 'aws_cloudtrail is_multi_region_trail', 'aws_cloudtrail enable_log_file_validation',
  'aws_cloudtrail include_global_service_events', 'aws_cloudtrail_event_data_store retention_period',
  'aws_guardduty_detector enable', 'aws_config_configuration_recorder_status is_enabled', 'aws_macie2_account status',
  'azurerm_postgresql_server backup_retention_days', 'azurerm_postgresql_server geo_redundant_backup_enabled',
  'azurerm_mysql_server backup_retention_days', 'azurerm_mysql_server geo_redundant_backup_enabled',
  'azurerm_mariadb_server backup_retention_days', 'azurerm_mariadb_server geo_redundant_backup_enabled',
  'azurerm_recovery_services_vault soft_delete_enabled', 'azurerm_network_watcher_flow_log enabled',
  'azurerm_network_watcher_flow_log retention_policy.enabled', 'azurerm_network_watcher_flow_log retention_policy.days',
  'azurerm_mssql_server_extended_auditing_policy enabled', 'azurerm_mssql_server_extended_auditing_policy retention_in_days',
  'azurerm_mssql_database_extended_auditing_policy enabled',
  'azurerm_mssql_database_extended_auditing_policy retention_in_days', 'azurerm_security_center_subscription_pricing tier',
  'google_app_engine_flexible_app_version noop_on_destroy', 'google_app_engine_standard_app_version noop_on_destroy',
  'google_sql_database_instance settings.backup_configuration.backup_retention_settings.retained_backups',
  'google_sql_database_instance settings.backup_configuration.transaction_log_retention_days',
  'google_storage_bucket retention_policy.retention_period', 'google_storage_bucket versioning.enabled',
  'google_storage_bucket soft_delete_policy.retention_duration_seconds', 'google_apigee_organization retention',
  'google_logging_project_sink disabled', 'google_logging_folder_sink disabled',
  'google_logging_organization_sink disabled', 'google_logging_billing_account_sink disabled',
  'google_logging_project_bucket_config retention_days', 'google_logging_folder_bucket_config retention_days',
  'google_logging_organization_bucket_config retention_days',
  'google_logging_billing_account_bucket_config retention_days',
  'kubernetes_persistent_volume spec.persistent_volume_reclaim_policy',
  'kubernetes_persistent_volume_v1 spec.persistent_volume_reclaim_policy',
  'kubernetes_stateful_set spec.persistent_volume_claim_retention_policy.when_deleted',
  'kubernetes_stateful_set_v1 spec.persistent_volume_claim_retention_policy.when_deleted',
]);

/** Guessed to hold data, or with a switch that is none of ours, and judged standard: rules, roles, views, members, code. */
// biome-ignore format: one line each would hide the groups
const judgedStandard = new Set([
  'aws_ecs_capacity_provider', 'aws_eks_node_group', 'aws_gamelift_fleet', 'aws_imagebuilder_container_recipe',
  'aws_imagebuilder_image_recipe', 'aws_odb_network_peering_connection', 'aws_redshiftserverless_workgroup',
  'aws_s3outposts_endpoint', 'aws_s3tables_namespace', 'aws_transfer_user', 'azurerm_cosmosdb_mongo_role_definition',
  'azurerm_cosmosdb_mongo_user_definition', 'azurerm_cosmosdb_postgresql_coordinator_configuration',
  'azurerm_cosmosdb_postgresql_firewall_rule', 'azurerm_cosmosdb_postgresql_node_configuration',
  'azurerm_cosmosdb_postgresql_role', 'azurerm_cosmosdb_sql_dedicated_gateway', 'azurerm_cosmosdb_sql_function',
  'azurerm_cosmosdb_sql_stored_procedure', 'azurerm_cosmosdb_sql_trigger', 'azurerm_healthcare_medtech_service',
  'azurerm_kubernetes_cluster_node_pool', 'azurerm_netapp_account', 'azurerm_oracle_resource_anchor',
  'azurerm_storage_sync', 'azurerm_storage_sync_group', 'azurerm_synapse_spark_pool', 'google_alloydb_user',
  'google_bigquery_data_transfer_config', 'google_cloud_identity_group', 'google_colab_schedule',
  'google_container_node_pool', 'google_data_catalog_entry', 'google_data_catalog_policy_tag',
  'google_data_catalog_tag', 'google_data_catalog_taxonomy', 'google_dataplex_asset',
  'google_datastream_connection_profile', 'google_document_ai_warehouse_document_schema', 'google_firestore_index',
  'google_oracle_database_cloud_exadata_infrastructure_exascale_config', 'google_privateca_certificate',
  'google_sql_source_representation_instance', 'google_storage_anywhere_cache',
]);

const knownTypes = new URL('protection.json', shared);

describe.skipIf(!existsSync(knownTypes))('the catalogue and what is known of the providers', () => {
  const known = existsSync(knownTypes) ? json<Record<string, Known>>(knownTypes) : {};

  it('has no path that nobody knows', () => {
    const strange = [...entries].flatMap(([type, entry]) => {
      const { protect = [], risky = [], backup = [] } = known[type] ?? {};
      const paths = new Set([...protect, ...risky, ...backup].map(({ path }) => path));
      return pathsOf(entry)
        .filter((path) => !paths.has(path))
        .map((path) => `${type} ${path}`);
    });
    expect(strange.sort()).toEqual([...added].sort());
  });

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
