/** Opens the file that settings extend. */
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { isThere } from '../read/files/is-there.ts';
import { type ConfigFile, refuseOutside, repositoryTop } from '../read/settings/find-settings.ts';
import { toRemoteFile } from './remote-file.ts';

/** The extended file on this machine. */
export interface ExtendedFile extends ConfigFile {
  readonly remove: () => Promise<void>;
}

/** Opens what the settings in `from` extend. The caller removes it after reading. */
export type OpenExtended = (extended: string, from: ConfigFile) => Promise<ExtendedFile>;

/**
 * Returns a function that opens files of the same repository, and fetches those of others with Git.
 * @returns a function that throws {UsageError} for a file that is missing or outside of the repository, and {InputError} if it cannot be fetched
 */
export function openExtended(env: NodeJS.ProcessEnv): OpenExtended {
  return async (extended, from) => {
    const remote = toRemoteFile(extended);
    if (remote === null) return openLocal(extended, from);
    // Loaded on demand: most settings extend nothing.
    const [{ fetchCommit }, { copySettings }] = await Promise.all([
      import('../read/git/fetch-commit.ts'),
      import('./base-settings.ts'),
    ]);
    const fetched = await fetchCommit({ ...remote, namedIn: from.shownAs }, env);
    try {
      const { file, root, remove } = await copySettings(fetched.git, { commit: remote.commit, file: remote.path });
      return { file: join(root, file), shownAs: extended, remove };
    } finally {
      await fetched.remove();
    }
  };
}

async function openLocal(extended: string, from: ConfigFile): Promise<ExtendedFile> {
  const file = resolve(dirname(from.file), extended);
  const shownAs = join(dirname(from.shownAs), extended);
  const top = await repositoryTop(dirname(from.file));
  const steps = top === null ? '' : relative(top, file);
  if (isAbsolute(extended) || steps === '..' || steps.startsWith(`..${sep}`)) {
    throw new UsageError({
      file: from.shownAs,
      path: 'extends',
      message: `\`${extended}\` is outside of the repository`,
      hint: 'Write a path relative to this file, or github>OWNER/REPOSITORY//PATH@COMMIT.',
    });
  }
  if (!(await isThere(file))) {
    throw new UsageError({
      file: from.shownAs,
      path: 'extends',
      message: `${shownAs}: no such file`,
      hint: 'Write a path relative to this file, or github>OWNER/REPOSITORY//PATH@COMMIT.',
    });
  }
  await refuseOutside(file, { shownAs, dir: dirname(from.file) });
  return { file, shownAs, remove: async () => {} };
}
