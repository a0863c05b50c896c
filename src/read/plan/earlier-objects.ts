/**
 * Finds objects that an earlier list had in the same order. Terraform writes an object that stays as it is into the
 * planned values and into the prior state with the same members; the state adds `depends_on`.
 */
import { closeObject, comma } from './json-scanner.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** An object and where its members are in the document. */
interface Earlier {
  readonly start: number;
  /** Of its closing bracket. */
  readonly end: number;
  readonly object: JsonObject;
}

/** Objects with addresses, in the order of their list. */
export class EarlierObjects {
  readonly #all: Earlier[] = [];
  readonly #places = new Map<unknown, number>();
  #next = 0;

  add(object: JsonObject, { start, end }: Pick<Earlier, 'start' | 'end'>): void {
    this.#places.set(object.address, this.#all.length);
    this.#all.push({ start, end, object });
  }

  /**
   * Returns the earlier object whose members the one at the index starts with, and the index after them, where a comma or
   * the closing bracket is; null if the next object of the earlier list is another one.
   */
  sameAt(bytes: Buffer, at: number): { readonly object: JsonObject; readonly end: number } | null {
    const earlier = this.#all[this.#next];
    if (earlier === undefined) return null;
    const end = at + earlier.end - earlier.start;
    if (bytes[end] !== comma && bytes[end] !== closeObject) return null;
    if (bytes.compare(bytes, earlier.start, earlier.end, at, end) !== 0) return null;
    this.#next += 1;
    return { object: earlier.object, end };
  }

  /** After an object that is not the same: the next one is probably the same as the one that followed it earlier. */
  goOnAfter(address: unknown): void {
    const place = this.#places.get(address);
    if (place !== undefined) this.#next = place + 1;
  }
}
