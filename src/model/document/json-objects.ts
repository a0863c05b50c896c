/** Reads parts of parsed JSON whose shape is not certain. */
import { isObject } from '../../text/is-object.ts';

/** Any JSON value. */
export type Json = unknown;
/** A JSON object. */
export type JsonObject = Readonly<Record<string, Json>>;

/** Returns the object at a path; empty if there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): JsonObject {
  let current: unknown = value;
  for (const step of path) current = isObject(current) ? current[step] : undefined;
  return isObject(current) ? current : {};
}

/** Returns the objects in the list under a key; empty if there is none. */
export function listAt(value: unknown, key: string): readonly JsonObject[] {
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Returns the string under a key; null if there is none. */
export function stringAt(value: JsonObject, key: string): string | null {
  const found = value[key];
  return typeof found === 'string' ? found : null;
}

/** Returns the boolean under a key; null if there is none. */
export function booleanAt(value: JsonObject, key: string): boolean | null {
  const found = value[key];
  return typeof found === 'boolean' ? found : null;
}

/** Returns the strings in the list under a key; empty if there is none. */
export function stringsAt(value: JsonObject, key: string): readonly string[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}
