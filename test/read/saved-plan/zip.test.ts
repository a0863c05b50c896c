import { type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { unzip, ZipError } from '../../../src/read/saved-plan/zip.ts';

const LIMITS = { entries: 10, entryBytes: 100_000, totalBytes: 150_000 };

function zip(entries: Zippable): Buffer {
  return Buffer.from(zipSync(entries));
}

function all(bytes: Buffer): Readonly<Record<string, string>> {
  return Object.fromEntries([...unzip(bytes, () => true, LIMITS)].map(([name, content]) => [name, content.toString()]));
}

/** Writes numbers over the central directory's first entry. */
function forge(bytes: Buffer, field: number, value: number): Buffer {
  const forged = Buffer.from(bytes);
  forged.writeUInt32LE(value, forged.readUInt32LE(forged.length - 6) + field);
  return forged;
}

function refusal(bytes: Buffer): string {
  try {
    all(bytes);
  } catch (error) {
    if (error instanceof ZipError) return error.message;
    throw error;
  }
  return 'was unpacked';
}

const text = Buffer.from('hello '.repeat(1000));
const sound = zip({ a: text, 'b/c.tf': [text, { level: 0 }], empty: new Uint8Array() });

test('deflated, stored and empty entries', () => {
  expect(all(sound)).toEqual({ a: text.toString(), 'b/c.tf': text.toString(), empty: '' });
  expect([...unzip(sound, (name) => name === 'a', LIMITS).keys()]).toEqual(['a']);
});

describe('refused', () => {
  const bomb = zip({ bomb: new Uint8Array(10_000_000) });
  const twice = Buffer.from(zip({ one: text, two: text }));
  for (let at = twice.indexOf('two'); at !== -1; at = twice.indexOf('two', at)) twice.write('one', at);

  test.each<[string, Buffer, string]>([
    ['an entry that says it is too large', bomb, 'has an entry larger than 100000 bytes'],
    ['an entry that lies about its size', forge(bomb, 24, 5000), 'has an entry larger than its zip directory says'],
    [
      'an entry that is smaller than it says',
      forge(sound, 24, 7000),
      'has an entry that differs from its zip directory',
    ],
    ['another content than its checksum', forge(sound, 16, 1), 'has an entry that differs from its zip directory'],
    [
      'all together too large',
      zip({ a: new Uint8Array(99_000), b: new Uint8Array(99_000) }),
      'unpacks to more than 150000 bytes',
    ],
    [
      'too many entries',
      zip(Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}`, text]))),
      'has 11 entries; at most 10 are read',
    ],
    ['a name twice', twice, 'has two entries with the same name'],
    ['a name that climbs', zip({ 'tfconfig/../../x': text }), 'has an entry with an unsafe name'],
    ['an absolute name', zip({ '/etc/passwd': text }), 'has an entry with an unsafe name'],
    ['a drive', zip({ 'C:x': text }), 'has an entry with an unsafe name'],
    ['a backslash', zip({ '..\\x': text }), 'has an entry with an unsafe name'],
    ['encryption', forge(sound, 8, 1), 'is encrypted'],
    ['cut off', sound.subarray(0, 200), 'is truncated, or has extra bytes at the end'],
    ['cut off early', sound.subarray(0, 6), 'is truncated, or has extra bytes at the end'],
    [
      'something after its end',
      Buffer.concat([sound, Buffer.from('x')]),
      'is truncated, or has extra bytes at the end',
    ],
    ['something before its start', Buffer.concat([Buffer.from('PK'), sound]), 'has a misplaced zip directory'],
    ['a damaged local entry', Buffer.concat([Buffer.alloc(4), sound.subarray(4)]), 'is damaged'],
    ['an offset that points outside', forge(sound, 42, 4_000_000_000), 'is damaged'],
  ])('%s', (_name, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });

  test('any flipped byte: refused, or the same content', () => {
    // Each byte of a stored entry is as good as another: a few are enough.
    const some = Buffer.from('hello '.repeat(20));
    const short = zip({ a: text, 'b/c.tf': [some, { level: 0 }], empty: new Uint8Array() });
    const contents = JSON.stringify(all(short));
    for (let at = 0; at < short.length; at++) {
      const flipped = Buffer.from(short);
      flipped.writeUInt8(short.readUInt8(at) ^ 0x41, at);
      let read: string | null = null;
      try {
        read = JSON.stringify(Object.values(all(flipped)));
      } catch (error) {
        expect(error).toBeInstanceOf(ZipError);
      }
      if (read !== null) expect(read).toBe(JSON.stringify(Object.values(JSON.parse(contents))));
    }
  });
});
