/** What `lint` compares with: a commit, or a folder. What was named must be there: else all that was taken away would pass. */
import { stat } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { isThere } from '../read/files/is-there.ts';
import { commitTrees } from '../read/git/checkout.ts';

export interface Base {
  /** The folder that stands for a module's directory, which need not be there any more; null: there is nothing. */
  readonly of: (directory: string) => Promise<string | null>;
  readonly remove: () => Promise<void>;
}

interface Named {
  readonly base: string | undefined;
  readonly baseDir: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** @throws {UsageError} where two things are named, or one that is not there */
export async function openBase({ base, baseDir, env }: Named): Promise<Base> {
  if (base !== undefined && baseDir !== undefined) {
    throw new UsageError({
      message: '--base and --base-dir are two things to compare with',
      hint: 'Give one: a commit, or a folder.',
    });
  }
  if (base?.trim() === '') {
    throw new UsageError({
      message: '--base names no commit',
      hint: 'For example --base origin/main; a variable in it may be empty.',
    });
  }
  if (baseDir !== undefined) return folder(baseDir);
  const given = env.PRE_COMMIT_FROM_REF ?? '';
  if (base !== undefined) return commitTrees({ name: base, namedBy: '--base' });
  // Zeros are what Git hands to a hook where there was no commit before.
  return /^0*$/.test(given)
    ? commitTrees({ name: 'HEAD', namedBy: null })
    : commitTrees({ name: given, namedBy: 'PRE_COMMIT_FROM_REF' });
}

async function folder(baseDir: string): Promise<Base> {
  const found = await stat(baseDir).catch(() => null);
  if (found?.isDirectory()) {
    // It stands for any folder: for one that is misspelt as well.
    return { of: async (directory) => ((await isThere(directory)) ? baseDir : null), remove: async () => {} };
  }
  throw new UsageError({
    file: baseDir,
    message: found === null ? 'there is no such folder to compare with' : 'is no folder to compare with',
    hint: '--base-dir names the folder with the configuration before the change.',
  });
}
