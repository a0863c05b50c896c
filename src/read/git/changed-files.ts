/** Which files a change touches, as `git diff --name-only` prints them. */
import { UsageError } from '../../errors.ts';
import { readSmallFile } from '../files/bounded-read.ts';

/**
 * @returns paths from the top of the repository
 * @throws {UsageError} where the list cannot be read: a scope inferred from nothing would be none
 */
export async function readChangedFiles(file: string): Promise<readonly string[]> {
  const text = await readSmallFile(file);
  if (text === null) {
    throw new UsageError({
      file,
      message: 'the list of changed files cannot be read',
      hint: `make it with: git diff --name-only BASE...HEAD > ${file}`,
    });
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}
