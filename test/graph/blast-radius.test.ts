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

/** One object with its action; `more` adds to the entry or replaces parts of it. */
function changeOf(address: string, action: string, more: Json = {}): Json {
  return {
    ...identity(address),
    change: {
      actions: action === 'replace' ? ['delete', 'create'] : [action],
      before: action === 'create' ? null : { name: address },
      after: action === 'delete' || action === 'forget' ? null : { name: address },
      after_unknown: {},
    },
    ...more,
  };
}

/** Each address with what becomes of it, and what the state says that it depends on. */
function planOf(objects: Readonly<Record<string, readonly [action: string, ...dependsOn: string[]]>>, more: Json = {}) {
  const resources = Object.entries(objects)
    .filter(([, [action]]) => action !== 'create')
    .map(([address, [, ...dependsOn]]) => ({ ...identity(address), values: { name: address }, depends_on: dependsOn }));
  const modules = [...new Set(resources.map(({ address }) => /^module\.[^.]+/.exec(address)?.[0] ?? ''))];
  const inModule = (module: string) =>
    resources.filter(({ address }) => (/^module\.[^.]+/.exec(address)?.[0] ?? '') === module);
  return toPlan(
    toPlanDocument({
      format_version: '1.2',
      resource_changes: Object.entries(objects).map(([address, [action]]) => changeOf(address, action)),
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
  const measured = () => measureBlastRadius(new PlanIndex(plan), none);

  it('names what is destroyed and what depends on it, by any number of steps', () => {
    const radius = measured();
    expect(radius.direct).toEqual(['cloud_thing.b', 'module.net.cloud_gateway.g']);
    expect(addresses(radius.dependents).sort()).toEqual(['cloud_thing.b', 'cloud_thing.c', 'module.app.cloud_thing.d']);
    expect(addresses(radius.dependentsOfForgotten)).toEqual(['cloud_thing.h']);
  });

  it('counts them, of all that there was before', () => {
    const radius = measured();
    expect(radius.stateSize).toBe(7);
    expect(radius.shareOfState).toBe(2 / 7);
    expect(radius.dependentCount('module.net.cloud_gateway.g')).toBe(3);
    expect(radius.dependentCount('cloud_thing.c')).toBe(1);
    expect(radius.dependentCount('cloud_thing.e')).toBe(0);
  });

  it('names the modules that they lie in', () => {
    expect(measured().modules).toEqual(['', 'module.app', 'module.net']);
  });

  it('scores the destroyed by how critical they are, and each dependent beside them', () => {
    const radius = measured();
    // One critical (25), one other (3) and two that are not destroyed themselves.
    expect(radius.score).toBe(Math.ceil(100 * (1 - Math.exp(-(25 + 3 + 2) / 50))));
    expect(radius.level).toBe('medium');
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

describe('the graph', () => {
  const [a, b] = ['cloud_thing.a', 'cloud_thing.b'];
  const measure = (...parts: Parameters<typeof planOf>) => measureBlastRadius(new PlanIndex(planOf(...parts)), none);
  const found = (...parts: Parameters<typeof planOf>) =>
    measure(...parts).dependents.map(({ address, evidence }) => [address, evidence]);
  const stateOf = (...resources: readonly Json[]) => ({ prior_state: { values: { root_module: { resources } } } });

  it('contains every current object with its values', () => {
    const { graph } = measure({ [a]: ['delete'], [b]: ['no-op', a], 'cloud_thing.n': ['create'] });
    expect([...graph.instances.keys()].sort()).toEqual([a, b]);
    expect(graph.instances.get(b)).toMatchObject({ type: 'cloud_thing', values: { name: b }, dependsOn: [a] });
    expect([...graph.dependents]).toEqual([[a, [new Map([[b, 'state']])]]]);
  });

  it('is not built if nothing is destroyed or forgotten', () => {
    const { graph } = measure({ [a]: ['update'], [b]: ['no-op', a] });
    expect(graph).toEqual({ instances: new Map(), dependents: new Map() });
  });

  it('has the values before the plan if there is no state', () => {
    const change = (before: Json, after: Json | null, actions: readonly string[]) => ({
      change: { actions, before, after, after_unknown: {} },
    });
    const linked = { name: 'b', parent: 'thing-0123456789ab' };
    const resource_changes = [
      changeOf(a, 'delete', change({ id: 'thing-0123456789ab' }, null, ['delete'])),
      changeOf(b, 'no-op', change(linked, linked, ['no-op'])),
    ];
    expect(found({}, { resource_changes, prior_state: undefined })).toEqual([[b, 'value']]);
  });

  it('prefers the values of the state', () => {
    const inState = { ...identity(b), values: { name: 'b', parent: 'thing-0123456789ab' } };
    const owner = { ...identity(a), values: { id: 'thing-0123456789ab' } };
    expect(found({ [a]: ['delete'], [b]: ['no-op'] }, stateOf(owner, inState))).toEqual([[b, 'value']]);
  });

  it('follows dependencies in the state under the address before a move', () => {
    const resource_changes = [changeOf(a, 'replace', { previous_address: 'cloud_thing.old' }), changeOf(b, 'no-op')];
    const state = stateOf(
      { ...identity(a), values: { name: a } },
      { ...identity(b), values: { name: b }, depends_on: ['cloud_thing.old'] },
    );
    expect(found({}, { resource_changes, ...state })).toEqual([[b, 'state']]);
  });

  it('follows references in the configuration', () => {
    const references = { parent: { references: [`${a}.name`, a] } };
    const resources = [identity(a), { ...identity(b), expressions: references }];
    expect(found({ [a]: ['delete'], [b]: ['no-op'] }, { configuration: { root_module: { resources } } })).toEqual([
      [b, 'config'],
    ]);
  });

  it('leaves out deposed objects of the plan and of the state', () => {
    const resource_changes = [
      changeOf(a, 'delete', { deposed: '00000001' }),
      changeOf(a, 'no-op'),
      changeOf(b, 'delete'),
      changeOf('cloud_thing.c', 'no-op'),
    ];
    const current = { ...identity('cloud_thing.c'), values: {}, depends_on: [b] };
    const deposed = { ...identity('cloud_thing.c'), values: {}, deposed_key: '00000002' };
    const { direct, dependents, stateSize } = measure({}, { resource_changes, ...stateOf(current, deposed) });
    expect(direct).toEqual([b]);
    expect(stateSize).toBe(3);
    expect(addresses(dependents)).toEqual(['cloud_thing.c']);
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
    const both = { 'cloud_thing.t': ['no-op', password], 'cloud_database.d': ['no-op', password] } as const;
    expect(of({ [password]: ['delete'], ...both }, password)).toBe('standard');
    expect(of({ [password]: ['update'], 'cloud_database.d': ['no-op', password] }, password)).toBe('disposable');
    const base = 'cloud_thing.base';
    const kept = { [base]: ['delete'], [password]: ['update', base], 'cloud_database.d': ['no-op', password] } as const;
    expect(of(kept, password), 'not destroyed, but its dependents are known').toBe('disposable');
  });

  it('is what the type says, and critical what the user calls so', () => {
    expect(of({ 'cloud_gateway.g': ['delete'] }, 'cloud_gateway.g')).toBe('critical');
    expect(of({ 'cloud_thing.t': ['delete'] }, 'cloud_thing.t')).toBe('standard');
    expect(of({ 'cloud_thing.chosen': ['delete'] }, 'cloud_thing.chosen')).toBe('critical');
  });

  it('is determined once for each object', () => {
    const plan = planOf({ 'cloud_thing.a': ['delete'], 'cloud_thing.b': ['delete'] });
    const asked: string[] = [];
    const radius = measureBlastRadius(new PlanIndex(plan), (change) => {
      asked.push(change.address);
      return false;
    });
    for (const change of plan.changes) expect(radius.criticalityOf(change)).toBe('standard');
    expect(asked.sort()).toEqual(['cloud_thing.a', 'cloud_thing.b']);
  });
});

describe('dependentsOn', () => {
  it('asks for one object, whether it is destroyed or not', () => {
    const plan = planOf({ 'cloud_thing.a': ['no-op'], 'cloud_thing.b': ['no-op', 'cloud_thing.a'] });
    expect(addresses(dependentsOn(new PlanIndex(plan), 'cloud_thing.a'))).toEqual(['cloud_thing.b']);
    expect(dependentsOn(new PlanIndex(plan), 'cloud_thing.b')).toEqual([]);
  });
});
