import { describe, expect, test } from 'vitest';
import { toLifecycles } from '../../../src/model/configuration/lifecycle.ts';
import { matchesPlan } from '../../../src/model/configuration/matches-plan.ts';
import { localRemoteStates } from '../../../src/model/configuration/remote-state.ts';
import type { Configuration, HclModule, HclResource } from '../../../src/source/plan-and-configuration.ts';

function resource(address: string, more: Partial<HclResource> = {}): HclResource {
  const [name = '', type = '', data] = address.split('.').reverse();
  const mode = data === 'data' ? 'data' : 'managed';
  return { mode, type, name, file: 'main.tf', lifecycle: {}, provisioners: [], ...more };
}

function hclModule(address: string, addresses: readonly string[], calls: readonly string[] = []): HclModule {
  return {
    ...{ address, dir: '.', backend: null, removed: [], moved: [] },
    resources: addresses.map((each) => resource(each)),
    calls: calls.map((name) => ({ name, source: null, file: 'main.tf' })),
  };
}

function configuration(...modules: readonly HclModule[]): Configuration {
  const rest = { unreadable: [], initialised: null, terragrunt: null, stateFiles: [] };
  return { root: '.', origin: 'directory', modules, ...rest };
}

describe('lifecycles', () => {
  const broken = { ...hclModule('module.broken', ['a_b.c'], ['deep']), partial: true as const };
  const lifecycles = toLifecycles(
    configuration(
      hclModule('', ['a_b.c', 'data.a_b.c'], ['m', 'registry', 'broken']),
      hclModule('module.m', ['a_b.c']),
      broken,
    ),
  );

  test.each(['a_b.c', 'data.a_b.c', 'module.m.a_b.c', 'module.broken.a_b.c'])('%s is found', (address) => {
    const [name, type] = address.split('.').reverse();
    expect(lifecycles.find(address)).toMatchObject({
      name,
      type,
      mode: address.startsWith('data') ? 'data' : 'managed',
    });
  });

  test.each([
    ['a block that is gone', 'a_b.gone'],
    ['one in a module', 'module.m.a_b.gone'],
    ['a data source that is gone', 'module.m.data.a_b.c'],
    ['a call that is gone', 'module.gone.a_b.c'],
    ['a call that is gone with all below it', 'module.gone.module.deep.a_b.c'],
    ['a type named module', 'module.m.module.gone.data.a.b'],
  ])('%s is null', (_, address) => {
    expect(lifecycles.find(address)).toBeNull();
  });

  test.each([
    ['a module that was not read', 'module.registry.a_b.c'],
    ['a module below it', 'module.registry.module.deep.a_b.c'],
    ['a module with a file that was not read', 'module.broken.a_b.other'],
    ['a call that may stand in that file', 'module.broken.module.other.a_b.c'],
  ])('%s is unknown', (_, address) => {
    expect(lifecycles.find(address)).toBe('unknown');
  });

  test('without configuration all is unknown', () => {
    expect(toLifecycles(null).find('a_b.c')).toBe('unknown');
  });
});

describe('a directory that nobody named', () => {
  const plan = { resources: new Set(['a_b.c', 'data.a_b.d', 'module.m.a_b.e']), calls: new Set(['m']) };
  const same = hclModule('', ['a_b.c', 'data.a_b.d'], ['m']);
  const probe = resource('data.http.probe', { uncertain: true });

  test.each<[string, HclModule, boolean]>([
    ['the same blocks', same, true],
    ['one block more', hclModule('', ['a_b.c', 'data.a_b.d', 'a_b.more'], ['m']), false],
    ['one block less', hclModule('', ['a_b.c'], ['m']), false],
    ['another call', hclModule('', ['a_b.c', 'data.a_b.d'], ['n']), false],
    ['a data source in a check block', { ...same, resources: [...same.resources, probe] }, true],
    ['one block less, and a file that was not read', { ...hclModule('', ['a_b.c'], ['m']), partial: true }, true],
    ['another block, and a file that was not read', { ...hclModule('', ['a_b.x'], []), partial: true }, false],
    ['nothing but a file that was not read', { ...hclModule('', []), partial: true }, false],
  ])('%s', (_, root, matches) => {
    expect(matchesPlan(configuration(root), plan)).toBe(matches);
  });
});

test('remote states that read a local file', () => {
  const type = (name: string, attributes: Record<string, unknown>) =>
    resource(`data.terraform_remote_state.${name}`, { attributes, line: 3 });
  const remote = type('a', { backend: 's3', config: { path: 'x' } });
  const local = type('b', { backend: 'local', config: { path: '../net/terraform.tfstate' } });
  const computed = type('c', { backend: 'local', config: null });
  const found = localRemoteStates(
    configuration(
      { ...hclModule('', []), resources: [remote, local] },
      { ...hclModule('module.m', []), resources: [computed] },
    ),
  );
  expect(found).toEqual([
    { address: 'data.terraform_remote_state.b', file: 'main.tf', line: 3, path: '../net/terraform.tfstate' },
    { address: 'module.m.data.terraform_remote_state.c', file: 'main.tf', line: 3, path: null },
  ]);
});
