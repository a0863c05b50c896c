/** Which guards an object has, what a plan does to them, and what they come to. */
import { describe, expect, it } from 'vitest';
import { toCatalog } from '../../src/model/catalog.ts';
import { combine, type GuardState, readProtection, type Sides } from '../../src/model/protection.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const catalog = toCatalog({
  ...readBuiltinPolicies().catalog,
  providers: [
    {
      provider: 'cloud',
      complete: true,
      universal: { guards: [{ path: 'policy', on: 'PREVENT', keeps: 'ABANDON' }] },
      types: {
        cloud_database: {
          data: 'primary',
          guards: [{ path: 'deletion_protection', on: true }],
          risks: [
            { path: 'skip_final_snapshot', when: { eq: true }, default: false },
            { path: 'backup_days', when: { lt: 7 }, default: 1 },
            { path: 'volumes.force', when: { eq: true } },
          ],
        },
        cloud_cluster: { guards: [{ path: 'lock', on: ['hard', 'soft'], default: 'hard', keeps: 'hard' }] },
        cloud_volume: { guards: [{ path: 'lock', on: 'hard', default: 'none' }] },
        cloud_policy: {
          guards: [
            { path: 'policy', on: true },
            { path: 'lock', on: 'hard' },
          ],
        },
        cloud_instance: { guards: [{ path: 'settings.protection', on: true }] },
        cloud_key: { guards: [], undeletable: true },
        cloud_bucket: { guards: [], keeps: [{ path: 'on_destroy', value: 'ABANDON' }] },
      },
    },
  ] as unknown as Parameters<typeof toCatalog>[0]['providers'],
});

function read(type: string, before: unknown, after: unknown, afterUnknown: unknown = {}, isSet?: Sides['isSet']) {
  const entry = catalog.entry(type) ?? {};
  return readProtection({ type, entry, before, after, afterUnknown, ...(isSet && { isSet }) }, catalog);
}

/** State of the first guard after the plan. */
function stateAfter(type: string, after: unknown, unknown: unknown = {}, isSet?: Sides['isSet']) {
  return read(type, {}, after, unknown, isSet).guards[0]?.after;
}

