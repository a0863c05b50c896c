/**
 * Finds where JSON values end in bytes, and proves on the way that they are JSON, without making anything of them.
 */

/** The bytes are not JSON as Terraform writes it. `JSON.parse` decides what they are. */
export class UnusualJson extends Error {}

export const [quote, comma, colon, openList, closeList, openObject, closeObject] = [34, 44, 58, 91, 93, 123, 125];
const [backslash, minus, plus, dot, zero, nine, smallE] = [92, 45, 43, 46, 48, 57, 101];

/** Deeper values are left to `JSON.parse`. */
const deepest = 1000;

/** By the byte after a backslash: 1 where `JSON.stringify` writes the escape as Go does, 2 for `\/` and `\u` with four digits. */
const escapes = new Uint8Array(256);
for (const each of '"\\bfnrt') escapes[each.charCodeAt(0)] = 1;
for (const each of '/u') escapes[each.charCodeAt(0)] = 2;

const words = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]));

/** Returns the index of the first byte from `at` on that is not white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  if ((bytes[i] ?? 0) > 32) return i;
  for (let code = bytes[i]; code === 32 || code === 10 || code === 13 || code === 9; code = bytes[i]) i += 1;
  return i;
}

/** Scans values of one document. */
export class JsonScanner {
  readonly #bytes: Uint8Array;
  /** By depth: 1 for an object. */
  readonly #isObject = new Uint8Array(deepest + 1);
  /** By depth: where the last key of the object starts; 0 before its first key. */
  readonly #lastKey = new Uint32Array(deepest + 1);
  #sawEscape = false;
  #keys = new Uint32Array(64);
  #keyCount = 0;
  #keptKeys = 0;
  /**
   * Whether the value that was scanned last is written as `JSON.stringify` writes it with sorted keys, so that its bytes
   * can be compared instead of its content.
   */
  isCanonical = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the keys of the values that are kept start, those of one object after each other; not those of inner objects. */
  get keys(): Uint32Array {
    return this.#keys;
  }

  /** Keeps the keys of the value that was scanned last. Returns which of `keys` they are: none if it is no object. */
  keepKeys(): { readonly firstKey: number; readonly endOfKeys: number } {
    const firstKey = this.#keptKeys;
    this.#keptKeys = this.#keyCount;
    return { firstKey, endOfKeys: this.#keptKeys };
  }

  /**
   * Returns the index after the value that starts at `at`.
   * @throws {UnusualJson} if no valid value starts there, or a very deep one
   */
  endOfValue(at: number): number {
    this.isCanonical = true;
    this.#keyCount = this.#keptKeys;
    const bytes = this.#bytes;
    let depth = 0;
    let i = at;
    for (;;) {
      const code = bytes[i];
      if (code === quote) i = this.endOfString(i);
      else if (code === openObject || code === openList) {
        depth += 1;
        if (depth > deepest) throw new UnusualJson();
        const isObject = code === openObject;
        this.#isObject[depth] = isObject ? 1 : 0;
        this.#lastKey[depth] = 0;
        i = this.#afterSpace(i + 1);
        if (bytes[i] === (isObject ? closeObject : closeList)) {
          depth -= 1;
          i += 1;
        } else {
          if (isObject) i = this.#afterKey(i, depth);
          continue;
        }
      } else i = this.#endOfWord(i);
      // After a value: closing brackets, then a comma before the next one.
      for (;;) {
        if (depth === 0) return i;
        i = this.#afterSpace(i);
        const isObject = this.#isObject[depth] === 1;
        if (bytes[i] === comma) {
          i = this.#afterSpace(i + 1);
          if (isObject) i = this.#afterKey(i, depth);
          break;
        }
        if (bytes[i] !== (isObject ? closeObject : closeList)) throw new UnusualJson();
        depth -= 1;
        i += 1;
      }
    }
  }

  /** Returns the index after the string that starts at `at`. @throws {UnusualJson} if it is not a valid one */
  endOfString(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== quote) throw new UnusualJson();
    for (let i = at + 1; ; i += 1) {
      const code = bytes[i] ?? 0;
      // Most bytes of a plan are here. All that is not a plain character is at or below the quote, but for the backslash.
      if (code > quote && code !== backslash) continue;
      if (code === quote) return i + 1;
      if (code === backslash) i = this.#lastOfEscape(i);
      else if (code < 32) throw new UnusualJson();
    }
  }

