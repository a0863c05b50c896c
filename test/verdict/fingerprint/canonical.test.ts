/** Values in canonical form: equal ones have equal text, and no text holds a secret. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CanonicalForm, canonicalForm, type Sides } from '../../../src/verdict/fingerprint/canonical.ts';

const secret = 'correct-horse-9';
let hidden = 0;
const form = canonicalForm(new Set([secret, 'horse-9']), () => {
  hidden += 1;
});
const open = canonicalForm(new Set());

/** Returns the text, and how many values it does not hold. */
function written(write: (form: CanonicalForm) => string): readonly [string, number] {
  hidden = 0;
  return [write(form), hidden];
}
const sides = (more: Partial<Sides>): Sides => ({
  before: null,
  after: null,
  afterUnknown: {},
  beforeSensitive: false,
  afterSensitive: false,
  ...more,
});
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('ofValue', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: 1, b: 2 }, '{"a":1,"b":2}'],
    [{ a: { d: 1, c: 2 } }, '{"a":{"c":2,"d":1}}'],
    [[], '[]'],
    [{}, '{}'],
    [undefined, 'null'],
    [12345678901234567890n, '12345678901234567890'],
    ['"\n', '"\\"\\n"'],
  ])('writes %o with sorted keys', (value, text) => {
    expect(open.ofValue(value)).toBe(text);
    expect(written(({ ofValue }) => ofValue(value))).toEqual([text, 0]);
  });

  it.each<[unknown, unknown, string, number]>([
    ['x', true, '{"sensitive":true}', 1],
    [{ a: 'x' }, true, '{"sensitive":true}', 1],
    [false, true, '{"sensitive":true,"switch":false}', 0],
    [null, true, '{"sensitive":null}', 0],
    [undefined, true, '{"sensitive":null}', 0],
    [{ a: 'x', b: 'y' }, { a: true }, '{"a":{"sensitive":true},"b":"y"}', 1],
    [['x', 'y'], [false, true], '["x",{"sensitive":true}]', 1],
    ['x', false, '"x"', 0],
  ])('writes of %o with the mask %o only that there is something', (value, mask, text, count) => {
    expect(written(({ ofValue }) => ofValue(value, mask))).toEqual([text, count]);
  });

  it('hides secrets in texts and numbers, the longest first', () => {
    expect(written(({ ofValue }) => ofValue(`a ${secret} b`))).toEqual(['{"hidden":"a (sensitive) b"}', 1]);
    expect(written(({ ofValue }) => ofValue('my horse-9'))).toEqual(['{"hidden":"my (sensitive)"}', 1]);
    expect(canonicalForm(new Set(['123456789'])).ofValue(123456789)).toBe('{"hidden":"(sensitive)"}');
  });

  it('hides all of a text with an encoded secret', () => {
    const encoded = Buffer.from(secret).toString('base64');
    expect(written(({ ofValue }) => ofValue(`x ${encoded}`))).toEqual(['{"hidden":"(sensitive)"}', 1]);
  });

  it('hides a secret key, and puts it where its name does not tell', () => {
    expect(written(({ ofValue }) => ofValue({ b: 1, [secret]: 2, z: 3 }))[0]).toBe(
      '{"b":1,"z":3,{"hidden":"(sensitive)"}:2}',
    );
  });
});