describe('guards', () => {
  it('are read on both sides, and not where the object does not exist', () => {
    const [on, off] = [{ deletion_protection: true }, { deletion_protection: false }];
    const states = (before: unknown, after: unknown, unknown: unknown = {}) =>
      read('cloud_database', before, after, unknown).guards.map((guard) => [guard.before, guard.after]);
    expect(states(on, off)).toEqual([['on', 'off']]);
    expect(states(off, on)).toEqual([['off', 'on']]);
    expect(states(null, on)).toEqual([[null, 'on']]);
    expect(states(on, null)).toEqual([['on', null]]);
    expect(states(on, {}, { deletion_protection: true })).toEqual([['on', 'unknown']]);
    // What is unknown afterwards says nothing of before.
    expect(states(off, {}, { deletion_protection: true })).toEqual([['off', 'unknown']]);
    expect(states(null, null)).toEqual([[null, null]]);
    expect(read('cloud_database', on, on).guards).toMatchObject([{ path: 'deletion_protection', universal: false }]);
  });

  it.each([
    ['cloud_cluster', { lock: 'hard' }, 'on'],
    ['cloud_cluster', { lock: 'soft' }, 'on'],
    ['cloud_cluster', { lock: 'none' }, 'off'],
    ['cloud_cluster', { lock: ['none', 'soft'] }, 'on'],
    ['cloud_cluster', { lock: ['none'] }, 'off'],
    ['cloud_cluster', { lock: [] }, 'off'],
    ['cloud_database', { deletion_protection: 'true' }, 'off'],
    ['cloud_instance', { settings: { protection: true } }, 'on'],
    ['cloud_instance', { settings: [{ protection: false }, { protection: true }] }, 'on'],
    ['cloud_instance', { settings: [{ protection: false }] }, 'off'],
  ])('hold by any of their values: %s %j is %s', (type, after, state) => {
    expect(stateAfter(type, after)).toBe(state);
  });

  it.each([
    ['cloud_cluster', { lock: null }, 'on'],
    ['cloud_volume', { lock: null }, 'off'],
    ['cloud_database', { deletion_protection: null }, 'off'],
    ['cloud_instance', { settings: null }, 'off'],
    ['cloud_instance', { settings: [] }, 'off'],
    ['cloud_instance', { settings: [null] }, 'off'],
    ['cloud_instance', { settings: [{ protection: null }] }, 'off'],
    ['cloud_instance', { settings: [{}, { protection: null }] }, 'off'],
  ])('have the default of the provider if unset: %s %j is %s', (type, after, state) => {
    expect(stateAfter(type, after)).toBe(state);
  });

  it.each([
    ['cloud_cluster', {}],
    ['cloud_cluster', { locked: 'hard' }],
    ['cloud_instance', {}],
    ['cloud_instance', { settings: {} }],
    ['cloud_instance', { settings: [{ size: 1 }, {}] }],
    ['cloud_instance', { protection: true }],
  ])('are absent if the provider does not write the attribute: %s %j', (type, after) => {
    expect(stateAfter(type, after)).toBe('absent');
    expect(read(type, after, null).guards[0]?.before).toBe('absent');
  });

  it('that the configuration does not set have the default of the provider, even if computed', () => {
    const [notSet, isSet, notKnown] = [() => false, () => true, () => null];
    const unknown = { lock: true };
    expect(stateAfter('cloud_cluster', {}, unknown)).toBe('unknown');
    expect(stateAfter('cloud_cluster', {}, unknown, isSet)).toBe('unknown');
    expect(stateAfter('cloud_cluster', {}, unknown, notKnown)).toBe('unknown');
    expect(stateAfter('cloud_cluster', {}, unknown, notSet)).toBe('on');
    expect(stateAfter('cloud_database', {}, { deletion_protection: true }, notSet)).toBe('off');
    expect(stateAfter('cloud_database', {}, true, notSet), 'all of the object is unknown').toBe('off');
    expect(stateAfter('cloud_cluster', { lock: 'none' }, {}, notSet)).toBe('off');
  });

  it('are asked for by their path', () => {
    const asked: string[] = [];
    const isSet = (path: string) => {
      asked.push(path);
      return null;
    };
    expect(stateAfter('cloud_instance', {}, { settings: [{ protection: true }] }, isSet)).toBe('unknown');
    expect(asked).toEqual(['settings.protection']);
  });

  it('that every type has are read where the object has them, on either side', () => {
    const paths = (before: unknown, after: unknown, unknown: unknown = {}) =>
      read('cloud_database', before, after, unknown).guards.flatMap(({ path, universal }) => (universal ? [path] : []));
    expect(paths({ policy: 'DELETE' }, {})).toEqual(['policy']);
    expect(paths(null, { policy: 'PREVENT' })).toEqual(['policy']);
    expect(paths({}, {}, { policy: true })).toEqual(['policy']);
    expect(paths({}, {})).toEqual([]);
    expect(read('cloud_database', { policy: 'DELETE' }, { policy: 'PREVENT' }).guards.at(-1)).toEqual({
      path: 'policy',
      universal: true,
      on: 'PREVENT',
      before: 'off',
      after: 'on',
    });
  });

  it('of the type come before one of the provider by the same name', () => {
    expect(read('cloud_policy', { policy: false }, { policy: true }).guards).toEqual([
      { path: 'policy', universal: false, on: true, before: 'off', after: 'on' },
      { path: 'lock', universal: false, on: 'hard', before: 'absent', after: 'absent' },
    ]);
    expect(read('cloud_bucket', null, { policy: 'PREVENT' }).guards).toMatchObject([{ universal: true, after: 'on' }]);
  });

  it('are guessed by their name for a type that nobody listed', () => {
    const { guards } = read('other_thing', { deletion_protection: true }, { termination_protection: false });
    expect(guards.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['deletion_protection', 'on', 'absent'],
      ['termination_protection', 'absent', 'off'],
    ]);
    expect(read('other_thing', null, {}, { prevent_destroy: true }).guards).toMatchObject([{ after: 'unknown' }]);
  });
});

