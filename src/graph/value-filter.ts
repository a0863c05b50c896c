/**
 * Tells from bytes alone that none of many texts is in the attributes of an object, so that most objects of a large plan
 * need not be parsed to find what refers to a destroyed one.
 */
import { LazyJson } from '../text/lazy-json.ts';

/** Bytes at the end of a text that are compared. Shorter texts are compared as a whole, and only with whole strings. */
const tail = 8;
const tableSize = 1 << 20;

/** Where a string, or a word in one, may end: quote, escape, white space, comma, semicolon, or beyond ASCII. */
const isEnd = new Uint8Array(256).fill(1, 128);
for (const each of '" \\,;\t\n\v\f\r') isEnd[each.charCodeAt(0)] = 1;
const [quote, star, slash, colon] = [34, 42, 47, 58];

/** Returns a test of attributes: false means that none of the texts is a string, or a word of one, in them. */
export function valueFilter(texts: Iterable<string>): (values: unknown) => boolean {
  const hashes = new Set<number>();
  const shorter = new Set<number>();
  const table = new Uint8Array(tableSize);
  for (const text of texts) {
    const written = Buffer.from(JSON.stringify(text).slice(1, -1));
    const length = Math.min(tail, written.length);
    const hash = hashBefore(written, written.length, length);
    hashes.add(hash);
    if (length < tail) shorter.add(length);
    table[hash & (tableSize - 1)] = 1;
  }
  const isKnown = (hash: number): boolean => table[hash & (tableSize - 1)] === 1 && hashes.has(hash);
  const endsAt = (bytes: Buffer, end: number): boolean => end >= tail && isKnown(hashBefore(bytes, end, tail));
  const isWholeAt = (bytes: Buffer, end: number): boolean => {
    for (const length of shorter)
      if (bytes[end - length - 1] === quote && isKnown(hashBefore(bytes, end, length))) return true;
    return false;
  };
  return (values) => {
    if (!(values instanceof LazyJson) || !values.isCanonical) return true;
    const { bytes } = values;
    for (let at = 1; at < bytes.length; at += 1) {
      if (isEnd[bytes[at] ?? 0] === 0) continue;
      if (endsAt(bytes, at) || (bytes[at] === quote && isWholeAt(bytes, at))) return true;
      // The resource of a policy may end with a wildcard.
      if (bytes[at - 1] === star && (bytes[at - 2] === slash || bytes[at - 2] === colon) && endsAt(bytes, at - 2))
        return true;
    }
    return false;
  };
}

function hashBefore(bytes: Uint8Array, end: number, length: number): number {
  let hash = length;
  for (let i = end - length; i < end; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
