/** Attribute values as policies read them: an absent one is null, one only known after apply raises `Unknown`. */
import { child } from '../model/values.ts';
import { Unknown } from '../policy/unknown.ts';

/** A lazy view: nothing is copied until an expression reads it. CEL's integers are bigint. */
export function viewOf(value: unknown, unknown: unknown, path: string): unknown {
  if (unknown === true) throw new Unknown(path);
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) {
    return typeof unknown === 'object' && unknown !== null && value === undefined
      ? viewOf(Array.isArray(unknown) ? [] : {}, unknown, path)
      : (value ?? null);
  }
  const read = (key: string): unknown => viewOf(child(value, key), child(unknown, key), `${path}.${key}`);
  return new Proxy(value, {
    get: (target, key) => {
      if (typeof key === 'symbol' || (Array.isArray(target) && !/^\d+$/.test(key))) return Reflect.get(target, key);
      if (key === 'constructor') return Array.isArray(target) ? Array : Object;
      return read(key);
    },
    has: () => true,
    getOwnPropertyDescriptor: (target, key) => {
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      if (own || typeof key === 'symbol' || Array.isArray(target)) return own;
      return { configurable: true, enumerable: true, value: read(key) };
    },
  });
}
