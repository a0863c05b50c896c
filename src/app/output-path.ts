/** Rejects files for output that are not where they seem to be, or that could wait for ever. */

import { stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { isInherited } from '../read/files/named-file.ts';
import { realPath } from '../read/files/real-path.ts';
import { repositoryTop } from '../read/settings/find-settings.ts';

/**
 * Checks a path before it is written to. The author of a change may have put a link at that path of a checkout.
 * @param what names the content in the error message
 * @throws {UsageError} for a named pipe, for a disk, and for a link that leads out of the repository or its own folder
 */
export async function refuseOddOutput(file: string, what: string): Promise<void> {
  if (isInherited(file) || /^\/dev\/std(?:out|err)$/.test(file)) return;
  const found = await stat(file).catch(() => null);
  if (found?.isCharacterDevice()) return;
  if (found?.isFIFO() || found?.isBlockDevice() || found?.isSocket()) {
    throw new UsageError({
      file,
      message: `${what} cannot be written: this is a named pipe or a device`,
      hint: 'Name a file, or write to standard output.',
    });
  }
  const top = (await repositoryTop(process.cwd())) ?? process.cwd();
  const folder = isInside(resolve(file), top) ? top : dirname(resolve(file));
  const target = await realPath(file);
  if (isInside(target, await realPath(folder))) return;
  throw new UsageError({
    file,
    message: `${what} cannot be written: this is a link to ${target}, outside of ${folder}`,
    hint: 'Name the file that it links to, or delete the link.',
  });
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}
