/** A file may only tighten what it extends: the stricter of both applies, and what would loosen is an error. */
import { describe, expect, it } from 'vitest';
import { tighten } from '../../src/settings/tighten.ts';
import { type ConfigYaml, toConfig } from '../../src/source/default-settings.ts';
import type { Config } from '../../src/source/settings.ts';

const at =
  (line: number): Config['position'] =>
  () => ({ line, column: 1, style: 'inline' });
const toBase = (yaml: ConfigYaml) => toConfig(yaml, { file: 'base.yaml', position: at(1) });
const toLocal = (yaml: ConfigYaml) => toConfig(yaml, { file: 'firebreak.yaml', position: at(2) });
const joined = (base: ConfigYaml, local: ConfigYaml) =>
  tighten(toBase(base), toLocal(local), (id) =>
    id === 'soft'
      ? { enforcement: 'soft-mandatory', approvals: 2 }
      : id === 'hint'
        ? { enforcement: 'advisory', approvals: 0 }
        : undefined,
  );
const exception = {
  policy: 'soft',
  address: 'a.b',
  reason: 'r',
  owner: 'o',
  created: '2026-01-01',
  expires: '2026-02-01',
};

describe('the stricter applies', () => {
  it.each<[base: ConfigYaml, local: ConfigYaml, expected: object]>([
    [{ limits: { destroys: 3 } }, { limits: { destroys: 10, replaces: 1 } }, { limits: { destroys: 3, replaces: 1 } }],
    [{ approvals: { minimum: 2 } }, { approvals: { minimum: 1 } }, { approvals: { minimum: 2 } }],
    [{ approvals: { minimum: 1 } }, { approvals: { minimum: 3 } }, { approvals: { minimum: 3 } }],
    [{ approvals: { 'max-age': '2d' } }, { approvals: { 'max-age': '7d' } }, { approvals: { maxAge: '2d' } }],
    [{}, { approvals: { 'max-age': '24h' } }, { approvals: { maxAge: '24h' } }],
    [{ enforcement: 'advisory' }, { enforcement: 'mandatory' }, { enforcement: 'mandatory' }],
    [{ 'fail-on': 'hard' }, { 'fail-on': 'never' }, { failOn: 'hard' }],
    [{ 'fail-on': 'hard' }, { 'fail-on': 'soft' }, { failOn: 'soft' }],
    [
      { critical: { addresses: ['a.b'] } },
      { critical: { addresses: ['c.d'] } },
      { critical: { addresses: ['a.b', 'c.d'] } },
    ],
    [
      { policies: { soft: { approvals: 2 } } },
      { policies: { soft: { approvals: 1 } } },
      { policies: { soft: { approvals: 2 } } },
    ],
    [
      {},
      { policies: { hint: { enforcement: 'soft-mandatory' } } },
      { policies: { hint: { enforcement: 'soft-mandatory' } } },
    ],
    [{ scope: ['a', 'b'] }, { scope: ['a'] }, { scope: ['a'] }],
    [{ scope: ['a'] }, {}, { scope: ['a'] }],
    [{ exceptions: [exception] }, {}, { exceptions: [exception] }],
    [{ groups: { a: ['x'] } }, { groups: { b: ['y'] } }, { groups: { a: ['x'], b: ['y'] } }],
    [
      { freezes: [{ from: '2026-01-01', to: '2026-01-02' }] },
      { freezes: [{ from: '2026-02-01', to: '2026-02-02' }] },
      { freezes: [{ from: '2026-01-01' }, { from: '2026-02-01' }] },
    ],
    [
      { approvals: { 'ai-assisted': { 'extra-approvals': 1 } } },
      { approvals: { 'ai-assisted': { 'extra-approvals': 2, limits: { destroys: 0 } } } },
      { approvals: { aiAssisted: { extraApprovals: 2, limits: { destroys: 0 } } } },
    ],
    // What the base leaves out has its default.
    [{}, { approvals: { 'max-age': '52w' } }, { approvals: { maxAge: '7d' } }],
    [
      {},
      { approvals: { 'ai-assisted': { 'extra-approvals': 0 } } },
      { approvals: { aiAssisted: { extraApprovals: 1 } } },
    ],
    [
      { approvals: { 'break-glass': { group: 'a' } } },
      { approvals: { 'break-glass': { group: 'a', 'max-age': '52w' } } },
      { approvals: { breakGlass: { group: 'a', maxAge: '24h' } } },
    ],
    [{}, { policies: { soft: { approvals: 1 } } }, { policies: { soft: { approvals: 2 } } }],
    [{ policies: { soft: { approvals: 1 } } }, {}, { policies: { soft: { approvals: 1 } } }],
    [
      {},
      { environments: [{ name: 'a', policies: { soft: { approvals: 1 } } }] },
      { environments: [{ name: 'a', policies: { soft: { approvals: 2 } } }] },
    ],
  ])('%j and %j', (base, local, expected) => {
    const { config, loosenings } = joined(base, local);
    expect(config).toMatchObject(expected);
    expect(loosenings).toEqual([]);
  });

  it('an environment of the base is found first, and one of the file is no looser than the base', () => {
    const { config } = joined(
      {
        limits: { destroys: 3 },
        approvals: { minimum: 2 },
        environments: [{ name: 'prod', directories: ['live/prod'] }],
      },
      { environments: [{ name: 'dev', directories: ['**'], limits: { destroys: 9 }, approvals: { minimum: 1 } }] },
    );
    expect(config.environments).toMatchObject([
      { name: 'prod' },
      { name: 'dev', limits: { destroys: 3 }, approvals: { minimum: 2 } },
    ]);
  });

  it('places are those of the file that has them', () => {
    const { config } = joined({ environments: [{ name: 'a' }] }, { environments: [{ name: 'b' }] });
    expect(config.position(['environments', 0, 'name'])).toMatchObject({ file: 'base.yaml', line: 1 });
    expect(config.position(['environments', 1, 'name'])).toMatchObject({ line: 2, path: ['environments', 0, 'name'] });
  });
});

