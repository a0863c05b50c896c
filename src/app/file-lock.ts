/** A lock file, so that one writer at a time uses a file, across processes and machines. */
import { randomUUID } from 'node:crypto';
import { rm, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { readSmallFile } from '../read/files/bounded-read.ts';

/** No writer takes this long, so an older lock was left behind by one that crashed. */
const staleAfterMs = 10 * 60_000;
/** Time allowed between creating a lock and writing the owner's name into it. */
const namelessAfterMs = 10_000;

/**
 * Runs `work` while holding `file.lock`. A lock whose owner no longer exists is taken over.
 * @param options.patienceMs milliseconds to wait for another writer, default 30,000
 * @throws {UsageError} if another writer holds the lock for longer
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { patienceMs = 30_000 }: { readonly patienceMs?: number } = {},
): Promise<T> {
  const lock = `${file}.lock`;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  const until = Date.now() + patienceMs;
  while (!(await make(lock, own))) {
    await takeOver(lock);
    if (Date.now() > until) {
      throw new UsageError({
        file,
        message: `another process is writing to it: ${lock} still exists`,
        hint: 'Wait for it. If no process is writing any more, delete the lock file (and its .takeover file).',
      });
    }
    await wait(5 + Math.random() * 30);
  }
  try {
    return await work();
  } finally {
    if ((await readSmallFile(lock)) === own) await unlink(lock);
  }
}

async function make(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new UsageError(
      { file: path, message: 'cannot be created', hint: 'The folder must be writable.' },
      { cause: error },
    );
  }
}

/** Only one process may check again and delete the lock; a second one would delete the new owner's lock. */
async function takeOver(lock: string): Promise<void> {
  if (!(await isStale(lock))) return;
  const guard = `${lock}.takeover`;
  if (!(await make(guard, String(process.pid)))) {
    // Its owner crashed: the takeover itself takes milliseconds.
    if (await isStale(guard)) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isStale(lock)) await unlink(lock);
  } finally {
    await rm(guard, { force: true });
  }
}

async function isStale(lock: string): Promise<boolean> {
  const found = await stat(lock).catch(() => null);
  const content = await readSmallFile(lock);
  if (found === null || content === null) return false;
  const age = Date.now() - found.mtimeMs;
  const owner = ownerOf(content);
  if (owner === null) return age > namelessAfterMs;
  return age > staleAfterMs || (owner.host === hostname() && !isAlive(owner.pid));
}

function ownerOf(content: string): { readonly pid: number; readonly host: string } | null {
  try {
    const { pid, host } = JSON.parse(content);
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
