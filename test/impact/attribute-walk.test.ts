/** Attribute values as texts, blocks and lists of blocks. */
import { expect, it } from 'vitest';
import { decoded, follow, leaves } from '../../src/impact/attribute-walk.ts';

it('lists on the way and at the end stand for their elements', () => {
  expect(follow({ a: [{ b: [1, 2] }, { b: 3 }, { c: 4 }] }, ['a', 'b'])).toEqual([1, 2, 3]);
});

it('names lead to a scalar, positions do not', () => {
  expect(leaves({ a: [{ 'b.c': 1 }], d: null })).toEqual([
    { steps: ['a', 'b.c'], value: 1 },
    { steps: ['d'], value: null },
  ]);
});

it.each([
  ['{"a":[1]}', { a: [1] }],
  [
    'log.retention.hours = 1\n# comment\nauto.create.topics=false\n',
    { 'log.retention.hours': '1', 'auto.create.topics': 'false' },
  ],
  ['{not json', '{not json'],
  ['plain text', 'plain text'],
  [7, 7],
])('a text says %j', (text, content) => {
  expect(decoded(text)).toEqual(content);
});
