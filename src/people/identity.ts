/** Names of people and bots: logins, e-mails, key fingerprints; when two of them are the same. */

/**
 * Every key that a name goes by: itself, and the login in one of GitHub's no-reply addresses. Case counts only in key
 * fingerprints. `Name <e-mail>` goes by its e-mail. Names are not looked up anywhere.
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

/** Whether both go by a common key. */
export function isSame(a: string, b: string): boolean {
  const keys = keysOf(a);
  return keysOf(b).some((key) => keys.includes(key));
}

export function isAmong(identity: string, others: readonly string[]): boolean {
  return others.some((other) => isSame(identity, other));
}

/** `Ada` of `Ada <ada@example.com>`; null where no name is given. */
export function nameIn(identity: string): string | null {
  const at = identity.lastIndexOf('<');
  return at > 0 && identity.trimEnd().endsWith('>') ? identity.slice(0, at).trim() : null;
}

function emailIn(identity: string): string | null {
  const at = identity.lastIndexOf('<');
  const text = identity.trimEnd();
  return at >= 0 && text.endsWith('>') ? text.slice(at + 1, -1) : null;
}
