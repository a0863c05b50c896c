import { describe, expect, test } from 'vitest';
import { decodeMsgpack } from '../../../src/read/saved-plan/msgpack.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('values', () => {
  test.each<[string, unknown]>([
    ['c0', null],
    ['c2', false],
    ['c3', true],
    ['7f', 127],
    ['ff', -1],
    ['e0', -32],
    ['cc ff', 255],
    ['cd 0100', 256],
    ['ce 00010000', 65536],
    ['cf 0000000100000000', 4294967296],
    ['cf ffffffffffffffff', 18446744073709551615n],
    ['d0 80', -128],
    ['d1 8000', -32768],
    ['d2 80000000', -2147483648],
    ['d3 ffffffffffffffff', -1],
    ['ca 3fc00000', 1.5],
    ['cb 3ff8000000000000', 1.5],
    ['a3 616263', 'abc'],
    ['d9 03 616263', 'abc'],
    ['da 0003 616263', 'abc'],
    ['db 00000003 616263', 'abc'],
    ['c4 01 00', null],
    ['c5 0001 00', null],
    ['92 01 02', [1, 2]],
    ['dc 0002 01 02', [1, 2]],
    ['dd 00000001 c0', [null]],
    ['81 a1 61 01', { a: 1 }],
    ['de 0001 a1 61 01', { a: 1 }],
    ['df 00000001 a1 61 91 01', { a: [1] }],
    ['92 d4 00 00 01', [null, 1]],
    ['92 d5 00 0000 01', [null, 1]],
    ['92 c7 02 0c 0000 01', [null, 1]],
    ['92 c8 0002 0c 0000 01', [null, 1]],
  ])('%s', (bytes, expected) => {
    expect(decodeMsgpack(hex(bytes))).toEqual(expected);
  });
});

describe('refused', () => {
  test.each([
    ['nothing', ''],
    ['a text that ends early', 'a3 6162'],
    ['a list that ends early', 'dd ffffffff 01'],
    ['a map that ends early', '81 a1 61'],
    ['the one type that is never used', 'c1'],
    ['a key that would reach a prototype', '81 a9 5f5f70726f746f5f5f 81 a1 61 01'],
    ['nesting without end', '91'.repeat(1000)],
  ])('%s', (_name, bytes) => {
    expect(() => decodeMsgpack(hex(bytes))).toThrow();
  });
});
