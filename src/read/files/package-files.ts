/** Files shipped with the program: policy sources with their tests, and in the repository also the fixtures. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFolder } from './is-there.ts';

/** Returns the folder of the built-in policies' source files; null if the program was installed without them. */
export async function findPackageFiles(): Promise<{
  readonly policies: string;
  /** null in the published package, which has no fixtures. */
  readonly fixtures: string | null;
} | null> {
  let dir = dirname(fileURLToPath(import.meta.url));
  // The bundle is one folder deep, this source file three.
  for (let level = 0; level < 3; level += 1) {
    dir = dirname(dir);
    const policies = join(dir, 'policies');
    if (await isFolder(join(policies, 'catalog'))) {
      const fixtures = join(dir, 'fixtures');
      return { policies, fixtures: (await isFolder(fixtures)) ? fixtures : null };
    }
  }
  return null;
}
