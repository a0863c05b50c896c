/** Values found at a path. In a mask, `true` covers everything below it. */
import { LazyJson } from '../text/lazy-json.ts';

/** The values found at a path. */
export interface Read {
  /** Values at the path; several if the path leads through a list. Unset ones are left out. */
  readonly known: readonly unknown[];
  /** At least one value at the path is known only after apply. */
  readonly unknown: boolean;
}

const nothing: Read = { known: [], unknown: false };
/** Cached, since policies read a few hundred paths very often. */
const splitPaths = new Map<string, readonly [string, ...string[]]>();

/**
 * Reads a dotted path through blocks. A list on the way is read in all its elements. Of a `LazyJson`, only the first
 * step is parsed.
 */
export function readPath(value: unknown, unknown: unknown, path: string): Read {
  const steps = splitPaths.get(path) ?? split(path);
  // Fast path: most objects do not have most of the attributes that policies read.
  const isKnown = unknown === false || lacks(unknown, steps[0]);
  const isLazy = isKnown && value instanceof LazyJson;
  const first = isLazy ? value.member(steps[0]) : undefined;
  if (isKnown && (isLazy ? first === undefined : lacks(value, steps[0]))) return nothing;
  const known: unknown[] = [];
  const isUnknown = isLazy ? collect(first, false, steps, 1, known) : collect(value, unknown, steps, 0, known);
  return { known, unknown: isUnknown };
}

function split(path: string): readonly [string, ...string[]] {
  const [first = path, ...rest] = path.split('.');
  if (splitPaths.size < 10_000) splitPaths.set(path, [first, ...rest]);
  return [first, ...rest];
}

function lacks(value: unknown, key: string): boolean {
  if (value instanceof LazyJson) return value.member(key) === undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, key);
}

function collect(value: unknown, unknown: unknown, path: readonly string[], at: number, known: unknown[]): boolean {
  if (unknown === true) return true;
  if (Array.isArray(value) || Array.isArray(unknown)) {
    if (at === path.length && !Array.isArray(unknown)) {
      known.push(value);
      return false;
    }
    const length = Math.max(lengthOf(value), lengthOf(unknown));
    let any = false;
    for (let i = 0; i < length; i += 1) any = collect(child(value, i), child(unknown, i), path, at, known) || any;
    return any;
  }
  if (at === path.length) {
    if (value !== null && value !== undefined) known.push(value);
    return false;
  }
  const step = path[at] ?? '';
  return collect(child(value, step), child(unknown, step), path, at + 1, known);
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Returns an own property or element, else undefined. Keys come from plans and may be `__proto__`. */
export function child(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof LazyJson) return value.member(String(key));
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
}

/** Whether the value at a path is sensitive on any side. A mask of either side applies to both. */
export function isSensitive(masks: readonly unknown[], path: readonly (string | number)[]): boolean {
  return masks.some((mask) => isMarkedAt(mask, path));
}

/** Whether a mask is `true` at a path, above it, or anywhere below. What is unknown is a mask as well. */
export function isMarkedAt(mask: unknown, path: readonly (string | number)[]): boolean {
  let current = mask;
  for (const step of path) {
    if (current === true) return true;
    current = child(current, step);
  }
  return containsTrue(current);
}

/** Whether any part of a mask is `true`. */
export function containsTrue(mask: unknown): boolean {
  if (mask === true) return true;
  if (typeof mask !== 'object' || mask === null) return false;
  for (const key in mask) if (containsTrue(child(mask, key))) return true;
  return false;
}

/** A leaf whose value differs or becomes unknown. */
export interface Difference {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: boolean;
}

const maxDifferences = 200;

/** Returns the leaves in which two values differ, in the order of keys; at most 200. */
export function differences(before: unknown, after: unknown, unknown: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare(before, after, unknown, [], found);
  return found;
}

function compare(
  before: unknown,
  after: unknown,
  unknown: unknown,
  path: readonly (string | number)[],
  found: Difference[],
): void {
  if (found.length >= maxDifferences) return;
  if (unknown === true) {
    found.push({ path, before, after: undefined, unknown: true });
    return;
  }
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    // Most attributes of an update are unchanged, so they are skipped before sorting.
    const differing = keysOfAny([before, after, unknown]).filter(
      (key) => !sameValue(child(before, key), child(after, key)) || containsTrue(child(unknown, key)),
    );
    for (const key of differing.sort(byKey)) {
      const step = Array.isArray(before) ? Number(key) : key;
      compare(child(before, step), child(after, step), child(unknown, step), [...path, step], found);
    }
    return;
  }
  if (!sameValue(before, after)) found.push({ path, before, after, unknown: false });
}

/** Returns the keys of all sides that are objects or lists, each once. */
export function keysOfAny(sides: readonly unknown[]): string[] {
  const [first] = sides;
  // Nearly always all sides have the same keys.
  if (isContainer(first) && sides.every((side) => side === first || !isContainer(side) || hasNoOther(side, first)))
    return Object.keys(first);
  const all: string[] = [];
  sides.forEach((side, index) => {
    if (!isContainer(side)) return;
    for (const key of Object.keys(side)) {
      let isNew = true;
      for (let i = 0; i < index && isNew; i += 1) {
        const other = sides[i];
        isNew = !isContainer(other) || !Object.hasOwn(other, key);
      }
      if (isNew) all.push(key);
    }
  });
  return all;
}

/** Whether every key of one object is also in the other. */
function hasNoOther(side: object, known: object): boolean {
  for (const key in side) if (!Object.hasOwn(known, key)) return false;
  return true;
}

function byKey(a: string, b: string): number {
  const numeric = Number(a) - Number(b);
  return Number.isNaN(numeric) ? (a < b ? -1 : a > b ? 1 : 0) : numeric;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether nothing is set. Providers treat null, `{}`, `[]` and `""` as equal, at any depth. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/** Deep equality of JSON values. Terraform treats unset and null as equal. */
export function sameValue(a: unknown, b: unknown): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(child(a, key), child(b, key)))
  );
}
