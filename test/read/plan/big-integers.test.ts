import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepBigIntegers } from '../../../src/read/plan/big-integers.ts';

describe('integers that a number cannot hold become strings', () => {
  test.each([
    ['{"a":9007199254740993}', '{"a":"9007199254740993"}'],
    ['{"a":-9007199254740993}', '{"a":"-9007199254740993"}'],
    ['{"a" : 12345678901234567890 }', '{"a" : "12345678901234567890" }'],
    ['[1,12345678901234567890,2]', '[1,"12345678901234567890",2]'],
    ['[12345678901234567890,12345678901234567891]', '["12345678901234567890","12345678901234567891"]'],
    ['12345678901234567890', '"12345678901234567890"'],
    ['{"k\\\\":12345678901234567890}', '{"k\\\\":"12345678901234567890"}'],
  ])('%s', (given, expected) => {
    expect(keepBigIntegers(given)).toBe(expected);
  });
});

describe('everything else stays as it is', () => {
  test.each([
    '{"a":9007199254740991}',
    '{"a":-9007199254740991}',
    '{"a":0.12345678901234567890}',
    '{"a":12345678901234567890.5}',
    '{"a":12345678901234567890e5}',
    '{"a":1e30}',
    '{"a":"12345678901234567890"}',
    '{"a":"x,12345678901234567890,y"}',
    '{"a":"[12345678901234567890]"}',
    '{"a":"{\\"id\\":12345678901234567890}"}',
    '{"12345678901234567890":1}',
    '{"a":"\\\\\\",12345678901234567890"}',
    '{"a":"never closed, 12345678901234567890',
    '',
  ])('%s', (text) => {
    expect(keepBigIntegers(text)).toBe(text);
  });
});

/** JSON values with integers as bigint, so that the text can be written digit for digit. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: fc.constantFrom('"', '\\', ':', ',', '[', '1', '9', '0', ' ', '{', 'é', '\u2028') }),
    fc.bigInt({ min: 10n ** 15n, max: 10n ** 25n }).map((big) => `{"id":${big},"list":[${big}]}`),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

function write(given: unknown, space: string): string {
  if (typeof given === 'bigint') return String(given);
  if (Array.isArray(given)) return `[${given.map((item) => write(item, space)).join(`,${space}`)}]`;
  if (typeof given === 'object' && given !== null) {
    const entries = Object.entries(given).map(
      ([key, item]) => `${JSON.stringify(key)}${space}:${space}${write(item, space)}`,
    );
    return `{${entries.join(`,${space}`)}}`;
  }
  return JSON.stringify(given);
}

function expected(given: unknown): unknown {
  if (typeof given === 'bigint') return Number.isSafeInteger(Number(given)) ? Number(given) : String(given);
  if (Array.isArray(given)) return given.map(expected);
  if (typeof given === 'object' && given !== null) {
    return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, expected(item)]));
  }
  return Object.is(given, -0) ? 0 : given;
}

function withoutMinusZero(_key: string, given: unknown): unknown {
  return Object.is(given, -0) ? 0 : given;
}

test('any document comes out as it went in, but for its big integers', () => {
  fc.assert(
    fc.property(value, fc.constantFrom('', ' ', '\n  ', '\r\n\t'), (document, space) => {
      const text = write(document, space);
      const read: unknown = JSON.parse(keepBigIntegers(text), withoutMinusZero);
      expect(read).toEqual(expected(asWritten(document)));
    }),
    { numRuns: 2000 },
  );
});

/** A double that prints without fraction or exponent is an integer in JSON. */
function asWritten(given: unknown): unknown {
  if (typeof given === 'number')
    return /^-?\d{16,}$/.test(JSON.stringify(given)) ? BigInt(JSON.stringify(given)) : given;
  if (Array.isArray(given)) return given.map(asWritten);
  if (typeof given === 'object' && given !== null) {
    return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, asWritten(item)]));
  }
  return given;
}
