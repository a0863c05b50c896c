/** What a plan destroys, what depends on it, and how much that is. */
import { describe, expect, it } from 'vitest';
import { dependentsOn, measureBlastRadius } from '../../src/graph/blast-radius.ts';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { PlanIndex } from '../../src/model/plan-index.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

type Json = Readonly<Record<string, unknown>>;

const catalog = toCatalog({
  ...readBuiltinPolicies().catalog,
  providers: [
    {
      provider: 'cloud',
      complete: true,
      types: {
        cloud_database: { data: 'primary' },
        cloud_gateway: { criticality: 'critical' },
        cloud_password: { criticality: 'disposable' },
      },
    },
  ] as unknown as Parameters<typeof toCatalog>[0]['providers'],
});

function identity(address: string) {
  const [type = '', name = ''] = address.replace(/^(?:module\.[^.]+\.)*/, '').split(/[.[]/);
  return { address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/acme/cloud' };
}

/** Each address with what becomes of it, and what the state says that it depends on. */
function planOf(objects: Readonly<Record<string, readonly [action: string, ...dependsOn: string[]]>>, more: Json = {}) {
  const both = (address: string, [action]: readonly [string, ...string[]]) => ({
    ...identity(address),
    change: {
      actions: action === 'replace' ? ['delete', 'create'] : [action],
      before: action === 'create' ? null : { name: address },
      after: action === 'delete' || action === 'forget' ? null : { name: address },
      after_unknown: {},
    },
  });
  const resources = Object.entries(objects)
    .filter(([, [action]]) => action !== 'create')
    .map(([address, [, ...dependsOn]]) => ({ ...identity(address), values: { name: address }, depends_on: dependsOn }));
  const modules = [...new Set(resources.map(({ address }) => /^module\.[^.]+/.exec(address)?.[0] ?? ''))];
  const inModule = (module: string) =>
    resources.filter(({ address }) => (/^module\.[^.]+/.exec(address)?.[0] ?? '') === module);
  return toPlan(
    toPlanDocument({
      format_version: '1.2',
      resource_changes: Object.entries(objects).map(([address, how]) => both(address, how)),
      prior_state: {
        values: {
          root_module: {
            resources: inModule(''),
            child_modules: modules.filter(Boolean).map((address) => ({ address, resources: inModule(address) })),
          },
        },
      },
      ...more,
    }),
    catalog,
  );
}

const none = () => false;
const addresses = (list: readonly { readonly address: string }[]) => list.map(({ address }) => address);

describe('measureBlastRadius', () => {
  const plan = planOf({
    'module.net.cloud_gateway.g': ['delete'],
    'cloud_thing.b': ['replace', 'module.net.cloud_gateway.g'],
    'cloud_thing.c': ['no-op', 'cloud_thing.b'],
    'module.app.cloud_thing.d': ['update', 'cloud_thing.c'],
    'cloud_thing.e': ['no-op'],
    'cloud_thing.f': ['forget'],
    'cloud_thing.h': ['no-op', 'cloud_thing.f'],
    'cloud_thing.n': ['create'],
  });
  const radius = measureBlastRadius(new PlanIndex(plan), none);

  it('names what is destroyed and what depends on it, by any number of steps', () => {
    expect(radius.direct).toEqual(['cloud_thing.b', 'module.net.cloud_gateway.g']);
    expect(addresses(radius.dependents).sort()).toEqual(['cloud_thing.b', 'cloud_thing.c', 'module.app.cloud_thing.d']);
    expect(addresses(radius.dependentsOfForgotten)).toEqual(['cloud_thing.h']);
  });

  it('counts them, of all that there was before', () => {
    expect(radius.stateSize).toBe(7);
    expect(radius.shareOfState).toBe(2 / 7);
    expect(radius.dependentCount('module.net.cloud_gateway.g')).toBe(3);
    expect(radius.dependentCount('cloud_thing.c')).toBe(1);
    expect(radius.dependentCount('cloud_thing.e')).toBe(0);
  });

  it('names the modules that they lie in', () => {
    expect(radius.modules).toEqual(['', 'module.app', 'module.net']);
  });

  it('scores the destroyed by how critical they are, and each dependent beside them', () => {
    // One critical (25), one other (3) and two that are not destroyed themselves.
    expect(radius.score).toBe(Math.ceil(100 * (1 - Math.exp(-(25 + 3 + 2) / 50))));
    expect(radius.level).not.toBe('none');
    expect(measureBlastRadius(new PlanIndex(plan), () => true).score).toBe(
      Math.ceil(100 * (1 - Math.exp(-(25 + 25 + 2) / 50))),
    );
  });

  it('is nothing where nothing is destroyed', () => {
    expect(measureBlastRadius(new PlanIndex(planOf({})), none)).toMatchObject({
      stateSize: 0,
      shareOfState: 0,
      score: 0,
      level: 'none',
    });
    const made = measureBlastRadius(
      new PlanIndex(planOf({ 'cloud_thing.a': ['create'], 'cloud_thing.b': ['no-op'] })),
      none,
    );
    expect(made).toMatchObject({ direct: [], dependents: [], stateSize: 1, shareOfState: 0, modules: [] });
  });
});

describe('criticality', () => {
  const of = (objects: Parameters<typeof planOf>[0], address: string) => {
    const plan = planOf(objects);
    const radius = measureBlastRadius(new PlanIndex(plan), (change) => change.address === 'cloud_thing.chosen');
    const change = [...plan.changes, ...plan.untouched].find((each) => each.address === address);
    if (!change) throw new Error(`${address} is not in the plan`);
    return radius.criticalityOf(change);
  };

  it('of what is disposable is standard where a store is built on it and it is destroyed', () => {
    const password = 'cloud_password.p';
    expect(of({ [password]: ['delete'], 'cloud_database.d': ['no-op', password] }, password)).toBe('standard');
    expect(of({ [password]: ['delete'], 'cloud_gateway.g': ['no-op', password] }, password)).toBe('standard');
    expect(of({ [password]: ['delete'], 'cloud_thing.t': ['no-op', password] }, password)).toBe('disposable');
    expect(of({ [password]: ['update'], 'cloud_database.d': ['no-op', password] }, password)).toBe('disposable');
  });

  it('is what the type says, and critical what the user calls so', () => {
    expect(of({ 'cloud_gateway.g': ['delete'] }, 'cloud_gateway.g')).toBe('critical');
    expect(of({ 'cloud_thing.t': ['delete'] }, 'cloud_thing.t')).toBe('standard');
    expect(of({ 'cloud_thing.chosen': ['delete'] }, 'cloud_thing.chosen')).toBe('critical');
  });
});

describe('dependentsOn', () => {
  it('asks for one object, whether it is destroyed or not', () => {
    const plan = planOf({ 'cloud_thing.a': ['no-op'], 'cloud_thing.b': ['no-op', 'cloud_thing.a'] });
    expect(addresses(dependentsOn(new PlanIndex(plan), 'cloud_thing.a'))).toEqual(['cloud_thing.b']);
    expect(dependentsOn(new PlanIndex(plan), 'cloud_thing.b')).toEqual([]);
  });
});
