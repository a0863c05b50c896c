/**
 * What `lint` compares with: a commit or a folder. A named one must exist, because otherwise every removal would pass.
 */
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { isThere } from '../read/files/is-there.ts';
import { commitTrees } from '../read/git/checkout.ts';

/** The configuration to compare with. */
export interface Base {
  /** Returns the folder with the base of a module's directory, which may no longer exist; null if there is none. */
  readonly of: (directory: string) => Promise<string | null>;
  readonly remove: () => Promise<void>;
}

interface Named {
  readonly base: string | undefined;
  readonly baseDir: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Opens the base that the options or PRE_COMMIT_FROM_REF name; default: HEAD.
 * @throws {UsageError} if both options are given, or the named base does not exist
 */
export async function openBase({ base, baseDir, env }: Named): Promise<Base> {
  if (base !== undefined && baseDir !== undefined) {
    throw new UsageError({
      message: '--base and --base-dir exclude each other',
      hint: 'Give a commit or a folder.',
    });
  }
  if (base?.trim() === '') {
    throw new UsageError({
      message: '--base needs a commit',
      hint: 'For example: --base origin/main. Perhaps a variable in it is empty.',
    });
  }
  if (baseDir !== undefined) return folder(baseDir);
  const given = env.PRE_COMMIT_FROM_REF ?? '';
  if (base !== undefined) return commitTrees({ name: base, namedBy: '--base' });
  // Git passes zeros to a hook if there was no commit before.
  return /^0*$/.test(given)
    ? commitTrees({ name: 'HEAD', namedBy: null })
    : commitTrees({ name: given, namedBy: 'PRE_COMMIT_FROM_REF' });
}

async function folder(baseDir: string): Promise<Base> {
  const found = await stat(baseDir).catch(() => null);
  if (found?.isDirectory()) {
    // `--base-dir` applies to every directory, so a misspelt directory must be rejected here.
    return { of: async (directory) => ((await isThere(directory)) ? baseDir : null), remove: async () => {} };
  }
  throw new UsageError({
    file: baseDir,
    message: found === null ? 'no such folder' : 'not a folder',
    hint: '--base-dir names the folder with the configuration before the change.',
  });
}
