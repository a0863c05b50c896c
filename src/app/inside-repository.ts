/** Paths from the top of a repository. */
import { posix } from 'node:path';

/** Returns the normal form of a path, without a slash at its end; null if it is absolute or leads out of the repository. */
export function insideRepository(path: string): string | null {
  const normal = posix.normalize(path).replace(/\/+$/, '');
  return posix.isAbsolute(path) || normal === '..' || normal.startsWith('../') ? null : normal;
}
