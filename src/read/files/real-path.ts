/** Resolves paths that may not exist yet. */
import { readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

const mostLinks = 40;

/** Returns the absolute path without links, as far as it exists. A link to a missing target is followed too. */
export async function realPath(path: string, links = mostLinks): Promise<string> {
  const found = await realpath(path).catch(() => null);
  if (found !== null) return found;
  const whole = resolve(path);
  const parent = dirname(whole);
  if (parent === whole) return whole;
  const here = await realPath(parent, links);
  const target = links > 0 ? await readlink(whole).catch(() => null) : null;
  return target === null ? join(here, relative(parent, whole)) : realPath(resolve(here, target), links - 1);
}
