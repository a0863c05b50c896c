/** Text of any characters. */
import fc from 'fast-check';

/**
 * Any code point but halves of surrogate pairs: what fast-check calls `binary`. That lists the million of them for each
 * string that is declared, which takes most of a second.
 */
export const codePoint: fc.Arbitrary<string> = fc
  .oneof({ weight: 1, arbitrary: fc.nat({ max: 0x7f }) }, { weight: 3, arbitrary: fc.nat({ max: 0x10_f7ff }) })
  .map((at) => String.fromCodePoint(at < 0xd800 ? at : at + 0x800));
