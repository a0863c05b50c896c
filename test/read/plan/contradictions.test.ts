import { expect, test } from 'vitest';
import { envelopeFaults } from '../../../src/read/plan/plan-envelope.ts';

const aws = 'registry.terraform.io/hashicorp/aws';
const entry = {
  address: 'module.a["x.y"].aws_db_instance.main[0]',
  mode: 'managed',
  type: 'aws_db_instance',
  name: 'main',
  provider_name: aws,
  change: { actions: ['delete'] },
};
const read = {
  ...entry,
  address: 'data.aws_caller_identity.current',
  mode: 'data',
  type: 'aws_caller_identity',
  change: { actions: ['read'] },
};

function withChange(action: string, before: unknown, after: unknown): object {
  return { ...entry, change: { actions: [action], before, after } };
}

function faultsOf(...entries: readonly object[]): readonly string[] {
  return faultsIn({ resource_changes: entries });
}

function faultsIn(parts: object): readonly string[] {
  const json = {
    format_version: '1.2',
    ...parts,
    configuration: { provider_config: { aws: { name: 'aws', full_name: aws } } },
  };
  return envelopeFaults(json, 'plan.json').map(({ path, message, hint }) => `${path} ${message}${hint ? ' !' : ''}`);
}

test.each([
  ['a plain entry', [entry, read]],
  ['a deposed object beside the current one', [entry, { ...entry, deposed: '0a1b2c3d' }]],
  ['a `no-op` that keeps its values', [withChange('no-op', { id: 'a', n: [1] }, { id: 'a', n: [1] })]],
  ['a `no-op` without values, as in a redacted plan', [withChange('no-op', undefined, undefined)]],
  ['an update to unknown values', [{ ...entry, change: { actions: ['update'], before: {}, after_unknown: true } }]],
  ['an ephemeral resource', [{ ...entry, address: 'ephemeral.aws_db_instance.main', mode: 'ephemeral' }]],
])('is accepted: %s', (_, entries) => {
  expect(faultsOf(...entries)).toEqual([]);
});

test.each([
  ['a `no-op` that destroys', [withChange('no-op', { id: 'a' }, null)], '[0] a `no-op` changes values !'],
  ['a `no-op` that changes a value', [withChange('no-op', { n: [1] }, { n: [2] })], '[0] a `no-op` changes values !'],
  [
    'an update that destroys',
    [withChange('update', { id: 'a' }, null)],
    '[0] an object that is updated has no values after that !',
  ],
  [
    'a delete that keeps',
    [withChange('delete', { id: 'a' }, { id: 'a' })],
    '[0] an object that is deleted has values after that !',
  ],
  ['another type', [{ ...entry, type: 'null_resource' }], '[0] `type` differs from the address !'],
  ['another mode', [{ ...entry, mode: 'data' }], '[0] `mode` differs from the address'],
  ['data that is managed', [{ ...read, mode: 'managed' }], '[0] `mode` differs from the address !'],
  ['data that is deleted', [{ ...read, change: { actions: ['delete'] } }], '[0] a data source can only be read !'],
  ['data that is updated', [{ ...read, change: { actions: ['update'] } }], '[0] a data source can only be read !'],
  [
    'an object twice',
    [entry, read, { ...entry, change: { actions: ['no-op'] } }],
    '[2] this object already has an entry !',
  ],
  [
    'a provider from nowhere',
    [{ ...entry, provider_name: 'registry.terraform.io/hashicorp/null' }],
    '[0] neither the configuration nor the state names the provider in `provider_name` !',
  ],
])('is refused: %s', (_, entries, fault) => {
  expect(faultsOf(...entries)[0]).toBe(`$.resource_changes${fault}`);
});

test.each<[string, object, string?]>([
  ['an action', { action_invocations: [{ address: 'module.m.action.aws_x.a[0]', type: 'aws_x' }] }],
  [
    'an action of another type',
    { action_invocations: [{ address: 'action.aws_x.a', type: 'local_command' }] },
    '$.action_invocations[0] `type` differs from the address !',
  ],
  [
    'a deferred action of another type',
    { deferred_action_invocations: [{ action_invocation: { address: 'action.aws_x.a', type: 'local_command' } }] },
    '$.deferred_action_invocations[0] `type` differs from the address !',
  ],
  [
    'instances in the state of Terraform 0.12',
    { prior_state: { values: { root_module: { resources: [entry, { ...entry, index: 1 }] } } } },
  ],
  [
    'another type in the state',
    { prior_state: { values: { root_module: { child_modules: [{ resources: [{ ...entry, type: 'aws_x' }] }] } } } },
    '$.prior_state.values.root_module.child_modules[0].resources[0] `type` differs from the address !',
  ],
])('besides the changes: %s', (_, parts, fault) => {
  expect(faultsIn(parts)).toEqual(fault === undefined ? [] : [fault]);
});
