/** Attribute values as CEL reads them: absent is null, and what is not known yet raises `Unknown`. */
import { Unknown } from './unknown.ts';

/**
 * Wraps `before` or `after` of a change. `mask` is Terraform's `after_unknown` (or null): it mirrors the value, `true`
 * where the value is not known. `path` is what an `Unknown` names, e.g. `after`. Values are wrapped when they are read.
 * @throws {Unknown} where the mask is `true`
 */
export function toAttributes(value: unknown, mask: unknown, path: string): unknown {
  if (mask === true) throw new Unknown(path);
  if (Array.isArray(value)) return toList(value, mask, path);
  return typeof value === 'object' && value !== null ? new Attributes(value, mask, path) : (value ?? null);
}

class Attributes extends Map<string, unknown> {
  readonly #mask: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: object, mask: unknown, path: string) {
    super(Object.entries(value));
    this.#mask = isObject(mask) ? mask : {};
    this.#path = path;
    // Terraform leaves unknown keys out of the value.
    for (const [key, unknown] of Object.entries(this.#mask))
      if (unknown === true && !this.has(key)) this.set(key, null);
  }

  override get(key: string): unknown {
    const mask = Object.hasOwn(this.#mask, key) ? this.#mask[key] : undefined;
    return toAttributes(super.get(key), mask, `${this.#path}.${key}`);
  }

  /** For `==`, which needs to know everything. */
  override *[Symbol.iterator](): MapIterator<[string, unknown]> {
    for (const key of this.keys()) yield [key, this.get(key)];
  }
}

// CEL takes for a map what was constructed by `Map` itself.
Object.defineProperty(Attributes.prototype, 'constructor', { value: Map });

function toList(values: readonly unknown[], mask: unknown, path: string): readonly unknown[] {
  const list: unknown[] = [];
  values.forEach((value, index) => {
    const unknown: unknown = Array.isArray(mask) ? mask[index] : undefined;
    const get = (): unknown => toAttributes(value, unknown, `${path}[${index}]`);
    Object.defineProperty(list, index, { get, enumerable: true, configurable: true });
  });
  return list;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
