/**
 * Remembers the keys of similar objects. Terraform writes thousands of objects with the same keys in the same order, so
 * comparing bytes with the keys that followed before is enough to read the next one.
 */
import { UnusualJson } from './json-scanner.ts';

/** Reads the value at an index. Returns the index after it. */
export type ReadValue = (at: number) => number;
/** How the value of each key is read; undefined: as a value of no special kind. */
export type ReadersByKey = (key: string) => ReadValue | undefined;

/** Terraform's own objects have a few dozen sequences of keys. */
const mostChildren = 64;
/** Longer values are not compared with the one before. */
const longest = 1000;

/** A key after those of its parents. The root has no key. */
export class KnownKey {
  readonly key: string;
  /** How its value is read. */
  readonly read: ReadValue | undefined;
  readonly #written: Uint8Array;
  readonly #path: readonly string[];
  readonly #children: KnownKey[] = [];
  #lastChild: KnownKey | undefined;
  #template: Record<string, unknown> | undefined;
  #start = 0;
  #end = 0;
  /** The value that it had last. */
  value: unknown;

  constructor(key: string, written: Uint8Array, path: readonly string[], read: ReadValue | undefined) {
    this.key = key;
    this.read = read;
    this.#written = written;
    this.#path = path;
  }

  /** Length in bytes, with its quotes. */
  get length(): number {
    return this.#written.length;
  }

  /** Returns the known key at an index that may follow this one; most probably the one that followed last. */
  following(bytes: Uint8Array, at: number): KnownKey | undefined {
    if (this.#lastChild?.isAt(bytes, at)) return this.#lastChild;
    const found = this.#children.find((child) => child.isAt(bytes, at));
    if (found) this.#lastChild = found;
    return found;
  }

  /** Whether the object has the key already. */
  follows(key: string): boolean {
    return this.#path.includes(key);
  }

  /** @throws {UnusualJson} if more keys follow than Terraform writes */
  add(key: string, written: Uint8Array, readers: ReadersByKey): KnownKey {
    if (this.#children.length >= mostChildren || this.#path.length >= mostChildren) throw new UnusualJson();
    const child = new KnownKey(key, written, [...this.#path, key], readers(key));
    this.#children.push(child);
    return child;
  }

  /** Returns an object with this key and those before it, which have the last values of a list. */
  toObject(values: unknown[]): Record<string, unknown> {
    const path = this.#path;
    // A copy has room for all members at once.
    this.#template ??= Object.fromEntries(path.map((key) => [key, null]));
    const object = { ...this.#template };
    for (let i = path.length - 1; i >= 0; i -= 1) object[path[i] ?? ''] = values.pop();
    return object;
  }

  isAt(bytes: Uint8Array, at: number): boolean {
    const written = this.#written;
    // From the end: the first letters of different keys are often the same.
    for (let i = written.length - 1; i >= 0; i -= 1) if (bytes[at + i] !== written[i]) return false;
    return true;
  }

  /** Returns the index after the last value if it is at the index again, else 0. */
  endOfSame(bytes: Uint8Array, at: number): number {
    const start = this.#start;
    const length = this.#end - start;
    for (let i = 0; i < length; i += 1) if (bytes[at + i] !== bytes[start + i]) return 0;
    // 1 is no 12; other values end with a quote or a bracket.
    return length === 0 || isInWord(bytes[at + length] ?? 0) ? 0 : at + length;
  }

  remember(start: number, end: number, value: unknown): void {
    if (end - start > longest) return;
    this.#start = start;
    this.#end = end;
    this.value = value;
  }
}

/** Neither white space nor a comma or a closing bracket. */
function isInWord(code: number): boolean {
  return code > 32 && code !== 44 && code !== 93 && code !== 125;
}
