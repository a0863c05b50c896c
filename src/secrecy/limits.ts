/** Length limits of secrets, in UTF-16 code units. Every part of `secrecy/` uses these four. */

/** Shorter values are never treated as secret: `1`, `no` or `us` would mask half of every report. */
export const minSecretLength = 3;

/** A value of this length is rarely an ordinary word: it is masked inside texts and recognized as a whole. */
export const minDistinctLength = 8;

/**
 * A text contains a value of this length because it embeds the secret. Shorter values, such as the name of a host or a
 * region, also occur in other texts by chance.
 */
export const minEmbeddedLength = 12;

/** A line of a multi-line secret is a secret of its own from this length. Shorter lines are often `}` or `---`. */
export const minSecretLineLength = 16;

/** Whether a key may be a secret: a schema has short names of small letters, which are kept. */
export function mayBeSecretKey(key: string): boolean {
  return key.length >= minEmbeddedLength || !/^[a-z_]+$/.test(key);
}
