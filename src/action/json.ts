/** Reads values from GitHub's answers. A missing value, or one of another type, is undefined. */
import { posix } from 'node:path';
import { isObject } from '../text/is-object.ts';

/** Returns the value at a path of keys; undefined if there is none. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

/** Returns the string at a path; undefined for anything else. */
export function text(value: unknown, ...path: readonly string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Returns the number at a path; undefined for anything else. */
export function number(value: unknown, ...path: readonly string[]): number | undefined {
  const found = field(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Returns the list at a path; empty for anything else. */
export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Returns the policy files in a listing of a folder, as paths from the top of the repository. */
export function policyFilesIn(listing: unknown, path: string): readonly string[] {
  return list(listing).flatMap((entry) => {
    const name = text(entry, 'name') ?? '';
    return /^[^/\\]+\.ya?ml$/.test(name) ? [posix.join(path, name)] : [];
  });
}
