/**
 * Remembers short values by their bytes: a plan repeats addresses, types, providers and masks thousands of times, and
 * finding one again takes less time than making a string.
 */

/** Longer values are hardly ever repeated. */
const longest = 1000;
/** Number of slots: a power of two, about one for every hundred bytes. */
const [fewestSlots, mostSlots] = [1 << 6, 1 << 18];

/** Values of one document. */
export class KnownValues {
  readonly #bytes: Uint8Array;
  readonly #parse: (start: number, end: number) => unknown;
  /** Open addressing: where the value of a slot starts and ends; an end of 0 is a free slot. */
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #values: unknown[];
  readonly #last: number;
  #count = 0;

  constructor(bytes: Uint8Array, parse: (start: number, end: number) => unknown) {
    this.#bytes = bytes;
    this.#parse = parse;
    const slots = 2 ** Math.ceil(Math.log2(Math.min(mostSlots, Math.max(fewestSlots, bytes.length / 100))));
    this.#starts = new Uint32Array(slots);
    this.#ends = new Uint32Array(slots);
    this.#values = new Array(slots).fill(undefined);
    this.#last = slots - 1;
  }

  /** Returns the value between two indexes: the same one for the same bytes, if they are few. */
  read(start: number, end: number): unknown {
    if (end - start > longest) return this.#parse(start, end);
    let slot = this.#hash(start, end) & this.#last;
    for (let known = this.#ends[slot] ?? 0; known > 0; known = this.#ends[slot] ?? 0) {
      if (this.#isSame(start, end, this.#starts[slot] ?? 0, known)) return this.#values[slot];
      slot = (slot + 1) & this.#last;
    }
    const value = this.#parse(start, end);
    if (this.#count <= this.#last >> 1) {
      this.#starts[slot] = start;
      this.#ends[slot] = end;
      this.#values[slot] = value;
      this.#count += 1;
    }
    return value;
  }

  #hash(start: number, end: number): number {
    const bytes = this.#bytes;
    let hash = end - start;
    for (let i = start; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  #isSame(start: number, end: number, other: number, otherEnd: number): boolean {
    const length = end - start;
    if (otherEnd - other !== length) return false;
    const bytes = this.#bytes;
    for (let i = 0; i < length; i += 1) if (bytes[start + i] !== bytes[other + i]) return false;
    return true;
  }
}
