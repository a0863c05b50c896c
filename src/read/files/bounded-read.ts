/** Reads files with a size limit, because an untrusted tree may contain devices, link loops and very large files. */
import { constants, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const LARGEST = 8 * 1024 * 1024;

/** Returns the text of a regular file of at most 8 MiB; null for anything else or if it cannot be read. */
export async function readSmallFile(path: string): Promise<string | null> {
  return (await readStart(path, LARGEST))?.whole ?? null;
}

/**
 * Returns the first `length` bytes of a regular file as UTF-8 (`start`), and in `whole` the full text if it is no
 * longer than that. Returns null if the file cannot be read.
 */
export async function readStart(
  path: string,
  length: number,
): Promise<{ readonly start: string; readonly whole: string | null } | null> {
  try {
    // Does not block on a named pipe without a writer.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size, isFile } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
      if (!isFile) return null;
      const buffer = Buffer.alloc(Math.min(size, length));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      const start = buffer.toString('utf8', 0, bytesRead);
      return { start, whole: size <= length ? start : null };
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/**
 * Returns the names of all entries that are not directories (links to directories included), sorted; null if the
 * directory cannot be listed.
 */
export async function listFiles(dir: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    return null;
  }
}

/**
 * Returns the wanted files of one directory by base name, with null for a file that cannot be read; null if the
 * directory cannot be listed.
 */
export async function readFiles(
  dir: string,
  wanted: (name: string) => boolean,
): Promise<ReadonlyMap<string, string | null> | null> {
  const names = await listFiles(dir);
  if (names === null) return null;
  const texts = names.filter(wanted).map(async (name) => [name, await readSmallFile(join(dir, name))] as const);
  return new Map(await Promise.all(texts));
}
