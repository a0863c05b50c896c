/** What lies beside the program: the policies as files with their tests, and the fixtures where this is the repository. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFolder } from './is-there.ts';

/** The built-in policies' own files; null where the program was installed without them. */
export async function findPackageFiles(): Promise<{
  readonly policies: string;
  /** null in a package, which has none. */
  readonly fixtures: string | null;
} | null> {
  let dir = dirname(fileURLToPath(import.meta.url));
  // As built it lies one folder deep, as source three.
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