describe('risks', () => {
  const risky = { skip_final_snapshot: true, backup_days: 3 };
  const shown = ['skip_final_snapshot = true', 'backup_days = 3'];

  it('are shown with their values, on each side', () => {
    expect(read('cloud_database', risky, {}).risksBefore).toEqual(shown);
    expect(read('cloud_database', risky, {}).risksAfter).toEqual([]);
    expect(read('cloud_database', {}, risky).risksAfter).toEqual(shown);
    expect(read('cloud_database', {}, risky).risksBefore).toEqual([]);
    expect(read('cloud_database', null, null)).toMatchObject({ risksBefore: [], risksAfter: [] });
  });

  it('are none where the value is harmless, the default, of another type or not known', () => {
    const stateOf = (values: object, unknown: unknown = {}) => read('cloud_database', {}, values, unknown).risksAfter;
    expect(stateOf({ skip_final_snapshot: false, backup_days: 7 })).toEqual([]);
    expect(stateOf({ backup_days: 6 })).toEqual(['backup_days = 6']);
    expect(stateOf({ backup_days: 1 }), 'the default').toEqual([]);
    expect(stateOf({ backup_days: '3' })).toEqual([]);
    expect(stateOf({}, { skip_final_snapshot: true, backup_days: true })).toEqual([]);
    expect(stateOf(risky, { skip_final_snapshot: true })).toEqual(['backup_days = 3']);
    expect(stateOf({ volumes: [{ force: false }, { force: true }] })).toEqual(['volumes.force = true']);
    expect(read('other_thing', risky, risky).risksAfter).toEqual([]);
  });
});

describe('keepsObject', () => {
  it('by a value of a guard or a rule of the type, before the plan where there is a before', () => {
    const keeps = (type: string, before: unknown, after: unknown) => read(type, before, after).keepsObject;
    expect(keeps('cloud_cluster', { lock: 'hard' }, null)).toBe(true);
    expect(keeps('cloud_cluster', { lock: 'soft' }, null)).toBe(false);
    expect(keeps('cloud_bucket', { on_destroy: 'ABANDON' }, null)).toBe(true);
    expect(keeps('cloud_bucket', { on_destroy: 'DELETE' }, { on_destroy: 'ABANDON' })).toBe(false);
    expect(keeps('cloud_bucket', null, { on_destroy: 'ABANDON' })).toBe(true);
    expect(keeps('cloud_database', { deletion_protection: true }, null)).toBe(false);
    expect(keeps('other_thing', { on_destroy: 'ABANDON' }, null)).toBe(false);
    expect(keeps('cloud_database', { policy: 'ABANDON' }, null)).toBe(true);
    expect(keeps('cloud_key', {}, null), 'cannot be deleted').toBe(true);
  });
});

describe('combine', () => {
  const own = (...states: readonly (GuardState | null)[]) => states.map((state) => ({ state, universal: false }));
  const universal = (...states: readonly (GuardState | null)[]) => states.map((state) => ({ state, universal: true }));

  it.each([
    [[], 'none'],
    [own(null), 'none'],
    [own('off'), 'off'],
    [own('off', 'on'), 'on'],
    [own('unknown', 'on'), 'on'],
    [own('off', 'unknown'), 'unknown'],
    [own('off', null), 'off'],
    [own('absent'), 'none'],
    [own('absent', 'off'), 'off'],
    [own('absent', 'unknown'), 'unknown'],
    [[...own('absent'), ...universal('on')], 'on'],
    [universal('off'), 'none'],
    [universal('unknown'), 'none'],
    [universal('on'), 'on'],
    [[...own('off'), ...universal('on')], 'on'],
    [[...own('off'), ...universal('unknown')], 'off'],
    [[...own(null), ...universal('off')], 'none'],
  ] as const)('%j is %s', (states, combined) => {
    expect(combine(states)).toBe(combined);
  });
});
