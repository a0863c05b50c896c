/** Reads a list of changed files, as printed by `git diff --name-only`. */
import { UsageError } from '../../errors.ts';
import { readSmallFile } from '../files/bounded-read.ts';

/**
 * Reads the list of changed files.
 * @returns paths relative to the top of the repository
 * @throws {UsageError} if the file cannot be read: an empty list would give no scope
 */
export async function readChangedFiles(file: string): Promise<readonly string[]> {
  const text = await readSmallFile(file);
  if (text === null) {
    throw new UsageError({
      file,
      message: 'the list of changed files cannot be read',
      hint: `Create it with: git diff --name-only BASE...HEAD > ${file}`,
    });
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}