it.each<[path: string, base: ConfigYaml, local: ConfigYaml]>([
  ['enforcement', {}, { enforcement: 'advisory' }],
  ['environments.0.enforcement', {}, { environments: [{ name: 'a', enforcement: 'advisory' }] }],
  ['environments.0.name', { environments: [{ name: 'a' }] }, { environments: [{ name: 'a' }] }],
  ['approvals.from', { approvals: { from: ['a'] } }, { approvals: { from: ['a', 'b'] } }],
  ['approvals.break-glass', {}, { approvals: { 'break-glass': { group: 'a' } } }],
  [
    'approvals.break-glass',
    { approvals: { 'break-glass': { group: 'b' } } },
    { approvals: { 'break-glass': { group: 'a' } } },
  ],
  ['approvals.people', {}, { approvals: { people: 1 } }],
  [
    'approvals.ai-assisted.group',
    { approvals: { 'ai-assisted': { group: 'a' } } },
    { approvals: { 'ai-assisted': { group: 'b' } } },
  ],
  ['policies.soft.off', {}, { policies: { soft: { off: { reason: 'r' } } } }],
  ['policies.soft.enforcement', {}, { policies: { soft: { enforcement: 'advisory' } } }],
  [
    'policies.hint.enforcement',
    { policies: { hint: { enforcement: 'hard-mandatory' } } },
    { policies: { hint: { enforcement: 'soft-mandatory' } } },
  ],
  ['policies.soft.on-unknown', {}, { policies: { soft: { 'on-unknown': 'advise' } } }],
  ['policies.soft.parameters', {}, { policies: { soft: { parameters: { most: 3 } } } }],
  [
    'environments.0.policies.soft.off',
    {},
    { environments: [{ name: 'a', policies: { soft: { off: { reason: 'r' } } } }] },
  ],
  ['exceptions.0', {}, { exceptions: [exception] }],
  ['scope', { scope: ['a'] }, { scope: ['a', 'b'] }],
  // A declared scope replaces the inferred one.
  ['scope', { owners: [{ owner: 'a', directories: ['a'] }] }, { scope: ['**'] }],
  // What nobody owns would come into the scope, and count for a share.
  [
    'owners.0.owner',
    { scope: ['a'], owners: [{ owner: 'a', tags: { a: 'b' } }] },
    { owners: [{ owner: 'a', addresses: ['**'] }] },
  ],
  ['owners.0.owner', { scope: ['module.a'] }, { owners: [{ owner: 'module.a', addresses: ['**'] }] }],
  // The default group is senior, and its members may always approve.
  ['approvals.ai-assisted.group', { groups: { senior: ['x'] } }, { approvals: { 'ai-assisted': { group: 'b' } } }],
  ['groups.senior', { approvals: { from: ['a'] }, groups: { a: ['x'] } }, { groups: { senior: ['y'] } }],
  ['groups.me', { environments: [{ name: 'p', approvals: { from: ['a'] } }] }, { groups: { me: ['y'] } }],
  ['groups.a', { groups: { a: ['x'] } }, { groups: { a: ['y'] } }],
  ['critical.tags.tier', { critical: { tags: { tier: 'gold' } } }, { critical: { tags: { tier: 'none' } } }],
])('%s would loosen', (path, base, local) => {
  expect(joined(base, local).loosenings.map((each) => each.path.join('.'))).toEqual([path]);
});
