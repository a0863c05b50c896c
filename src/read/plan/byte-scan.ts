/** Scans JSON in bytes without parsing it. Only the skeleton of a plan is read this way; all values are parsed. */

/** The bytes are not JSON as Terraform writes it. `JSON.parse` decides what they are. */
export class UnusualJson extends Error {}

export const [quote, comma, colon, openList, closeList, openObject, closeObject] = [34, 44, 58, 91, 93, 123, 125];
const backslash = 92;

/** Returns the index of the first byte from `at` on that is not white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (let code = bytes[i]; code === 32 || code === 10 || code === 13 || code === 9; code = bytes[i]) i += 1;
  return i;
}

/** Returns the index after the string that starts at `at`. @throws {UnusualJson} if it does not end */
export function endOfString(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  for (; i < bytes.length; i += 1) {
    const code = bytes[i];
    if (code === quote) return i + 1;
    if (code === backslash) i += 1;
  }
  throw new UnusualJson();
}

/**
 * Returns the index after the value that starts at `at`. Brackets are only counted: `JSON.parse` of the value finds
 * what is wrong inside.
 * @throws {UnusualJson} if the value does not end
 */
export function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === quote) return endOfString(bytes, at);
  if (first !== openObject && first !== openList) return endOfWord(bytes, at);
  let depth = 0;
  for (let i = at; i < bytes.length; i += 1) {
    const code = bytes[i];
    if (code === quote) {
      // Inlined, because most bytes of a plan are in strings.
      for (i += 1; bytes[i] !== quote; i += 1) {
        if (bytes[i] === backslash) i += 1;
        if (i >= bytes.length) throw new UnusualJson();
      }
    } else if (code === openObject || code === openList) depth += 1;
    else if (code === closeObject || code === closeList) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  throw new UnusualJson();
}

/** A number, `true`, `false` or `null`. */
function endOfWord(bytes: Uint8Array, at: number): number {
  let i = at;
  for (let code = bytes[i]; code !== undefined; code = bytes[i]) {
    if (code === comma || code === closeObject || code === closeList || code <= 32) break;
    i += 1;
  }
  if (i === at) throw new UnusualJson();
  return i;
}
