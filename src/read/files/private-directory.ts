/** A private copy of a plan that other users cannot change. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { readBytes } from '../plan/plan-bytes.ts';

/** A copied file in a private directory. */
export interface PrivateCopy {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 (hex) of the copied bytes. */
  readonly sha256: string;
  /** @throws {InputError} if the copy or the original file has changed since */
  readonly assertUnchanged: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/**
 * Copies a file to a private directory (mode 0700, file 0600), because a saved plan contains passwords in clear text.
 * @throws {InputError} if the file cannot be read
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
          message: `the plan was ${now === null ? 'removed' : 'replaced'} after the check, so nothing was applied`,
          hint: 'Find out which process writes to it, and run the command again.',
        });
      }
    },
  };
}

/** Directories to remove when the program is stopped. */
const open = new Set<string>();

/** A temporary directory. */
export interface PrivateDirectory {
  readonly dir: string;
  readonly remove: () => Promise<void>;
  /** Leaves the directory on disk for the user. */
  readonly keep: () => void;
}

/** Creates a directory with mode 0700. It is removed at the latest when the program exits, unless `keep` is called. */
export async function privateDirectory(prefix: string): Promise<PrivateDirectory> {
  if (open.size === 0) watch('on');
  const dir = await mkdtemp(join(tmpdir(), prefix));
  open.add(dir);
  const keep = (): void => {
    open.delete(dir);
    if (open.size === 0) watch('off');
  };
  const remove = async (): Promise<void> => {
    await rm(dir, { recursive: true, force: true });
    keep();
  };
  return { dir, remove, keep };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watch(how: 'on' | 'off'): void {
  process[how]('exit', removeAll);
  for (const signal of signals) process[how](signal, stop);
}

function removeAll(): void {
  for (const dir of open) rmSync(dir, { recursive: true, force: true });
}

function stop(signal: NodeJS.Signals): void {
  // Another listener handles the signal too (for example while Terraform runs) and will end the program.
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  process.off(signal, stop);
  process.kill(process.pid, signal);
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
