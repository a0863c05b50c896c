/** Reads the objects of a JSON document whose shape is known, at the speed of comparing bytes. */
import type { JsonDocument } from '../../text/lazy-json.ts';
import { keepBigIntegers } from './big-integers.ts';
import {
  closeList,
  closeObject,
  colon,
  comma,
  JsonScanner,
  openList,
  openObject,
  quote,
  skipSpace,
  UnusualJson,
} from './json-scanner.ts';
import { KnownKey, type ReadersByKey, type ReadValue } from './known-keys.ts';
import { KnownValues } from './known-values.ts';

const backslash = 92;
/** Longer texts are parsed faster than they are looked through. */
const longestPlain = 200;

/** One kind of Terraform's own objects. */
export interface Shape {
  readonly root: KnownKey;
  readonly readers: ReadersByKey;
}

/** Returns the shape of objects. @param readers how the value of each key is read */
export function shape(readers: ReadersByKey): Shape {
  return { root: new KnownKey('', new Uint8Array(), [], undefined), readers };
}

/** A key occurs twice in an object whose shape is known. */
export class RepeatedKey extends Error {
  readonly key: string;

  constructor(key: string) {
    super();
    this.key = key;
  }
}

/** Reads objects from a document. Values of no known shape are parsed. */
export class ObjectReader implements JsonDocument {
  readonly bytes: Buffer;
  protected readonly scanner: JsonScanner;
  /** The value that was read last: a callback for each of a million values would be slow. */
  protected made: unknown;
  readonly #ascii: boolean;
  readonly #known: KnownValues;
  /** Values of the objects that are being read. */
  readonly #members: unknown[] = [];

  /** @param ascii whether all bytes are ASCII; they must be UTF-8 */
  constructor(bytes: Buffer, ascii: boolean) {
    this.bytes = bytes;
    this.#ascii = ascii;
    this.scanner = new JsonScanner(bytes);
    this.#known = new KnownValues(bytes, (start, end) => this.parse(start, end));
  }

  parse(start: number, end: number): unknown {
    if (this.#isPlainString(start, end)) return this.#text(start + 1, end - 1);
    return JSON.parse(keepBigIntegers(this.#text(start, end)));
  }

  /** Whether it is a string without escapes, as most values are. */
  #isPlainString(start: number, end: number): boolean {
    const { bytes } = this;
    if (bytes[start] !== quote || end - start > longestPlain) return false;
    for (let i = start + 1; i < end; i += 1) if (bytes[i] === backslash) return false;
    return true;
  }

  get keys(): Uint32Array {
    return this.scanner.keys;
  }

  endOfValue(at: number): number {
    return this.scanner.endOfValue(at);
  }

  #text(start: number, end: number): string {
    return this.bytes.toString(this.#ascii ? 'latin1' : 'utf8', start, end);
  }

  protected objectOf(inner: Shape): ReadValue {
    return (at) => this.object(at, inner);
  }

  protected listOf(read: ReadValue): ReadValue {
    return (at) => {
      const { bytes } = this;
      if (bytes[at] !== openList) return this.value(at);
      const list: unknown[] = [];
      let i = skipSpace(bytes, at + 1);
      while (bytes[i] !== closeList) {
        i = read(i);
        list.push(this.made);
        i = this.#afterComma(i, closeList);
      }
      this.made = list;
      return i + 1;
    };
  }

  /** Reads the members of one of Terraform's own objects, in which no key may occur twice. */
  protected object(at: number, shape: Shape): number {
    return this.bytes[at] === openObject ? this.#membersFrom(skipSpace(this.bytes, at + 1), shape) : this.value(at);
  }

  /** Reads what follows the members of an object that are known already. */
  protected restOf(object: Readonly<Record<string, unknown>>, at: number, shape: Shape): number {
    const i = this.#afterComma(at, closeObject);
    this.made = object;
    if (this.bytes[i] === closeObject) return i + 1;
    const end = this.#membersFrom(i, shape);
    const rest = Object(this.made);
    for (const key of Object.keys(rest)) if (Object.hasOwn(object, key)) throw new RepeatedKey(key);
    this.made = { ...object, ...rest };
    return end;
  }

  #membersFrom(at: number, { root, readers }: Shape): number {
    const { bytes } = this;
    let key = root;
    let i = at;
    while (bytes[i] !== closeObject) {
      key = key.following(bytes, i) ?? this.#newKey(i, key, readers);
      const first = this.#afterColon(i + key.length);
      i = key.read ? key.read(first) : this.#valueOf(key, first);
      this.#members.push(this.made);
      i = this.#afterComma(i, closeObject);
    }
    this.made = key.toObject(this.#members);
    return i + 1;
  }

  /** Reads a key that followed no similar one. Terraform's own keys need no escapes. */
  #newKey(at: number, before: KnownKey, readers: ReadersByKey): KnownKey {
    const end = this.scanner.endOfString(at);
    const key = this.#text(at + 1, end - 1);
    if (before.follows(key)) throw new RepeatedKey(key);
    if (!/^\w+$/.test(key) || key === '__proto__') throw new UnusualJson();
    return before.add(key, this.bytes.subarray(at, end), readers);
  }

  /** Reads an object whose keys are names. */
  protected mapOf(inner: Shape): ReadValue {
    return (at) => {
      const { bytes } = this;
      if (bytes[at] !== openObject) return this.value(at);
      const members = new Map<string, unknown>();
      let i = skipSpace(bytes, at + 1);
      while (bytes[i] !== closeObject) {
        const end = this.scanner.endOfString(i);
        const key = String(this.parse(i, end));
        if (members.has(key)) throw new RepeatedKey(key);
        i = this.object(this.#afterColon(end), inner);
        members.set(key, this.made);
        i = this.#afterComma(i, closeObject);
      }
      this.made = Object.fromEntries(members);
      return i + 1;
    };
  }

  #afterColon(at: number): number {
    const { bytes } = this;
    const middle = bytes[at] === colon ? at : skipSpace(bytes, at);
    if (bytes[middle] !== colon) throw new UnusualJson();
    return skipSpace(bytes, middle + 1);
  }

  /** Returns the index of the closing bracket, or of what follows the comma. */
  #afterComma(at: number, close: number): number {
    const { bytes } = this;
    const i = bytes[at] === comma ? at : skipSpace(bytes, at);
    if (bytes[i] === close) return i;
    if (bytes[i] !== comma) throw new UnusualJson();
    const next = skipSpace(bytes, i + 1);
    if (bytes[next] === close) throw new UnusualJson();
    return next;
  }

  /** The same key often has the same value as in the object before. */
  #valueOf(known: KnownKey, at: number): number {
    const same = known.endOfSame(this.bytes, at);
    if (same > 0) {
      this.made = known.value;
      return same;
    }
    const end = this.value(at);
    known.remember(at, end, this.made);
    return end;
  }

  protected value(at: number): number {
    const end = this.scanner.endOfValue(at);
    this.made = this.#known.read(at, end);
    return end;
  }
}
