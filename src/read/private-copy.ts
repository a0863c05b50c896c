/** A copy of a plan that nobody else can change, in a directory of its own. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { readBytes } from './plan-bytes.ts';

export interface PrivateCopy {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 (hex) of what was copied. */
  readonly sha256: string;
  /** @throws {InputError} where the copy, or the file that it was made of, is no longer what it was */
  readonly assertUnchanged: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/**
 * The directory has mode 0700, the file 0600: a saved plan holds passwords in clear.
 * @throws {InputError} where the file cannot be read
 */
export async function copyPrivately(file: string): Promise<PrivateCopy> {
  const bytes = await readBytes(file, process.stdin);
  const sha256 = digest(bytes);
  const { dir, remove } = await privateDirectory('firebreak-apply-');
  const path = join(dir, 'tfplan');
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
  return {
    path,
    sha256,
    remove,
    assertUnchanged: async () => {
      for (const each of [path, file]) {
        const now = await readFile(each).then(digest, () => null);
        if (now === sha256) continue;
        throw new InputError({
          file,
          message: `the plan was ${now === null ? 'removed' : 'replaced'} after it was judged, so nothing was applied`,
          hint: 'Find out who writes to it, and judge it again.',
        });
      }
    },
  };
}

/** A new directory that only this user can look into. */
export async function privateDirectory(
  prefix: string,
): Promise<{ readonly dir: string; readonly remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), prefix));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
