/** Every kind of fault that the schema of the settings cannot find: at which path, and about which name. */
import { describe, expect, it } from 'vitest';
import { flagFaults, patternFaults, settingsFaults } from '../../src/policy/settings-faults.ts';
import { type ConfigYaml, toConfig } from '../../src/source/default-settings.ts';
import { isDay } from '../../src/text/is-day.ts';
import { policy } from './sample.ts';

const policies = [policy({ id: 'limit' }), policy({ id: 'fixed', overridable: false })];
const exception = {
  policy: 'limit',
  address: 'module.a.**',
  reason: 'r',
  owner: 'o',
  created: '2026-01-01',
  expires: '2026-02-01',
};
const configOf = (yaml: ConfigYaml) =>
  toConfig(yaml, { file: 'firebreak.yaml', position: () => ({ line: 3, column: 5, style: 'inline' }) });
type Options = Parameters<typeof settingsFaults>[2];
const faults = (yaml: ConfigYaml, options?: Options) => settingsFaults(configOf(yaml), policies, options);
const paths = (yaml: ConfigYaml, options?: Options) => faults(yaml, options).map(({ path }) => path);

it('finds nothing in settings that name only what exists', () => {
  const sound: ConfigYaml = {
    environments: [{ name: 'prod', workspaces: ['prod-*'], addresses: ['module.prod.**'] }],
    owners: [{ owner: 'team', directories: ['live'] }],
    scope: ['team', 'module.a.**'],
    critical: { addresses: ['aws_db_instance.main'] },
    exceptions: [{ ...exception, environments: ['prod'] }],
    freezes: [
      { from: '2026-03-01', to: '2026-03-01', 'time-zone': 'Europe/Berlin', environments: ['prod'] },
      { from: '2026-03-01T18:00', to: '2026-03-02', allow: ['create'] },
    ],
  };
  expect(faults(sound)).toEqual([]);
});

describe('each fault has its path', () => {
  it.each<[string, ConfigYaml]>([
    ['environments.0.addresses.1', { environments: [{ name: 'a', addresses: ['a.b', 'a[b'] }] }],
    ['owners.0.addresses.0', { owners: [{ owner: 'a', addresses: ['a[b'] }] }],
    ['owners.0.modules.0', { owners: [{ owner: 'a', modules: ['a[b'] }] }],
    ['critical.addresses.0', { critical: { addresses: ['a[b'] } }],
    ['environments.0.directories.0', { environments: [{ name: 'a', directories: ['../live'] }] }],
    ['environments.0.directories.0', { environments: [{ name: 'a', directories: ['/live'] }] }],
    ['approvals.break-glass.group', { approvals: { 'break-glass': { group: 'sre' } } }],
    ['exceptions.0.address', { exceptions: [{ ...exception, address: 'a[b' }] }],
    ['environments.0.workspaces.1', { environments: [{ name: 'a', workspaces: ['a', 'a/b'] }] }],
    ['environments.1.name', { environments: [{ name: 'a' }, { name: 'a' }] }],
    ['owners.0', { owners: [{ owner: 'a' }] }],
    ['environments.0.directories.1', { environments: [{ name: 'a', directories: ['a', '../b'] }] }],
    ['owners.0.directories.0', { owners: [{ owner: 'a', directories: ['a/../b'] }] }],
    ['exceptions.0.directories.0', { exceptions: [{ ...exception, directories: ['..'] }] }],
    ['approvals.from.1', { groups: { a: ['x'] }, approvals: { from: ['a', 'b'] } }],
    ['approvals.ai-assisted.group', { approvals: { 'ai-assisted': { group: 'b' } } }],
    ['environments.0.approvals.from.0', { environments: [{ name: 'a', approvals: { from: ['b'] } }] }],
    ['scope.1', { owners: [{ owner: 'a', directories: ['a'] }], scope: ['a', 'b'] }],
    ['exceptions.0.policy', { exceptions: [{ ...exception, policy: 'limits' }] }],
    ['exceptions.0.policy', { exceptions: [{ ...exception, policy: 'fixed' }] }],
    ['exceptions.0.environments.0', { exceptions: [{ ...exception, environments: ['b'] }] }],
    ['exceptions.0.created', { exceptions: [{ ...exception, created: '2026-02-30' }] }],
    ['exceptions.0.expires', { exceptions: [{ ...exception, expires: 'soon' }] }],
    ['exceptions.0.expires', { exceptions: [{ ...exception, expires: '2025-12-31' }] }],
    ['exceptions.0.expires', { exceptions: [{ ...exception, expires: '2026-04-02' }] }],
    ['exceptions.0.expires', { 'max-exception-days': 30, exceptions: [exception] }],
    ['freezes.0.from', { freezes: [{ from: '2026-02-30', to: '2026-03-01' }] }],
    ['freezes.0.to', { freezes: [{ from: '2026-02-28', to: '2026-03-01T24:00' }] }],
    ['freezes.0.to', { freezes: [{ from: '2026-03-02', to: '2026-03-01' }] }],
    ['freezes.0.to', { freezes: [{ from: '2026-03-01T18:00', to: '2026-03-01T18:00' }] }],
    ['freezes.0.time-zone', { freezes: [{ from: '2026-03-01', to: '2026-03-02', 'time-zone': 'Europe/Atlantis' }] }],
    ['freezes.0.time-zone', { freezes: [{ from: '2026-03-01', to: '2026-03-02', 'time-zone': '+02:00' }] }],
    ['freezes.0.environments.0', { freezes: [{ from: '2026-03-01', to: '2026-03-02', environments: ['b'] }] }],
    ['freezes.0.directories.0', { freezes: [{ from: '2026-03-01', to: '2026-03-02', directories: ['..'] }] }],
  ])('%s %j', (path, yaml) => {
    expect(faults(yaml)).toMatchObject([{ path, file: 'firebreak.yaml', line: 3, column: 5 }]);
  });

  it.each(['a[', 'a]', 'a{', 'a}', 'a?'])('no workspace can be called %s', (workspace) => {
    expect(paths({ environments: [{ name: 'a', workspaces: [workspace] }] })).toEqual(['environments.0.workspaces.0']);
  });

  it.each(['addresses', 'modules', 'directories'])('an owner needs one key only: %s', (key) => {
    expect(paths({ owners: [{ owner: 'a', [key]: ['a.b'] }] })).toEqual([]);
  });

  it('an owner by tags is one', () => {
    expect(paths({ owners: [{ owner: 'a', tags: { team: 'a' } }] })).toEqual([]);
  });
});

