/**
 * Tells from bytes alone that no secret is in them, plain or encoded as `secrets.ts` decodes it. Most objects of a large
 * plan are found clear this way, and are not parsed.
 */

const [percent, backslash] = [37, 92];
const escapedBackslash = Buffer.from('\\\\');
/** Bytes of the part of a secret that is looked up: at least, and at most. */
const [shortestPart, longestPart] = [3, 8];
const shortestToken = 8;

/** By byte: the value of a base64 digit, of both alphabets; 255 for other bytes. */
const digits = new Uint8Array(256).fill(255);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((each, value) => {
  digits[each.charCodeAt(0)] = value;
});
digits[45] = 62;
digits[95] = 63;

/**
 * Returns a test of JSON text without `\\u` escapes: false means that no string, key or number in it holds one of the
 * secrets; true, that one may.
 */
export function secretScan(texts: ReadonlySet<string>): (bytes: Buffer) => boolean {
  const secrets = [...texts].filter((text) => text !== '');
  if (secrets.length === 0) return () => false;
  const shortest = secrets.reduce((length, text) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
  // Other characters have several encodings, and short secrets are everywhere.
  if (shortest < shortestPart || !secrets.every((text) => /^[ -~]+$/.test(text))) return () => true;
  const holdsPlain = plainSearch(secrets, shortest);
  // A text with a backslash may hold a text with escapes of its own. Other escapes stand for no character of a secret.
  const odd = secrets.some((text) => /["\\]/.test(text)) ? backslash : escapedBackslash;
  return (bytes) =>
    bytes.includes(odd) || bytes.includes(percent) || holdsPlain(bytes) || mayHoldEncoded(bytes, shortest);
}

interface Part {
  readonly secret: Buffer;
  readonly offset: number;
}

/**
 * Every occurrence of a text of at least n bytes contains a part of p bytes at a multiple of n - p + 1, so only those are
 * looked up.
 */
function plainSearch(secrets: readonly string[], shortest: number): (bytes: Buffer) => boolean {
  const parts = new Map<number, Part[]>();
  const isPart = new Uint8Array(65_536);
  const length = Math.max(shortestPart, Math.min(longestPart, shortest >> 1));
  const step = shortest - length + 1;
  for (const text of secrets) {
    const secret = Buffer.from(text);
    for (let offset = 0; offset < step; offset += 1) {
      const hash = hashAt(secret, offset, length);
      isPart[hash] = 1;
      const same = parts.get(hash) ?? [];
      same.push({ secret, offset });
      parts.set(hash, same);
    }
  }
  const isAt = (bytes: Buffer, at: number, secret: Buffer): boolean =>
    at >= 0 &&
    at + secret.length <= bytes.length &&
    bytes.compare(secret, 0, secret.length, at, at + secret.length) === 0;
  return (bytes) => {
    for (let at = 0; at + length <= bytes.length; at += step) {
      const hash = hashAt(bytes, at, length);
      if (isPart[hash] === 1 && parts.get(hash)?.some(({ secret, offset }) => isAt(bytes, at - offset, secret)))
        return true;
    }
    return false;
  };
}

function hashAt(bytes: Uint8Array, at: number, length: number): number {
  let hash = 0;
  for (let i = at; i < at + length; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}

/**
 * Whether base64 in the text may hold printable text that is as long as a secret. What is no base64 decodes to bytes that
 * are rarely printable.
 */
function mayHoldEncoded(bytes: Uint8Array, shortest: number): boolean {
  // Padding counts as a part of a token.
  const least = Math.max(shortestToken, Math.ceil(shortest / 0.75) - 2);
  for (let look = least - 1; look < bytes.length; look += least) {
    if (!isDigit(bytes, look)) continue;
    let start = look;
    let end = look + 1;
    while (start > 0 && isDigit(bytes, start - 1)) start -= 1;
    while (isDigit(bytes, end)) end += 1;
    if (end - start >= least && decodesToText(bytes, start, end, shortest)) return true;
    // The first letter may belong to an escape, such as `\n`.
    if (bytes[start - 1] === backslash && decodesToText(bytes, start + 1, end, shortest)) return true;
    look = end;
  }
  return false;
}

function isDigit(bytes: Uint8Array, at: number): boolean {
  return (digits[bytes[at] ?? 0] ?? 255) < 255;
}

function decodesToText(bytes: Uint8Array, start: number, end: number, shortest: number): boolean {
  let [bits, count, printable] = [0, 0, 0];
  for (let i = start; i < end; i += 1) {
    bits = ((bits << 6) | (digits[bytes[i] ?? 0] ?? 0)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const decoded = (bits >> count) & 0xff;
    printable = decoded >= 32 && decoded < 127 ? printable + 1 : 0;
    if (printable >= shortest) return true;
  }
  return false;
}
