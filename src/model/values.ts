/** Reads attribute values beside their maps of unknown and sensitive parts, where `true` at any ancestor covers all below. */

export interface Read {
  /** Values found at the path; a path through lists may find several. Unset ones are left out. */
  readonly known: readonly unknown[];
  /** At least one value at the path is only known after apply. */
  readonly unknown: boolean;
}

const nothing: Read = { known: [], unknown: false };
/** Policies ask for a few hundred paths a million times. */
const splitPaths = new Map<string, readonly [string, ...string[]]>();

/** Follows a dotted path through blocks; a list on the way stands for all its elements. */
export function readPath(value: unknown, unknown: unknown, path: string): Read {
  const steps = splitPaths.get(path) ?? split(path);
  // Most attributes that may protect or encrypt something are ones that most objects do not have.
  if (lacks(value, steps[0]) && (unknown === false || lacks(unknown, steps[0]))) return nothing;
  const known: unknown[] = [];
  const isUnknown = collect(value, unknown, steps, 0, known);
  return { known, unknown: isUnknown };
}

function split(path: string): readonly [string, ...string[]] {
  const [first = path, ...rest] = path.split('.');
  if (splitPaths.size < 10_000) splitPaths.set(path, [first, ...rest]);
  return [first, ...rest];
}

function lacks(value: unknown, key: string): boolean {
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

/** An own property or element, undefined otherwise: keys such as `__proto__` come from plans. */
export function child(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;
}

/** Both sides' marks: what is sensitive before or after is sensitive on both. */
export function isSensitive(masks: readonly unknown[], path: readonly (string | number)[]): boolean {
  return masks.some((mask) => {
    let current = mask;
    for (const step of path) {
      if (current === true) return true;
      current = child(current, step);
    }
    return containsTrue(current);
  });
}

/** Whether any part of a mask is `true`. */
export function containsTrue(mask: unknown): boolean {
  if (mask === true) return true;
  if (typeof mask !== 'object' || mask === null) return false;
  for (const key in mask) if (containsTrue(child(mask, key))) return true;
  return false;
}

/** A leaf whose value differs, or where it becomes unknown. */
export interface Difference {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: boolean;
}

const maxDifferences = 200;

/** Leaves in which two values differ, in the order of the keys; at most 200. */
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
    // Nearly all attributes of an update stay as they are, and sorting costs more than looking.
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

/** Keys of whatever is a container; nearly always all have the same ones. */
export function keysOfAny(sides: readonly unknown[]): string[] {
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

function byKey(a: string, b: string): number {
  const numeric = Number(a) - Number(b);
  return Number.isNaN(numeric) ? (a < b ? -1 : a > b ? 1 : 0) : numeric;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Nothing is set: null, `{}`, `[]` and `""` are the same to a provider, at any depth. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.every(isBlank);
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/** Deep equality of JSON values; unset and null are the same to Terraform. */
export function sameValue(a: unknown, b: unknown): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(child(a, key), child(b, key)))
  );
}
