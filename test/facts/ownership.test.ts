/** Who owns what a plan touches, and what the settings allow the change to do to it. */
import { describe, expect, it } from 'vitest';
import type { PlanContext } from '../../src/facts/context.ts';
import { type Ownerships, toOwnerships } from '../../src/facts/ownership.ts';
import { ownershipFacts } from '../../src/facts/ownership-facts.ts';
import { changeEffectPart } from '../../src/facts/plan-effects.ts';
import { measureBlastRadius } from '../../src/graph/blast-radius.ts';
import type { Change } from '../../src/model/change.ts';
import { type Plan, toPlan } from '../../src/model/plan.ts';
import { PlanIndex } from '../../src/model/plan-index.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { resolveSettings, type SettingsFlags } from '../../src/settings/resolve.ts';
import { type ConfigYaml, noConfig, toConfig } from '../../src/source/default-settings.ts';
import { typed } from '../judge-options.ts';

type Json = Readonly<Record<string, unknown>>;

/** A resource of no known type: `acme_thing.NAME`, or `data.acme_thing.NAME` with `mode: data`. */
function thing(address: string, action: string, more: Json = {}): Json {
  const [before, after] = [action === 'create' ? null : { id: address }, action === 'delete' ? null : { id: address }];
  const actions = action === 'replace' ? ['delete', 'create'] : [action];
  const { change, ...rest } = more as { readonly change?: Json };
  return {
    address,
    mode: 'managed',
    type: 'acme_thing',
    name: 'x',
    provider_name: 'registry.terraform.io/acme/acme',
    change: { actions, before, after, after_unknown: {}, ...change },
    ...rest,
  };
}

interface Given {
  readonly changes?: readonly Json[];
  readonly plan?: Json;
  readonly settings?: ConfigYaml;
  readonly flags?: SettingsFlags;
}

function planOf({ changes = [], plan = {} }: Given): Plan {
  return toPlan(toPlanDocument({ format_version: '1.2', resource_changes: changes, ...plan }), typed);
}

function ownershipsOf(given: Given): { readonly plan: Plan; readonly ownerships: Ownerships } {
  const plan = planOf(given);
  const settings = resolveSettings({
    config: given.settings ? toConfig(given.settings, noConfig) : noConfig,
    rootModule: { directory: null, workspace: null },
    plan,
    flags: given.flags ?? {},
    aiAssisted: false,
  });
  const radius = measureBlastRadius(new PlanIndex(plan), settings.critical.has);
  return { plan, ownerships: toOwnerships({ plan, radius, settings }) };
}

/** Ownership of the first change. */
function ownershipOf(change: Json, rest: Omit<Given, 'changes'> = {}) {
  const { plan, ownerships } = ownershipsOf({ ...rest, changes: [change] });
  return ownerships.of(plan.changes[0] as Change);
}

const owners = [
  { owner: 'network', addresses: ['acme_thing.net*'] },
  { owner: 'billing', tags: { team: 'billing' } },
];