describe('what says how to go on', () => {
  it.each<[string, ConfigYaml]>([
    ['`limit`', { exceptions: [{ ...exception, policy: 'limits' }] }],
    ['`prod`', { environments: [{ name: 'prod' }], exceptions: [{ ...exception, environments: ['prd'] }] }],
    ['`team`', { owners: [{ owner: 'team', directories: ['a'] }], scope: ['teem'] }],
    ['one, two', { owners: ['one', 'two', 'two'].map((owner) => ({ owner, directories: ['a'] })), scope: ['other'] }],
    ['module.other', { scope: ['other'] }],
    ['2026-03-31', { 'max-exception-days': 89, exceptions: [{ ...exception, expires: '2026-12-31' }] }],
    ['YYYY-MM-DD', { exceptions: [{ ...exception, created: '1.1.2026' }] }],
    ['2026-12-18T18:00', { freezes: [{ from: 'soon', to: '2026-03-01' }] }],
    ['`Europe/Berlin`', { freezes: [{ from: '2026-03-01', to: '2026-03-01', 'time-zone': 'Europe/Berln' }] }],
    ['IANA', { freezes: [{ from: '2026-03-01', to: '2026-03-01', 'time-zone': 'Home' }] }],
  ])('%s', (hint, yaml) => {
    expect(faults(yaml)[0]?.hint).toContain(hint);
  });
});

describe('the last allowed day', () => {
  it.each([
    ['2026-04-01', 0],
    ['2026-04-02', 1],
  ])('%s, 90 days by default', (expires, count) => {
    expect(faults({ exceptions: [{ ...exception, expires }] })).toHaveLength(count);
  });

  it('may be the first', () => {
    expect(faults({ exceptions: [{ ...exception, expires: exception.created }] })).toEqual([]);
  });
});

describe('names that may be in a part that could not be read', () => {
  it.each<[string, ConfigYaml, Options]>([
    ['policies', { exceptions: [{ ...exception, policy: 'other' }] }, { complete: false }],
    [
      'environments',
      { exceptions: [{ ...exception, environments: ['b'] }] },
      { droppedSections: new Set(['environments']) },
    ],
    [
      'max-exception-days',
      { exceptions: [{ ...exception, expires: '2027-01-01' }] },
      { droppedSections: new Set(['max-exception-days']) },
    ],
    ['owners', { scope: ['b'] }, { droppedSections: new Set(['owners']) }],
    ['what an owner owns', { owners: [{ owner: 'a' }] }, { droppedSections: new Set(['owners']) }],
  ])('%s are no fault', (_, yaml, options) => {
    expect(paths(yaml)).toHaveLength(1);
    expect(paths(yaml, options)).toEqual([]);
  });
});

describe('flags', () => {
  const config = configOf({ environments: [{ name: 'prod' }], owners: [{ owner: 'team', directories: ['a'] }] });

  it('name an environment and owners that exist', () => {
    expect(flagFaults(config, {})).toEqual([]);
    expect(flagFaults(config, { environment: 'prod', scope: ['team', 'module.a'] })).toEqual([]);
    expect(flagFaults(config, { environment: 'prd' })).toMatchObject([{ hint: expect.stringContaining('`prod`') }]);
    expect(flagFaults(config, { environment: 'zzzz' })).toMatchObject([{ hint: expect.stringContaining('prod') }]);
    expect(flagFaults(configOf({}), { environment: 'prod' })).toHaveLength(1);
    expect(flagFaults(config, { scope: ['teem'] })).toMatchObject([
      { message: expect.stringContaining('`teem`'), hint: expect.stringContaining('`team`') },
    ]);
  });
});

it('a value that the schema rejected has no second fault, and hides none beside it', () => {
  expect(
    paths({
      environments: [
        { name: '', directories: ['../a'] },
        { name: '', addresses: ['a[b'] },
      ],
      approvals: { 'break-glass': { group: '' } },
      exceptions: [{ ...exception, policy: 'unknown', address: '', reason: '', created: '', expires: '' }],
    }),
  ).toEqual(['environments.1.addresses.0', 'environments.0.directories.0', 'exceptions.0.policy']);
});

it('patterns are closed by their brackets', () => {
  expect(patternFaults(['module.a.**', 'a.b["x.y"]'])).toEqual([]);
  expect(patternFaults(['a.b', 'a.b[', 'a..'])).toMatchObject([{ message: expect.stringContaining('`a.b[`') }, {}]);
});

it.each([
  ['2026-02-28', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['2026-01-01T00:00:00Z', false],
  [' 2026-01-01', false],
  ['', false],
])('%j is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});
