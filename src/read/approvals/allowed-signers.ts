/**
 * The allowed signers file: whose key is whose, and which lines do not bind a key to one name. See ssh-keygen(1),
 * ALLOWED SIGNERS.
 */
import { createHash } from 'node:crypto';
import { UsageError } from '../../errors.ts';
import { readSmallFile } from '../files/bounded-read.ts';

/** The content of an allowed signers file. */
export interface AllowedSigners {
  /** The lines that bind a key to fixed names, in the format of `ssh-keygen`. */
  readonly named: string;
  /** All names listed for a key (patterns excluded), by the key's `SHA256:…` fingerprint. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads an allowed signers file. Lines with a pattern (`*@example.com`) or `cert-authority` are not in `named`: whoever
 * holds such a key, or the authority's key, could sign under any matching name.
 * @throws {UsageError} if the file cannot be read
 */
export async function readAllowedSigners(file: string): Promise<AllowedSigners> {
  const text = await readSmallFile(file);
  if (text === null) {
    throw new UsageError({
      file,
      message: 'the allowed signers cannot be read',
      hint: 'One line per key: `grace namespaces="firebreak" ssh-ed25519 AAAA…` (see ssh-keygen(1), ALLOWED SIGNERS).',
    });
  }
  const lines = text.split('\n').flatMap(toLine);
  const names = new Map<string, readonly string[]>();
  for (const { key, principals } of lines) {
    names.set(key, [...(names.get(key) ?? []), ...principals.filter((name) => name !== '' && !isPattern(name))]);
  }
  const named = lines.filter(({ principals, authority }) => !authority && !principals.some(isPattern));
  return { names, named: named.map(({ line }) => `${line}\n`).join('') };
}

interface Line {
  readonly line: string;
  readonly principals: readonly string[];
  readonly authority: boolean;
  /** `SHA256:…` */
  readonly key: string;
}

/**
 * Splits a line as `ssh-keygen` does. Returns nothing for a line that `ssh-keygen` may read differently, such as one
 * with a NUL.
 */
function toLine(line: string): readonly Line[] {
  const [, quoted, plain, rest = ''] = /^[ \t]*(?:"([^"\\]*)"|([^ \t"#\\]+))[ \t]+(.*)$/.exec(line) ?? [];
  const principals = quoted ?? plain;
  const [, options = '', blob] = /^(|.*?[ \t])[a-z][\w@.-]*[ \t]+(AAAA[A-Za-z0-9+/]+=*)(?:\s|$)/.exec(rest) ?? [];
  if (principals === undefined || blob === undefined || /[\x00-\x08\x0b\x0c\x0e-\x1f]/.test(line)) return [];
  const authority = /cert-authority/i.test(options.replace(/"[^"]*"/g, ''));
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return [{ line, principals: principals.split(','), authority, key: `SHA256:${digest.replace(/=+$/, '')}` }];
}

function isPattern(name: string): boolean {
  return /[*?!]/.test(name);
}
