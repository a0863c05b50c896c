/** Whether a path exists. A path that may not be accessed counts as missing. */
import { lstat, stat } from 'node:fs/promises';

/** Whether a file, folder or anything else exists at the path; links are followed. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether anything exists at the path, including a broken link. */
export function isThereOrLink(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Whether the path is a folder; links are followed. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
