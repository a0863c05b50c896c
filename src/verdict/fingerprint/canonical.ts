/** Writes values in canonical form: sorted keys, secrets hidden. */
import { hash } from 'node:crypto';
import { child, containsTrue, keysOfAny, sameValue } from '../../model/values.ts';
import { mayBeSecretKey } from '../../secrecy/limits.ts';
import { secretScan } from '../../secrecy/secret-scan.ts';
import { sensitiveMark, toSecrets } from '../../secrecy/secrets.ts';
import { LazyJson } from '../../text/lazy-json.ts';

/** Both sides of a change, with their masks. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
  /** The values, perhaps not yet parsed. */
  readonly lazyBefore?: unknown;
  readonly lazyAfter?: unknown;
}

/** Writes values so that equal ones give equal text, with keys sorted and secrets hidden. */
export interface CanonicalForm {
  /**
   * Writes both sides of a change. A sensitive part that is not true or false is written as unchanged, changed or unknown,
   * and what stays the same as a whole as its hash.
   */
  readonly ofSides: (sides: Sides) => string;
  /** Writes one value without what `mask` covers, and without secrets inside texts. */
  readonly ofValue: (value: unknown, mask?: unknown) => string;
}

/**
 * @param texts the secrets; the form is the same when each of them is replaced by another text, as `redact` does
 * @param onHidden called for each value that the form does not hold
 */
export function canonicalForm(texts: ReadonlySet<string>, onHidden: () => void = () => {}): CanonicalForm {
  const secrets = toSecrets(texts);
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);

  const holdsSecret = (value: unknown): boolean => {
    const holds = (typeof value === 'string' || typeof value === 'number') && secrets.isIn(String(value));
    if (holds) onHidden();
    return holds;
  };

  const scalar = (value: unknown): string => {
    if (typeof value === 'bigint') return String(value);
    if (!holdsSecret(value)) return JSON.stringify(value ?? null);
    const shown = longestFirst.reduce((text, secret) => text.replaceAll(secret, sensitiveMark), String(value));
    // Encoded ones cannot be cut out.
    return JSON.stringify({ hidden: secrets.isIn(shown) ? sensitiveMark : shown });
  };

  const isSecretKey = (key: string): boolean => mayBeSecretKey(key) && holdsSecret(key);
  const keyOf = (key: string): string => (isSecretKey(key) ? scalar(key) : quoted(key));
  /** The order of keys must not depend on a secret. */
  const inOrder = (keys: readonly string[], parts: readonly string[]): string =>
    (keys.some(isSecretKey) ? parts.toSorted() : parts).join(',');

  const ofValue = (value: unknown, mask: unknown = false): string => {
    if (mask === true) {
      if (typeof value === 'boolean') return `{"sensitive":true,"switch":${value}}`;
      if (value === undefined || value === null) return '{"sensitive":null}';
      onHidden();
      return '{"sensitive":true}';
    }
    if (Array.isArray(value)) return `[${value.map((item, i) => ofValue(item, child(mask, i))).join(',')}]`;
    if (typeof value !== 'object' || value === null) return scalar(value);
    const keys = sortedKeys([value]);
    const parts = keys.map((key) => `${keyOf(key)}:${ofValue(child(value, key), child(mask, key))}`);
    return `{${inOrder(keys, parts)}}`;
  };

  const shapeOf = (side: unknown): string => (isContainer(side) ? (Array.isArray(side) ? '[]' : '{}') : scalar(side));

  const mayHoldSecret = secretScan(texts);

  /** Most objects of a plan stay as they are. Then their text is hashed, and in a large plan not even parsed. */
  const ofUnchanged = (sides: Sides): string | null => {
    const { afterUnknown, beforeSensitive, afterSensitive, lazyBefore, lazyAfter } = sides;
    if (!isEmpty(afterUnknown) || containsTrue(beforeSensitive) || containsTrue(afterSensitive)) return null;
    if (lazyBefore instanceof LazyJson && lazyBefore === lazyAfter && lazyBefore.isCanonical) {
      const { bytes } = lazyBefore;
      if (!mayHoldSecret(bytes)) return unchanged(bytes);
    }
    const { before, after } = sides;
    return isContainer(before) && sameValue(before, after) ? unchanged(ofValue(before)) : null;
  };

  const ofPair = (before: unknown, after: unknown, unknown: unknown, was: unknown, is: unknown): string => {
    if (was === true || is === true) {
      const now = unknown === true ? 'unknown' : sameValue(before, after) ? 'unchanged' : 'changed';
      const sides = [before, after];
      if (sides.some((side) => !isSwitch(side))) onHidden();
      return JSON.stringify({
        sensitive: now,
        masks: [was === true, is === true],
        ...(sides.some((side) => typeof side === 'boolean') && {
          switch: sides.map((side) => (isSwitch(side) ? side : 'hidden')),
        }),
      });
    }
    if (unknown === true) return `{"unknown":true,"before":${ofValue(before)}}`;
    if (isContainer(before) || isContainer(after) || isContainer(unknown)) {
      const keys = sortedKeys([before, after, unknown]);
      const parts = keys.map((key) => {
        const [now, then] = [child(before, key), child(after, key)];
        return `${keyOf(key)},${ofPair(now, then, child(unknown, key), child(was, key), child(is, key))}`;
      });
      const shapes = [before, after, unknown].map(shapeOf).join(',');
      return parts.length === 0 ? `[${shapes}]` : `[${shapes},${inOrder(keys, parts)}]`;
    }
    const isSame = sameValue(before, after);
    if (holdsSecret(before) || (after !== before && holdsSecret(after)))
      return `{"sensitive":"${isSame ? 'unchanged' : 'changed'}"}`;
    return isSame ? `{"same":${scalar(before)}}` : `{"before":${scalar(before)},"after":${scalar(after)}}`;
  };

  return {
    ofValue,
    ofSides: (sides) => {
      const { afterUnknown, beforeSensitive, afterSensitive } = sides;
      return ofUnchanged(sides) ?? ofPair(sides.before, sides.after, afterUnknown, beforeSensitive, afterSensitive);
    },
  };
}

/** Nothing can be kept secret in one of two values, and a policy may read it. `redact` keeps it as well. */
function isSwitch(value: unknown): boolean {
  return typeof value === 'boolean' || value === undefined || value === null;
}

function unchanged(text: string | Buffer): string {
  return `{"unchanged":"${hash('sha256', text)}"}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Nothing is unknown: not set, false, `{}` or `[]`. */
function isEmpty(unknown: unknown): boolean {
  if (!isContainer(unknown)) return unknown === undefined || unknown === null || unknown === false;
  for (const _ in unknown) return false;
  return true;
}

/** Terraform writes keys in order, so sorting is rarely needed. */
function sortedKeys(sides: readonly unknown[]): readonly string[] {
  const keys = keysOfAny(sides);
  return keys.some((key, i) => i > 0 && (keys[i - 1] ?? '') >= key) ? keys.sort() : keys;
}

/** Cached, since the same few hundred names occur in all objects. */
const quotedKeys = new Map<string, string>();

function quoted(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (quotedKeys.size < 10_000) quotedKeys.set(key, text);
  return text;
}