describe('a change', () => {
  it('without settings has no owner, may do anything, and was not changed elsewhere', () => {
    expect(ownershipOf(thing('acme_thing.a', 'delete'))).toEqual({
      owner: '',
      inScope: true,
      pulledInBy: [],
      drifted: false,
      actionsLimited: false,
      actionsNotAllowed: [],
    });
  });

  it('belongs to the owner of its tags before the change', () => {
    const change = { before: { tags: { team: 'billing' } }, after: { tags: { team: 'network' } } };
    expect(ownershipOf(thing('acme_thing.a', 'update', { change }), { settings: { owners } }).owner).toBe('billing');
  });

  it('is in the scope of its owner only', () => {
    const inScope = (address: string) =>
      ownershipOf(thing(address, 'update'), { settings: { owners }, flags: { scope: ['network'] } }).inScope;
    expect([inScope('acme_thing.net'), inScope('acme_thing.other')]).toEqual([true, false]);
  });

  it('of a new object is in the scope of the tags that it will have', () => {
    const change = { before: null, after: { tags: { team: 'billing' } } };
    const given = { settings: { owners }, flags: { scope: ['billing'] } };
    expect(ownershipOf(thing('acme_thing.a', 'create', { change }), given)).toMatchObject({
      owner: 'billing',
      inScope: true,
    });
  });

  it('that moves needs both addresses in scope', () => {
    const moved = (from: string, to: string) =>
      ownershipOf(thing(to, 'no-op', { previous_address: from }), { flags: { scope: ['module.mine'] } }).inScope;
    const [mine, other] = ['module.mine.acme_thing.a', 'acme_thing.a'];
    expect([moved(mine, other), moved(other, mine), moved(mine, 'module.mine.acme_thing.b')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('was also changed outside Terraform if the plan says so and the drift is a change', () => {
    const drifted = (action: string) =>
      ownershipOf(thing('acme_thing.a', 'update'), { plan: { resource_drift: [thing('acme_thing.a', action)] } })
        .drifted;
    expect([drifted('update'), drifted('no-op')]).toEqual([true, false]);
  });
});

describe('allowed actions', () => {
  const limited = (action: string, actions: readonly string[], more: Json = {}) => {
    const { actionsLimited, actionsNotAllowed } = ownershipOf(thing('acme_thing.net', action, more), {
      settings: {
        owners: [{ owner: 'network', addresses: ['acme_thing.net'], limits: { actions: ['create', 'read'] } }],
      },
      flags: { allow: actions },
    });
    expect(actionsLimited).toBe(true);
    return actionsNotAllowed;
  };

  it.each([
    ['an action that only one of the two lists allows', 'update', ['update'], ['update']],
    ['an action that both allow', 'create', ['create'], []],
    ['a no-op, which is no action', 'no-op', [], []],
    ['a read, which is no action', 'read', [], []],
  ])('%s', (_, action, allow, notAllowed) => {
    expect(limited(action, allow)).toEqual(notAllowed);
  });

  it('an import is an action of its own', () => {
    const change = { importing: { id: 'i-1' } };
    expect(limited('no-op', ['create'], { change })).toEqual(['import']);
    expect(limited('update', ['create'], { change })).toEqual(['update', 'import']);
  });

  it('a replacement that keeps the old object is a create and a forget', () => {
    const change = { actions: ['create', 'forget'], before: { id: 'a' }, after: { id: 'b' } };
    expect(limited('update', ['create'], { change })).toEqual(['forget']);
  });

  it('limits of one owner say nothing about others', () => {
    const settings = { owners: [{ owner: 'network', addresses: ['acme_thing.net'], limits: { actions: ['create'] } }] };
    expect(ownershipOf(thing('acme_thing.a', 'update'), { settings })).toMatchObject({
      actionsLimited: false,
      actionsNotAllowed: [],
    });
  });
});

it('the path from what is destroyed leads to the dependent; steps that are left out are counted', () => {
  const address = (i: number) => `acme_thing.s${String(i).padStart(2, '0')}`;
  const chain = (length: number) => {
    const resources = Array.from({ length }, (_, i) => ({
      address: address(i),
      mode: 'managed',
      type: 'acme_thing',
      name: `s${i}`,
      values: {},
      depends_on: i === 0 ? [] : [address(i - 1)],
    }));
    const { plan, ownerships } = ownershipsOf({
      changes: [thing(address(0), 'delete'), ...resources.slice(1).map((each) => thing(each.address, 'no-op'))],
      plan: { prior_state: { values: { root_module: { resources } } } },
    });
    const last = [...plan.changes, ...plan.untouched].find((change) => change.address === address(length - 1));
    return ownerships.of(last as Change).pulledInBy;
  };
  expect(chain(3)).toEqual([address(0), address(1), address(2)]);
  const long = chain(60);
  expect(long.slice(0, 3)).toEqual([address(0), '10 more', address(11)]);
  expect(long.at(-1)).toBe(address(59));
});

describe('of the whole plan', () => {
  const action = (address: string, trigger: string): Json => ({
    address,
    type: 'acme_call',
    lifecycle_action_trigger: { triggering_resource_address: trigger, action_trigger_event: 'AfterCreate' },
  });

  it('owners are those of changes and actions before and after, each once, sorted', () => {
    const retagged = { before: { tags: { team: 'billing' } }, after: { tags: { team: 'billing' } } };
    const { ownerships } = ownershipsOf({
      settings: {
        owners: [
          ...owners,
          { owner: 'audit', addresses: ['acme_thing.old'] },
          { owner: 'docs', addresses: ['acme_thing.doc'] },
          { owner: 'idle', addresses: ['*.idle'] },
        ],
      },
      changes: [
        thing('acme_thing.net1', 'update'),
        thing('acme_thing.net2', 'update'),
        thing('acme_thing.a', 'update', { change: retagged }),
        thing('acme_thing.doc', 'no-op', { previous_address: 'acme_thing.old' }),
        thing('acme_thing.idle', 'no-op'),
        thing('data.acme_thing.idle', 'read', { mode: 'data' }),
        thing('acme_thing.nobody', 'delete'),
      ],
    });
    expect(ownerships.touched).toEqual(['audit', 'billing', 'docs', 'network']);
  });

  it('an action belongs to the owner of its own address, else to that of what triggers it', () => {
    const given = { settings: { owners: [...owners, { owner: 'ops', addresses: ['action.*.mine'] }] } };
    const { plan, ownerships } = ownershipsOf({
      ...given,
      flags: { scope: ['network'] },
      plan: {
        action_invocations: [
          action('action.acme_call.mine', 'acme_thing.net'),
          action('action.acme_call.other', 'acme_thing.net'),
        ],
      },
    });
    expect(plan.document.actionInvocations.map(ownerships.ofAction)).toEqual([
      { owner: 'ops', inScope: false },
      { owner: 'network', inScope: true },
    ]);
    expect(ownerships.touched).toEqual(['network', 'ops']);
  });

  it('without a scope any action may be invoked', () => {
    const { plan, ownerships } = ownershipsOf({ plan: { action_invocations: [action('action.acme_call.a', 'a.b')] } });
    expect(plan.document.actionInvocations.map(ownerships.ofAction)).toEqual([{ owner: '', inScope: true }]);
  });

  it('limits are measured, and critical entries that match nothing are named', () => {
    const { ownerships } = ownershipsOf({
      settings: { limits: { destroys: 0 }, critical: { addresses: ['acme_thing.a', 'acme_thing.gone'] } },
      changes: [thing('acme_thing.a', 'delete')],
    });
    expect(ownerships.limits).toEqual([
      { name: 'destroys', owner: '', max: 0, actual: 1, addresses: ['acme_thing.a'] },
    ]);
    expect(ownerships.unmatchedCritical).toEqual(['acme_thing.gone']);
  });
});

describe('facts', () => {
  const ownership = {
    owner: 'network',
    inScope: false,
    pulledInBy: ['acme_thing.net', 'acme_thing.a'],
    drifted: true,
    actionsLimited: true,
    actionsNotAllowed: ['delete'],
  };

  it('each is the part of that name', () => {
    const { plan } = ownershipsOf({ changes: [thing('acme_thing.a', 'delete')] });
    const change = plan.changes[0] as Change;
    const of = (asked: Change) => (asked === change ? ownership : undefined);
    const context = { ownerships: { of } } as unknown as PlanContext;
    const read = Object.entries(ownershipFacts).map(([name, fact]) => [name, fact.read(change, context)]);
    expect(Object.fromEntries(read)).toEqual(ownership);
  });

  it('an approval of one that forbids a change covers all that the change does', () => {
    const { plan } = ownershipsOf({ changes: [thing('acme_thing.a', 'delete')] });
    const change = plan.changes[0] as Change;
    for (const fact of [ownershipFacts.inScope, ownershipFacts.actionsNotAllowed]) {
      expect(fact.content(change)).toEqual([changeEffectPart(change)]);
    }
  });
});
