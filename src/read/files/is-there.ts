/** Whether a path leads to something; what may not be looked at is not there. */
import { lstat, stat } from 'node:fs/promises';

/** Whether a file, a folder or anything else is there; links are followed. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The same, but a link is there wherever it leads. */
export function isThereOrLink(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Whether a folder is there; links are followed. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
