/** Values in canonical form: keys sorted, and no text that gives a secret away. */
import { child, keysOfAny, sameValue } from '../model/values.ts';
import { sensitiveMark, toSecrets } from '../secrecy/secrets.ts';

/** Both sides of a change, with their masks. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
}

export interface CanonicalForm {
  /** Of a change: a sensitive part enters only as unchanged, changed or unknown. */
  readonly ofSides: (sides: Sides) => string;
  /** Of one value: what `mask` covers is left out, and secrets are cut out of the texts that hold them. */
  readonly ofValue: (value: unknown, mask?: unknown) => string;
}

/** @param texts the secrets; the form is the same when each of them is replaced by another text, as `redact` does */
export function canonicalForm(texts: ReadonlySet<string>): CanonicalForm {
  const secrets = toSecrets(texts);
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);

  const holdsSecret = (value: unknown): boolean =>
    (typeof value === 'string' || typeof value === 'number') && secrets.isIn(String(value));

  const scalar = (value: unknown): string => {
    if (!holdsSecret(value)) return JSON.stringify(value ?? null);
    const shown = longestFirst.reduce((text, secret) => text.replaceAll(secret, sensitiveMark), String(value));
    // Encoded ones cannot be cut out.
    return JSON.stringify({ hidden: secrets.isIn(shown) ? sensitiveMark : shown });
  };

  const ofValue = (value: unknown, mask: unknown = false): string => {
    if (mask === true) return `{"sensitive":${value === undefined || value === null ? 'null' : 'true'}}`;
    if (Array.isArray(value)) return `[${value.map((item, i) => ofValue(item, child(mask, i))).join(',')}]`;
    if (typeof value !== 'object' || value === null) return scalar(value);
    const parts = keysOfAny([value])
      .sort()
      .map((key) => `${JSON.stringify(key)}:${ofValue(child(value, key), child(mask, key))}`);
    return `{${parts.join(',')}}`;
  };

  const ofPair = (before: unknown, after: unknown, unknown: unknown, masks: readonly [unknown, unknown]): string => {
    if (masks.includes(true)) {
      const now = unknown === true ? 'unknown' : sameValue(before, after) ? 'unchanged' : 'changed';
      return JSON.stringify({ sensitive: now, masks: masks.map((mask) => mask === true) });
    }
    if (unknown === true) return `{"unknown":true,"before":${ofValue(before)}}`;
    const sides = [before, after, unknown];
    if (sides.some(isContainer)) {
      const shapes = sides.map((side) => (isContainer(side) ? (Array.isArray(side) ? '[]' : '{}') : scalar(side)));
      const parts = keysOfAny(sides)
        .sort()
        .map((key) => {
          const own = [child(masks[0], key), child(masks[1], key)] as const;
          return `${JSON.stringify(key)},${ofPair(child(before, key), child(after, key), child(unknown, key), own)}`;
        });
      return `[${[...shapes, ...parts].join(',')}]`;
    }
    const isSame = sameValue(before, after);
    if (holdsSecret(before) || (after !== before && holdsSecret(after)))
      return `{"sensitive":"${isSame ? 'unchanged' : 'changed'}"}`;
    return isSame ? `{"same":${scalar(before)}}` : `{"before":${scalar(before)},"after":${scalar(after)}}`;
  };

  return {
    ofValue,
    ofSides: ({ before, after, afterUnknown, beforeSensitive, afterSensitive }) =>
      ofPair(before, after, afterUnknown, [beforeSensitive, afterSensitive]),
  };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
