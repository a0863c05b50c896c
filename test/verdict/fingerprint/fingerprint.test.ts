/** What the fingerprint of a plan holds, and what it leaves out: times, order, secrets. */
import { describe, expect, it } from 'vitest';
import { fingerprintOfJson } from './fingerprint-of.ts';

type Json = Readonly<Record<string, unknown>>;

const of = (json: Json): string => fingerprintOfJson({ format_version: '1.2', ...json });

function resource(change: Json, more: Json = {}): Json {
  return {
    address: 'cloud_thing.a',
    mode: 'managed',
    type: 'cloud_thing',
    name: 'a',
    provider_name: 'registry.terraform.io/hashicorp/cloud',
    change: { actions: ['update'], before: {}, after: {}, after_unknown: {}, ...change },
    ...more,
  };
}

const ofChange = (change: Json, more: Json = {}): string => of({ resource_changes: [resource(change, more)] });
/** Made in each test: what fails while a file is loaded fails no test. */
const nothing = (): string => of({});

describe('is another', () => {
  const base = { before: { size: 1, name: 'x' }, after: { size: 2, name: 'x' } };

  it.each<[string, Json, Json]>([
    ['of another action', { ...base, actions: ['delete', 'create'] }, {}],
    ['of another order of a replace', { ...base, actions: ['create', 'delete'] }, {}],
    ['of another value after', { ...base, after: { size: 3, name: 'x' } }, {}],
    ['of another value before', { ...base, before: { size: 0, name: 'x' } }, {}],
    ['of another unchanged value', { before: { size: 1, name: 'y' }, after: { size: 2, name: 'y' } }, {}],
    ['of a value of another type', { ...base, after: { size: '2', name: 'x' } }, {}],
    ['where a value is not known', { ...base, after: { name: 'x' }, after_unknown: { size: true } }, {}],
    ['where all values are not known', { ...base, after: null, after_unknown: true }, {}],
    ['where a value is gone', { ...base, after: { size: 2 } }, {}],
    ['of another address', base, { address: 'cloud_thing.b' }],
    ['of a deposed object', base, { deposed: 'abcd1234' }],
    ['of an object that was moved', base, { previous_address: 'cloud_thing.old' }],
    ['of an object that is imported', { ...base, importing: { id: 'i-1' } }, {}],
    ['of an object that stays as it is', { actions: ['no-op'], before: { x: 1 }, after: { x: 1 } }, {}],
  ])('%s', (_, change, more) => {
    expect(ofChange(change, more)).not.toBe(ofChange(base));
  });

  it('of two lists that differ in order, or in where a value stands', () => {
    const lists = [
      { after: { a: [1, 2] } },
      { after: { a: [2, 1] } },
      { after: { a: [1], b: [2] } },
      { after: [1, 2] },
    ];
    expect(new Set(lists.map((change) => ofChange(change))).size).toBe(4);
  });

  it('of outputs and of actions that are invoked', () => {
    const output = (change: Json, name = 'url') =>
      of({
        output_changes: { [name]: { actions: ['update'], before: 'a', after: 'b', after_unknown: false, ...change } },
      });
    const prints = [
      output({}),
      output({ after: 'c' }),
      output({ actions: ['create'], before: null }),
      output({}, 'uri'),
    ];
    expect(new Set([nothing(), ...prints]).size).toBe(5);
  });
});

describe('is the same', () => {
  it('whatever the order of changes and keys, and whenever it was made', () => {
    const [a, b] = [resource({ after: { x: 1, y: 2 } }), resource({ after: { x: 3 } }, { address: 'cloud_thing.b' })];
    const turned = resource({ after: { y: 2, x: 1 } });
    expect(of({ resource_changes: [a, b] })).toBe(
      of({ resource_changes: [b, turned], timestamp: '2026-01-01T00:00:00Z' }),
    );
    expect(of({ resource_changes: [a, b] })).not.toBe(of({ resource_changes: [a] }));
  });

  it('of null and of what is not there', () => {
    expect(ofChange({ before: { a: null }, after: { a: 1 } })).toBe(ofChange({ before: {}, after: { a: 1 } }));
  });

  it('is the one of the last version', () => {
    expect(nothing()).toMatchSnapshot();
    expect(ofChange({ before: { size: 1, tags: { a: 'b' } }, after: { size: 2, tags: { a: 'b' } } })).toMatchSnapshot();
  });
});

describe('secrets', () => {
  const masked = (before: unknown, after: unknown, unknown: unknown = {}, mask: unknown = { password: true }) =>
    ofChange({
      before,
      after,
      after_unknown: unknown,
      before_sensitive: mask,
      after_sensitive: mask,
    });
  const [one, two, three] = ['correct-horse-1', 'correct-horse-2', 'correct-horse-3'].map((password) => ({ password }));

  it('enter as unchanged, changed or not known, never as what they are', () => {
    expect(masked(one, two)).toBe(masked(one, three));
    expect(masked(one, two)).toBe(masked(three, two));
    expect(masked(one, one)).toBe(masked(two, two));
    expect(new Set([masked(one, one), masked(one, two), masked(one, {}, { password: true })]).size).toBe(3);
  });

  it('that one side alone calls sensitive are secrets', () => {
    const half = (sides: Json, after: unknown) => ofChange({ before: one, after, ...sides });
    const before = { before_sensitive: { password: true } };
    const after = { after_sensitive: { password: true } };
    expect(half(before, two)).toBe(half(before, three));
    expect(half(after, two)).toBe(half(after, three));
    expect(half({}, two)).not.toBe(half({}, three));
  });

  it('that are whole objects or lie deep are one word each', () => {
    const deep = (value: unknown) => masked({}, { a: [{ password: value }] }, {}, { a: [{ password: true }] });
    expect(deep('correct-horse-1')).toBe(deep('correct-horse-2'));
    expect(masked({ a: one }, { a: two }, {}, true)).toBe(masked({ a: one }, { a: three }, {}, true));
  });

  it('that stand again where nothing calls them sensitive are none in clear', () => {
    const copied = (password: string, note: string) =>
      ofChange({
        before: {},
        after: { password, note },
        before_sensitive: {},
        after_sensitive: { password: true },
      });
    const [first, second] = ['S3cr3t-horse-battery-1', 'S3cr3t-horse-battery-2'];
    expect(copied(first, first)).toBe(copied(second, second));
    expect(copied(first, 'plain')).not.toBe(copied(first, 'other'));
  });
});