  #lastOfEscape(at: number): number {
    const bytes = this.#bytes;
    const code = bytes[at + 1] ?? 0;
    if (escapes[code] === 0) throw new UnusualJson();
    if (escapes[code] === 2) this.isCanonical = false;
    this.#sawEscape = true;
    if (code !== 117) return at + 1;
    for (let i = at + 2; i < at + 6; i += 1) if (!isHex(bytes[i] ?? 0)) throw new UnusualJson();
    return at + 5;
  }

  #afterSpace(at: number): number {
    const i = skipSpace(this.#bytes, at);
    if (i !== at) this.isCanonical = false;
    return i;
  }

  /** Returns where the value of the key at `at` starts. */
  #afterKey(at: number, depth: number): number {
    this.#sawEscape = false;
    const end = this.endOfString(at);
    if (this.isCanonical && (this.#sawEscape || !this.#follows(at, depth))) this.isCanonical = false;
    this.#lastKey[depth] = at;
    if (depth === 1) this.#addKey(at);
    const middle = this.#afterSpace(end);
    if (this.#bytes[middle] !== colon) throw new UnusualJson();
    return this.#afterSpace(middle + 1);
  }

  #addKey(at: number): void {
    if (this.#keyCount === this.#keys.length) {
      const longer = new Uint32Array(2 * this.#keyCount);
      longer.set(this.#keys);
      this.#keys = longer;
    }
    this.#keys[this.#keyCount] = at;
    this.#keyCount += 1;
  }

  /** Whether a key without escapes sorts after the one before it in the same object. */
  #follows(at: number, depth: number): boolean {
    const bytes = this.#bytes;
    const last = this.#lastKey[depth] ?? 0;
    if (last === 0) return true;
    for (let i = 1; ; i += 1) {
      const code = bytes[at + i] ?? 0;
      const other = bytes[last + i] ?? 0;
      if (code === other && code !== quote) continue;
      // The shorter one sorts first. Above U+DFFF, JavaScript sorts halves of characters, not characters.
      if (code === quote || other === quote) return code !== quote;
      return code > other && code < 0xee;
    }
  }

  #endOfWord(at: number): number {
    const bytes = this.#bytes;
    const word = words.get(bytes[at] ?? 0);
    if (word === undefined) return this.#endOfNumber(at);
    for (let i = 1; i < word.length; i += 1) if (bytes[at + i] !== word[i]) throw new UnusualJson();
    return at + word.length;
  }

  #endOfNumber(at: number): number {
    const bytes = this.#bytes;
    const first = bytes[at] === minus ? at + 1 : at;
    const whole = this.#endOfDigits(first);
    if (bytes[first] === zero && whole > first + 1) throw new UnusualJson();
    let i = bytes[whole] === dot ? this.#endOfDigits(whole + 1) : whole;
    const hasExponent = ((bytes[i] ?? 0) | 32) === smallE;
    // JavaScript writes numbers of up to 15 digits as they are, apart from these.
    const isPlain =
      i - first <= 15 &&
      !hasExponent &&
      (i === whole
        ? first === at || bytes[first] !== zero
        : bytes[i - 1] !== zero && (bytes[first] !== zero || i - whole < 6));
    if (!isPlain) this.isCanonical = false;
    if (hasExponent) {
      const sign = bytes[i + 1];
      i = this.#endOfDigits(sign === minus || sign === plus ? i + 2 : i + 1);
    }
    return i;
  }

  /** @throws {UnusualJson} if there is no digit */
  #endOfDigits(at: number): number {
    const bytes = this.#bytes;
    let i = at;
    for (let code = bytes[i] ?? 0; code >= zero && code <= nine; code = bytes[i] ?? 0) i += 1;
    if (i === at) throw new UnusualJson();
    return i;
  }
}

function isHex(code: number): boolean {
  return (code >= zero && code <= nine) || ((code | 32) >= 97 && (code | 32) <= 102);
}
