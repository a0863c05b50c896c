/** Finds the settings file, and the path of a root module in its repository. */
import { lstat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isThere, isThereOrLink } from '../files/is-there.ts';
import { realPath } from '../files/real-path.ts';

const names = ['firebreak.yaml', 'firebreak.yml'] as const;

/** The settings file that applies. */
export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  /** As given, otherwise relative to the working directory. */
  readonly shownAs: string;
}

/**
 * Returns the named file, otherwise the nearest `firebreak.yaml` in one of the directories or its parents, up to the
 * top of the repository; null if there is none.
 * @throws {UsageError} if a folder has both `firebreak.yaml` and `firebreak.yml`, or a link leads out of the repository
 */
export async function findConfigFile(options: {
  readonly named?: string | undefined;
  /** Absolute paths, in order of preference. */
  readonly from: readonly string[];
  readonly cwd: string;
}): Promise<ConfigFile | null> {
  const { named, cwd } = options;
  if (named !== undefined) return { file: resolve(cwd, named), shownAs: named };
  for (const start of options.from) {
    for (const dir of await upwards(start)) {
      // A folder of that name counts too; reading it reports the error.
      const here = await Promise.all(names.map(async (name) => ((await isThereOrLink(join(dir, name))) ? [name] : [])));
      const [name, second] = here.flat();
      if (name === undefined) continue;
      const file = join(dir, name);
      const shownAs = relative(cwd, file);
      if (second === undefined) {
        if ((await lstat(file)).isSymbolicLink()) await refuseOutside(file, { shownAs, dir });
        return { file, shownAs };
      }
      throw new UsageError({
        file: shownAs,
        message: `${second} exists as well, and only one can apply`,
        hint: 'Delete one of them, or name one with --config.',
      });
    }
  }
  return null;
}

/**
 * Returns the path of a root module's directory as settings refer to it: relative to the top of its repository; outside
 * of one, to the folder of the settings file, otherwise to the working directory.
 * @returns with `/` as separator; `.` for the top itself
 */
export async function repositoryPath(options: {
  /** Absolute. */
  readonly dir: string;
  readonly config: ConfigFile | null;
  readonly cwd: string;
}): Promise<string> {
  const { dir, config, cwd } = options;
  const around = config && !relative(dirname(config.file), dir).startsWith('..') ? dirname(config.file) : cwd;
  const path = relative((await repositoryTop(dir)) ?? around, dir);
  return path.split(sep).join('/') || '.';
}

/** Returns the nearest directory with a `.git` (a folder, or the file of a worktree); null outside of a repository. */
export async function repositoryTop(from: string): Promise<string | null> {
  for (const dir of ancestors(from)) if (await isThere(join(dir, '.git'))) return dir;
  return null;
}

/**
 * The faults of the settings quote the file: a link could reveal any file on this machine.
 * @throws {UsageError} if the file is, or lies behind, a link that leads out of the repository of `dir`
 */
export async function refuseOutside(
  file: string,
  { shownAs, dir }: { readonly shownAs: string; readonly dir: string },
): Promise<void> {
  const top = await repositoryTop(dir);
  if (top === null) return;
  const steps = relative(await realPath(top), await realPath(file)).split(sep);
  if (steps[0] !== '..' && !isAbsolute(steps.join(sep))) return;
  throw new UsageError({
    file: shownAs,
    message: 'a link to a file outside of the repository',
    hint: 'Replace the link by the file, or name its target with --config.',
  });
}

async function upwards(from: string): Promise<readonly string[]> {
  const top = await repositoryTop(from);
  const all = ancestors(from);
  return top === null ? all : all.slice(0, all.indexOf(top) + 1);
}

function ancestors(from: string): readonly string[] {
  const all = [from];
  for (let dir = from; dirname(dir) !== dir; ) {
    dir = dirname(dir);
    all.push(dir);
  }
  return all;
}
