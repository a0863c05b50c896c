/** Compares names of people and bots: logins, e-mails and key fingerprints. */

/**
 * Returns all keys of a name: the name itself, and the login in a GitHub no-reply address. Only key fingerprints are
 * case-sensitive. `Name <e-mail>` is reduced to the e-mail. No name is looked up online.
 */
export function keysOf(identity: string): readonly string[] {
  const plain = emailIn(identity) ?? identity;
  const trimmed = plain.normalize('NFKC').trim().replace(/^@/, '');
  if (trimmed === '') return [];
  if (/^(SHA256|MD5):/.test(trimmed)) return [trimmed];
  const name = trimmed.toLowerCase();
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(name)?.[1];
  return login === undefined ? [name] : [name, login];
}

/** Whether both names have a key in common. */
export function isSame(a: string, b: string): boolean {
  return isAmong(a, [b]);
}

/** Whether the identity is the same as one of the others. */
export function isAmong(identity: string, others: readonly string[]): boolean {
  if (others.length === 0) return false;
  const keys = keysOf(identity);
  return others.some((other) => keysOf(other).some((key) => keys.includes(key)));
}

/** Returns `Ada` for `Ada <ada@example.com>`; null if there is no name. */
export function nameIn(identity: string): string | null {
  const at = identity.lastIndexOf('<');
  return at > 0 && identity.trimEnd().endsWith('>') ? identity.slice(0, at).trim() : null;
}

function emailIn(identity: string): string | null {
  const at = identity.lastIndexOf('<');
  const text = identity.trimEnd();
  return at >= 0 && text.endsWith('>') ? text.slice(at + 1, -1) : null;
}
