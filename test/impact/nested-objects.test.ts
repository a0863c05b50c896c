import { expect, it } from 'vitest';
import { deletedObjects } from '../../src/impact/nested-objects.ts';
import { changeOf } from './changing.ts';

const regions = (...names: readonly string[]) => ({
  replication_specs: [{ region_configs: names.map((region_name) => ({ region_name })) }],
});

it('a region that leaves a cluster is a replica deleted', () => {
  const change = changeOf('mongodbatlas_advanced_cluster', {
    before: regions('EU_WEST_1', 'US_EAST_1'),
    after: regions('EU_WEST_1'),
  });
  expect(deletedObjects(change)).toMatchObject({ data: ['replica US_EAST_1 (replication_specs.region_configs)'] });
});

it('the same regions in another order lose nothing', () => {
  const change = changeOf('mongodbatlas_advanced_cluster', {
    before: regions('EU_WEST_1', 'US_EAST_1'),
    after: regions('US_EAST_1', 'EU_WEST_1'),
  });
  expect(deletedObjects(change)).toMatchObject({ data: [], other: [] });
});

it.each([
  ['acme_route_table', { route_rules: [{ destination: '0.0.0.0/0' }] }, { route_rules: [] }, 'other'],
  [
    'grafana_rule_group',
    {
      rule: [
        { name: 'a', uid: '1' },
        { name: 'b', uid: '2' },
      ],
    },
    { rule: [{ name: 'a', uid: '1' }] },
    'other',
  ],
  ['acme_machine', { disk_list: [{ uuid: 'a' }, { uuid: 'b' }] }, { disk_list: [{ uuid: 'a' }] }, 'data'],
] as const)('%s: guessed by the name of the block', (type, before, after, kind) => {
  expect(deletedObjects(changeOf(type, { before, after }))).toMatchObject({
    [kind]: [expect.any(String)],
    guess: true,
  });
});
