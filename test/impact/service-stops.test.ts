import { describe, expect, it } from 'vitest';
import { findServiceStops } from '../../src/impact/service-stops.ts';
import { changeOf } from './changing.ts';

type Row = readonly [
  type: string,
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
  text: string,
];

const stops = (row: Row, unknown?: unknown) =>
  findServiceStops(changeOf(row[0], { before: row[1], after: row[2], unknown }));

describe('what stops serving', () => {
  it.each<Row>([
    ['aws_ecs_service', { desired_count: 4 }, { desired_count: 0 }, 'desired_count: 4 → 0'],
    ['kubernetes_deployment_v1', { spec: [{ replicas: '6' }] }, { spec: [{ replicas: '0' }] }, 'spec.replicas: 6 → 0'],
    [
      'aws_lambda_function',
      { reserved_concurrent_executions: -1 },
      { reserved_concurrent_executions: 0 },
      'reserved_concurrent_executions: -1 → 0',
    ],
    [
      'google_sql_database_instance',
      { settings: [{ activation_policy: 'ALWAYS' }] },
      { settings: [{ activation_policy: 'NEVER' }] },
      'settings.activation_policy: ALWAYS → NEVER',
    ],
    [
      'google_compute_instance',
      { desired_status: null },
      { desired_status: 'TERMINATED' },
      'desired_status: none → TERMINATED',
    ],
    ['azurerm_linux_web_app', { enabled: true }, { enabled: false }, 'enabled: true → false'],
    ['google_service_account', { disabled: false }, { disabled: true }, 'disabled: false → true'],
    [
      'aws_route53_record',
      { type: 'NS', records: ['a.', 'b.'] },
      { type: 'NS', records: ['c.'] },
      'records: a., b. → c.',
    ],
    ['google_kms_crypto_key_version', { state: 'ENABLED' }, { state: 'DISABLED' }, 'state: ENABLED → DISABLED'],
    ['aws_ec2_instance_state', null, { instance_id: 'i-1', state: 'stopped' }, 'state: stopped'],
    ['aws_default_network_acl', { ingress: [{ rule_no: 1 }] }, { ingress: [] }, 'ingress: 1 → none'],
  ])('%s by the catalog', (...row) => {
    expect(stops(row)).toMatchObject({ stopped: [row[3]], guessed: false });
  });

  it.each<Row>([
    ['scaleway_instance_server', { state: 'started' }, { state: 'stopped' }, 'state: started → stopped'],
    ['acme_app_service', { enabled: true }, { enabled: false }, 'enabled: true → false'],
    ['acme_container_cluster', { paused: false }, { paused: true }, 'paused: false → true'],
    [
      'acme_service',
      { scaling: [{ max_instances: 10 }] },
      { scaling: [{ max_instances: 0 }] },
      'scaling.max_instances: 10 → 0',
    ],
    [
      'kubernetes_manifest',
      { manifest: { kind: 'StatefulSet', spec: { replicas: 3 } } },
      { manifest: { kind: 'StatefulSet', spec: { replicas: 0 } } },
      'manifest.spec.replicas: 3 → 0',
    ],
    ['acme_dns_record', { type: 'NS', values: ['a.'] }, { type: 'NS', values: ['b.'] }, 'values: a. → b.'],
    ['acme_loadbalancer', { target_ids: ['1', '2'] }, { target_ids: [] }, 'target_ids: 2 → none'],
    ['acme_vm_state', null, { vm_id: '7', state: 'stopped' }, 'state: stopped'],
  ])('%s by the names of its attributes', (...row) => {
    expect(stops(row)).toMatchObject({ stopped: [row[3]], guessed: true });
  });
});

