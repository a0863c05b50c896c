/**
 * JSON values that are parsed when they are first read: most objects of a large plan stay as they are, and nobody reads
 * their attributes.
 */

/** The bytes of a JSON document, checked to be valid. */
export interface JsonDocument {
  readonly bytes: Buffer;
  /** Parses the value between two indexes. */
  readonly parse: (start: number, end: number) => unknown;
  /** Returns the index after the value that starts at an index. */
  readonly endOfValue: (at: number) => number;
  /** Where the keys of each `LazyJson` start, those of one object after each other. */
  readonly keys: Uint32Array;
}

/** Where a value is in a document. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly isCanonical: boolean;
  /** The part of the document's `keys` that is of this value: none if it is no object. */
  readonly firstKey: number;
  readonly endOfKeys: number;
}

const unread = Symbol('unread');
/** By the first letter: most attributes are one of these. */
const words = new Map([...'tfn'].map((letter, i) => [letter.charCodeAt(0), [true, false, null][i]]));
/** Members that are found one by one. */
const few = 8;

/** The object whose members were read last: they are read one after the other. */
let recent: { readonly owner: LazyJson; readonly value: unknown } | undefined;

/** One value of a document. Equal bytes of one object in several sections are one `LazyJson`. */
export class LazyJson {
  readonly start: number;
  readonly end: number;
  /**
   * The bytes are what `JSON.stringify` writes if it sorts keys: no white space, no escape beyond `\n`, `\"` and their
   * like. Terraform nearly always writes so.
   */
  readonly isCanonical: boolean;
  readonly #document: JsonDocument;
  readonly #firstKey: number;
  readonly #endOfKeys: number;
  #value: unknown = unread;
  #members = 0;

  constructor(document: JsonDocument, span: Span) {
    this.#document = document;
    this.start = span.start;
    this.end = span.end;
    this.isCanonical = span.isCanonical;
    this.#firstKey = span.firstKey;
    this.#endOfKeys = span.endOfKeys;
  }

  get isParsed(): boolean {
    return this.#value !== unread;
  }

  /** The whole value, parsed once. */
  get value(): unknown {
    if (!this.isParsed) this.#value = this.#document.parse(this.start, this.end);
    return this.#value;
  }

  toJSON(): unknown {
    return this.value;
  }

  /** The text of the value as it is in the document. */
  get bytes(): Buffer {
    return this.#document.bytes.subarray(this.start, this.end);
  }

  /** The same as a string in which other characters than ASCII may be wrong. */
  get text(): string {
    return this.#document.bytes.toString('latin1', this.start, this.end);
  }

  /**
   * Returns one member of an object, undefined if there is none. The rest is not parsed, unless several members are read:
   * that takes longer.
   */
  member(name: string): unknown {
    this.#members += 1;
    if (this.isParsed || !this.isCanonical || this.#members > few) return ownMember(this.#recentValue(), name);
    const start = this.#startOfMember(keyOf(name));
    if (start < 0) return undefined;
    const word = words.get(this.#document.bytes[start] ?? 0);
    return word === undefined ? this.#document.parse(start, this.#document.endOfValue(start)) : word;
  }

  /** Parsed for several members, but not kept: a plan may have a hundred thousand objects that are read once. */
  #recentValue(): unknown {
    if (this.isParsed) return this.#value;
    if (recent?.owner !== this) recent = { owner: this, value: this.#document.parse(this.start, this.end) };
    return recent.value;
  }

  /** Returns the index of the value of a key; -1 if there is none. */
  #startOfMember(key: Uint8Array): number {
    const { bytes, keys } = this.#document;
    const length = key.length;
    for (let k = this.#firstKey; k < this.#endOfKeys; k += 1) {
      const at = keys[k] ?? 0;
      let i = 1;
      while (i < length && bytes[at + i] === key[i]) i += 1;
      if (i === length) return at + length;
    }
    return -1;
  }
}

/** A few hundred names are looked up in all plans. */
const keys = new Map<string, Buffer>();

/** The name as a key is written in JSON, with its colon. */
function keyOf(name: string): Buffer {
  const known = keys.get(name) ?? Buffer.from(`${JSON.stringify(name)}:`);
  if (keys.size < 10_000) keys.set(name, known);
  return known;
}

/** Returns the value itself, parsed if it was not yet. */
export function readLazy(value: unknown): unknown {
  return value instanceof LazyJson ? value.value : value;
}

/** Returns a value in which nothing is a `LazyJson` any more. */
export function readAll(value: unknown): unknown {
  if (value instanceof LazyJson) return value.value;
  if (Array.isArray(value)) return value.map(readAll);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readAll(item)]));
}

function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