describe('ofSides', () => {
  it.each<[string, Partial<Sides>, string]>([
    ['unchanged', { before: { b: 1, a: 2 }, after: { a: 2, b: 1 } }, `{"unchanged":"${sha256('{"a":2,"b":1}')}"}`],
    ['no unknown: false', { before: [1], after: [1], afterUnknown: false }, `{"unchanged":"${sha256('[1]')}"}`],
    ['no unknown: none', { before: [1], after: [1], afterUnknown: undefined }, `{"unchanged":"${sha256('[1]')}"}`],
    ['created', { after: { a: 1 } }, '[null,{},{},"a",{"before":null,"after":1}]'],
    ['deleted', { before: { a: 1 } }, '[{},null,{},"a",{"before":1,"after":null}]'],
    [
      'changed',
      { before: { a: 1, b: 2 }, after: { a: 1, b: 3 } },
      '[{},{},{},"a",{"same":1},"b",{"before":2,"after":3}]',
    ],
    ['a list', { before: [1], after: [2] }, '[[],[],{},"0",{"before":1,"after":2}]'],
    [
      'unknown',
      { before: { a: 1 }, after: {}, afterUnknown: { a: true } },
      '[{},{},{},"a",{"unknown":true,"before":1}]',
    ],
    ['unknown as a whole', { before: { a: 1 }, afterUnknown: true }, '{"unknown":true,"before":{"a":1}}'],
    ['empty', { before: {}, after: [] }, '[{},[],{}]'],
    ['scalars', { before: 1, after: 1, afterUnknown: false }, '{"same":1}'],
  ])('%s', (_, given, text) => {
    const [found, count] = written(({ ofSides }) => ofSides(sides(given)));
    expect([found, count]).toEqual([text, 0]);
  });

  it.each<[string, Partial<Sides>, string, number]>([
    ['changed', { before: 'a', after: 'b', afterSensitive: true }, '{"sensitive":"changed","masks":[false,true]}', 1],
    [
      'unchanged',
      { before: 'a', after: 'a', beforeSensitive: true },
      '{"sensitive":"unchanged","masks":[true,false]}',
      1,
    ],
    [
      'unknown',
      { before: 'a', afterUnknown: true, beforeSensitive: true, afterSensitive: true },
      '{"sensitive":"unknown","masks":[true,true]}',
      1,
    ],
    [
      'a switch',
      { before: true, after: false, afterSensitive: true },
      '{"sensitive":"changed","masks":[false,true],"switch":[true,false]}',
      0,
    ],
    [
      'a switch that is set',
      { before: null, after: true, afterSensitive: true },
      '{"sensitive":"changed","masks":[false,true],"switch":[null,true]}',
      0,
    ],
    [
      'a switch that was a text',
      { before: 'a', after: true, afterSensitive: true },
      '{"sensitive":"changed","masks":[false,true],"switch":["hidden",true]}',
      1,
    ],
  ])('hides what a mask covers: %s', (_, given, text, count) => {
    expect(written(({ ofSides }) => ofSides(sides({ afterUnknown: false, ...given })))).toEqual([text, count]);
  });

  it('hides secrets that no mask covers', () => {
    const given = { before: { a: secret, b: 1 }, after: { a: 'x', b: 1 } };
    const [text, count] = written(({ ofSides }) => ofSides(sides(given)));
    expect([text, count]).toEqual(['[{},{},{},"a",{"sensitive":"changed"},"b",{"same":1}]', 1]);
    const kept = written(({ ofSides }) => ofSides(sides({ before: secret, after: secret, afterUnknown: false })));
    expect(kept).toEqual(['{"sensitive":"unchanged"}', 1]);
    const added = written(({ ofSides }) => ofSides(sides({ before: 'x', after: secret, afterUnknown: false })));
    expect(added).toEqual(['{"sensitive":"changed"}', 1]);
  });

  it('is the same for another secret', () => {
    const other = canonicalForm(new Set(['battery-staple', 'horse-9']));
    const given = (text: string) => sides({ before: { list: ['a', text] }, after: { list: [text] } });
    expect(other.ofSides(given('battery-staple'))).toBe(form.ofSides(given(secret)));
  });

  it('does not take a masked or partly unknown object for unchanged', () => {
    const same = { before: { a: 1 }, after: { a: 1 } };
    const hash = open.ofSides(sides(same));
    expect(hash).toMatch(/^\{"unchanged":"[0-9a-f]{64}"\}$/);
    for (const more of [{ afterUnknown: { a: true } }, { afterSensitive: { a: true } }, { beforeSensitive: true }])
      expect(open.ofSides(sides({ ...same, ...more }))).not.toContain('{"unchanged":"');
  });
});