describe('what serves less, or serves only itself', () => {
  it.each<Row>([
    ['aws_ecs_service', { desired_count: 4 }, { desired_count: 2 }, 'desired_count: 4 → 2'],
    [
      'kubernetes_cron_job_v1',
      { spec: [{ suspend: false }] },
      { spec: [{ suspend: true }] },
      'spec.suspend: false → true',
    ],
    ['aws_lb_listener', { certificate_arn: 'a' }, { certificate_arn: 'b' }, 'certificate_arn: a → b'],
    ['aws_route53_record', { type: 'A', records: ['1'] }, { type: 'A', records: ['2'] }, 'records: 1 → 2'],
    ['azuread_group', { members: ['a', 'b', 'c'] }, { members: [] }, 'members: 3 → none'],
    ['acme_alert_rule', { enabled: true }, { enabled: false }, 'enabled: true → false'],
    ['acme_thing', { enabled: true }, { enabled: false }, 'enabled: true → false'],
  ])('%s', (...row) => {
    expect(stops(row)).toMatchObject({ stopped: [], reduced: [row[3]] });
  });
});

describe('what is none of it', () => {
  it.each<Row>([
    ['aws_ecs_service', { desired_count: 0 }, { desired_count: 0 }, 'it was off before'],
    ['aws_ecs_service', { desired_count: 2 }, { desired_count: 4 }, 'more of it'],
    [
      'aws_lambda_function',
      { reserved_concurrent_executions: 5 },
      { reserved_concurrent_executions: -1 },
      'without a limit',
    ],
    [
      'aws_route53_record',
      { type: 'NS', records: ['a.', 'b.'] },
      { type: 'NS', records: ['b.', 'a.'] },
      'another order',
    ],
    ['acme_app', { enabled: null }, { enabled: false }, 'a default written out'],
    ['acme_app', { logging: [{ enabled: true }] }, { logging: [{ enabled: false }] }, 'a part of it'],
    ['acme_app', null, { enabled: false }, 'a new one'],
    ['azuread_group', { members: ['a', 'b', 'c'] }, { members: ['a', 'b'] }, 'one member less'],
  ])('%s: %j → %j (%s)', (...row) => {
    expect(stops(row)).toMatchObject({ stopped: [], reduced: [], unknown: [] });
  });

  it('a machine that the same plan makes', () => {
    const row: Row = ['aws_ec2_instance_state', null, { state: 'stopped' }, ''];
    expect(stops(row, { instance_id: true })).toMatchObject({ stopped: [], reduced: [] });
  });
});

it('a value that is not known yet accuses nobody, and is named where the catalog knows the attribute', () => {
  expect(stops(['aws_ecs_service', { desired_count: 4 }, {}, ''], { desired_count: true })).toMatchObject({
    stopped: [],
    unknown: ['desired_count'],
  });
  expect(stops(['acme_app', { enabled: true }, {}, ''], { enabled: true })).toMatchObject({ stopped: [], unknown: [] });
});

it('a sensitive value is not shown', () => {
  const change = changeOf('aws_route53_record', {
    before: { type: 'NS', records: ['hidden-1'] },
    after: { type: 'NS', records: ['hidden-2'] },
    sensitive: { records: [true] },
  });
  expect(findServiceStops(change).stopped).toEqual(['records: (sensitive) → (sensitive)']);
});

describe('guesses', () => {
  it.each<Row>([
    ['keycloak_realm', { enabled: true }, { enabled: false }, 'enabled: true → false'],
    ['heroku_formation', { quantity: 2 }, { quantity: 0 }, 'quantity: 2 → 0'],
    ['oci_core_instance_pool', { size: 3 }, { size: 0 }, 'size: 3 → 0'],
    ['acme_scaling_group', { max_size: 3 }, { max_size: 0 }, 'max_size: 3 → 0'],
    ['linode_instance', { booted: true }, { booted: false }, 'booted: true → false'],
    ['acme_server', { power_action: 'ON' }, { power_action: 'OFF' }, 'power_action: ON → OFF'],
  ])('%s stops by what the catalog calls it, or by its names', (...row) => {
    expect(stops(row)).toMatchObject({ stopped: [row[3]], guessed: true });
  });

  it('a limit that was not set and is 0 now stops nothing', () => {
    const row: Row = ['azurerm_kubernetes_cluster_node_pool', { max_count: null }, { max_count: 0 }, ''];
    expect(stops(row)).toMatchObject({ stopped: [], reduced: [] });
  });
});
