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

function faultsOf(...entries: readonly object[]): readonly string[] {
  const json = {
    format_version: '1.2',
    resource_changes: entries,
    configuration: { provider_config: { aws: { name: 'aws', full_name: aws } } },
  };
  return envelopeFaults(json, 'plan.json').map(({ path, message, hint }) => `${path} ${message}${hint ? ' !' : ''}`);
}

test.each([
  ['a plain entry', [entry, read]],
  ['a deposed object beside the current one', [entry, { ...entry, deposed: '0a1b2c3d' }]],
  ['an ephemeral resource', [{ ...entry, address: 'ephemeral.aws_db_instance.main', mode: 'ephemeral' }]],
])('is accepted: %s', (_, entries) => {
  expect(faultsOf(...entries)).toEqual([]);
});

test.each([
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
