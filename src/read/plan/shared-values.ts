/**
 * Parses a large plan with each value once. Terraform writes the attributes of an object up to four times: before and
 * after the plan, in the prior state and in the planned values. Nearly always they are the same bytes, and then they
 * become the same JavaScript object: less to parse, a third of the memory, and equal values are found equal at once.
 * The result is what `JSON.parse` gives, as a test proves, and no string of the whole file is made.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { keepBigIntegers } from './big-integers.ts';
import {
  closeList,
  closeObject,
  colon,
  comma,
  endOfString,
  endOfValue,
  openList,
  openObject,
  quote,
  skipSpace,
  UnusualJson,
} from './byte-scan.ts';

/** The plan, or a key that occurs twice in one of Terraform's own objects. */
export type SharedPlan = { readonly value: unknown } | { readonly repeated: string };

/** A parsed value and where its bytes are. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

/** Reads the value at an index into `made` of the reader. Returns the index after it. */
type ReadValue = (at: number) => number;
/** How the value of each key of an object is read; undefined: as a value of no special kind. */
type Shape = (key: string, object: Readonly<Record<string, unknown>>) => ReadValue | undefined;

class RepeatedKey extends Error {
  readonly key: string;

  constructor(key: string) {
    super();
    this.key = key;
  }
}

/** Shorter texts, such as types, providers and `["no-op"]`, are looked up before they are parsed. */
const shortText = 80;

/** Returns the plan; null if the bytes are anything but one JSON document in UTF-8, as Terraform writes it. */
export function parseSharedValues(bytes: Buffer): SharedPlan | null {
  if (bytes[0] !== openObject) return null;
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return null;
  try {
    return { value: new PlanReader(bytes, ascii).plan() };
  } catch (error) {
    if (error instanceof RepeatedKey) return { repeated: error.key };
    // V8's message quotes the text, which may contain secrets. RangeError: too deeply nested.
    if (error instanceof UnusualJson || error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

class PlanReader {
  readonly #bytes: Buffer;
  readonly #ascii: boolean;
  readonly #short = new Map<string, unknown>();
  /** Attributes of each object that were parsed so far, by address. */
  readonly #known = new Map<string, Span[]>();

  constructor(bytes: Buffer, ascii: boolean) {
    this.#bytes = bytes;
    this.#ascii = ascii;
  }

  /** The value that was read last: a callback for each of a million values would be slow. */
  #made: unknown;

  plan(): unknown {
    const end = this.#object(0, this.#sections);
    if (skipSpace(this.#bytes, end) < this.#bytes.length) throw new UnusualJson();
    return this.#made;
  }

  readonly #sections: Shape = (key) => {
    switch (key) {
      case 'resource_changes':
      case 'resource_drift':
        return this.#listOf(this.#change);
      case 'deferred_changes':
        return this.#listOf((inner) => (inner === 'resource_change' ? this.#objectOf(this.#change) : undefined));
      case 'output_changes':
        return this.#objectOf(() => this.#objectOf(noShape));
      case 'action_invocations':
        return this.#listOf(noShape);
      case 'prior_state':
        return this.#objectOf((inner) => (inner === 'values' ? this.#objectOf(this.#values) : undefined));
      case 'planned_values':
        return this.#objectOf(this.#values);
      default:
        return undefined;
    }
  };

  readonly #change: Shape = (key, entry) =>
    key === 'change'
      ? this.#objectOf((side) => (side === 'before' || side === 'after' ? this.#attributesOf(entry) : undefined))
      : undefined;

  readonly #values: Shape = (key) => (key === 'root_module' ? this.#objectOf(this.#module) : undefined);

  readonly #module: Shape = (key) => {
    if (key === 'child_modules') return this.#listOf(this.#module);
    if (key !== 'resources') return undefined;
    return this.#listOf((inner, entry) => (inner === 'values' ? this.#attributesOf(entry) : undefined));
  };

  /** Attributes of an object: those with the same bytes as earlier ones of the same address are the same value. */
  #attributesOf({ address }: Readonly<Record<string, unknown>>): ReadValue {
    const known = typeof address === 'string' ? this.#knownAt(address) : [];
    return (at) => {
      const bytes = this.#bytes;
      if (bytes[at] !== openObject) return this.#value(at);
      for (const { start, end, value } of known) {
        const stop = at + end - start;
        // An object ends where its text ends, so equal bytes are the whole value.
        if (stop > bytes.length || bytes.compare(bytes, start, end, at, stop) !== 0) continue;
        this.#made = value;
        return stop;
      }
      const end = this.#value(at);
      known.push({ start: at, end, value: this.#made });
      return end;
    };
  }

  #knownAt(address: string): Span[] {
    const known = this.#known.get(address) ?? [];
    this.#known.set(address, known);
    return known;
  }

  #objectOf(shape: Shape): ReadValue {
    return (at) => this.#object(at, shape);
  }

  #listOf(shape: Shape): ReadValue {
    return (at) => {
      const bytes = this.#bytes;
      if (bytes[at] !== openList) return this.#value(at);
      const list: unknown[] = [];
      let i = skipSpace(bytes, at + 1);
      while (bytes[i] !== closeList) {
        i = this.#object(i, shape);
        list.push(this.#made);
        i = this.#afterComma(i, closeList);
      }
      this.#made = list;
      return i + 1;
    };
  }

  /** Reads the members of one of Terraform's own objects, in which no key may occur twice. */
  #object(at: number, shape: Shape): number {
    const bytes = this.#bytes;
    if (bytes[at] !== openObject) return this.#value(at);
    const object: Record<string, unknown> = {};
    let i = skipSpace(bytes, at + 1);
    while (bytes[i] !== closeObject) {
      if (bytes[i] !== quote) throw new UnusualJson();
      const end = endOfString(bytes, i);
      const key = String(this.#parse(i, end));
      if (Object.hasOwn(object, key)) throw new RepeatedKey(key);
      const middle = skipSpace(bytes, end);
      if (bytes[middle] !== colon) throw new UnusualJson();
      const read = shape(key, object);
      const first = skipSpace(bytes, middle + 1);
      i = read ? read(first) : this.#value(first);
      // An assignment of `__proto__` would not make a member.
      if (key === '__proto__') Object.defineProperty(object, key, { ...ownMember, value: this.#made });
      else object[key] = this.#made;
      i = this.#afterComma(i, closeObject);
    }
    this.#made = object;
    return i + 1;
  }

  /** Returns the index of the closing bracket, or of what follows the comma. */
  #afterComma(at: number, close: number): number {
    const bytes = this.#bytes;
    const i = skipSpace(bytes, at);
    if (bytes[i] === close) return i;
    if (bytes[i] !== comma) throw new UnusualJson();
    const next = skipSpace(bytes, i + 1);
    if (bytes[next] === close) throw new UnusualJson();
    return next;
  }

  #value(at: number): number {
    const end = endOfValue(this.#bytes, at);
    this.#made = this.#parse(at, end);
    return end;
  }

  #parse(start: number, end: number): unknown {
    const text = this.#bytes.toString(this.#ascii ? 'latin1' : 'utf8', start, end);
    if (text.length > shortText) return JSON.parse(keepBigIntegers(text));
    const known = this.#short.get(text);
    if (known !== undefined) return known;
    const value: unknown = JSON.parse(keepBigIntegers(text));
    if (this.#short.size < 50_000) this.#short.set(text, value);
    return value;
  }
}

const ownMember = { writable: true, enumerable: true, configurable: true } as const;

const noShape: Shape = () => undefined;
