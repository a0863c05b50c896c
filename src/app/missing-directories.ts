/** Finds directories that settings name and that do not exist, perhaps because of a typing mistake. */
import { dirname, join } from 'node:path';
import { withLocation } from '../policy/settings-fault.ts';
import { isThere } from '../read/files/is-there.ts';
import { repositoryTop } from '../read/settings/find-settings.ts';
import type { Loaded } from './load-settings.ts';

/** A directory that does not exist, and where a settings file names it. */
export interface MissingDirectory {
  readonly directory: string;
  /** `file:line:column`, without the parts that are not known. */
  readonly place: string;
}

const sections = ['environments', 'owners', 'exceptions', 'freezes'] as const;

/**
 * Returns the directories of environments, owners, exceptions and freezes that do not exist. Patterns with a `*` and those
 * of an extended file, which can be meant for other repositories, are left out. They are no errors: a change can add or
 * remove the directory.
 */
export async function missingDirectories({ file, config }: Loaded): Promise<readonly MissingDirectory[]> {
  if (file === null) return [];
  const folder = dirname(file.file);
  const top = (await repositoryTop(folder)) ?? folder;
  const named = sections.flatMap((section) =>
    config[section].flatMap(({ directories = [] }, i) =>
      directories.map((directory, j) => ({
        directory,
        at: withLocation({ path: [section, i, 'directories', j], message: '' }, config),
      })),
    ),
  );
  const own = named.filter(({ directory, at }) => !directory.includes('*') && at.file === file.shownAs);
  const found = await Promise.all(own.map(({ directory }) => isThere(join(top, directory))));
  return own
    .filter((_, i) => !found[i])
    .map(({ directory, at }) => ({
      directory,
      place: [at.file, at.line, at.column].filter((part) => part !== undefined).join(':'),
    }));
}
