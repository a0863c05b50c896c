/** What narrows a rule of expiry down, and which rule covers which. */
import { describe, expect, it } from 'vitest';
import { coversFilter, filterOf, isInForce } from '../../src/impact/expiry-filter.ts';

const filter = (rule: unknown): ReturnType<typeof filterOf> => filterOf(rule, []);

describe('covers', () => {
  it.each([
    ['no filter, any filter', {}, { filter: { prefix: 'a/' } }],
    ['a prefix, a longer one', { prefix: 'a/' }, { prefix: 'a/b/' }],
    ['a prefix, the same one beside a tag', { prefix: 'a/' }, { filter: { and: { prefix: 'a/', tags: { t: '1' } } } }],
    ['one tag as a pair, two as a map', { tag: { key: 't', value: '1' } }, { tags: { t: '1', u: '2' } }],
    ['several prefixes, one of them', { prefix_match: ['a/', 'b/'] }, { prefix_match: ['b/'] }],
    ['large objects, larger ones', { object_size_greater_than: 1 }, { object_size_greater_than: 2 }],
    ['few excluded, more excluded', { exclude: ['a'] }, { exclude: ['a', 'b'] }],
    ['any state, one state', { condition: { with_state: 'ANY' } }, { condition: { with_state: 'LIVE' } }],
  ])('%s', (_, wide, narrow) => {
    expect(coversFilter(filter(wide), filter(narrow))).toBe(true);
    expect(coversFilter(filter(narrow), filter(wide))).toBe(false);
  });

  it('two that have nothing to do with each other', () => {
    expect(coversFilter(filter({ prefix: 'a/' }), filter({ prefix: 'b/' }))).toBe(false);
    expect(coversFilter(filter({ prefix: 'b/' }), filter({ prefix: 'a/' }))).toBe(false);
  });
});

describe('isInForce', () => {
  it.each([
    [{ status: 'Disabled' }, false],
    [{ enabled: false }, false],
    [{ action: [{ type: 'SetStorageClass' }] }, false],
    [{ state_name: 'warm' }, false],
    [{ status: 'Enabled', action: [{ type: 'Delete' }] }, true],
    [{ is_enabled: true, action: 'DELETE' }, true],
    [{}, true],
  ])('%j: %s', (rule, expected) => {
    expect(isInForce(rule)).toBe(expected);
  });
});
