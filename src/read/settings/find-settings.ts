/** Finds the settings file, and where in the repository a root module lies. */
import { lstat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isThere, isThereOrLink } from '../files/is-there.ts';
import { realPath } from '../files/real-path.ts';

const names = ['firebreak.yaml', 'firebreak.yml'] as const;

export interface ConfigFile {
  /** Absolute. */
  readonly file: string;
  /** As it was given, else relative to the working directory. */
  readonly shownAs: string;
}

/**
 * The named file; else the first `firebreak.yaml` upwards from one of the directories, no further than the repository.
 * @throws {UsageError} where `firebreak.yaml` and `firebreak.yml` lie side by side, or a link leads out of the repository
 */
export async function findConfigFile(options: {
  readonly named?: string | undefined;
  /** Absolute, in the order in which they are asked. */
  readonly from: readonly string[];
  readonly cwd: string;
}): Promise<ConfigFile | null> {
  const { named, cwd } = options;
  if (named !== undefined) return { file: resolve(cwd, named), shownAs: named };
  for (const start of options.from) {
    for (const dir of await upwards(start)) {
      // A folder of that name counts too: that it is none of settings is told when it is read.
      const here = await Promise.all(names.map(async (name) => ((await isThereOrLink(join(dir, name))) ? [name] : [])));
      const [name, second] = here.flat();
      if (name === undefined) continue;
      const file = join(dir, name);
      const shownAs = relative(cwd, file);
      if (second === undefined) {
        await refuseOutside(file, { shownAs, dir });
        return { file, shownAs };
      }
      throw new UsageError({
        file: shownAs,
        message: `${second} lies beside it, and only one can count`,
        hint: 'delete one of them, or name one with --config',
      });
    }
  }
  return null;
}

/**
 * A root module's directory as the settings name it: relative to the top of its repository; outside of one, to the folder
 * of the settings file that was found, else to the working directory.
 * @returns with `/` between steps; `.` for the top itself
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

/** The nearest directory with a `.git`: a folder, or the file of a worktree. */
export async function repositoryTop(from: string): Promise<string | null> {
  for (const dir of ancestors(from)) if (await isThere(join(dir, '.git'))) return dir;
  return null;
}

/** A link in a repository could have any file read out in the faults of the settings. */
async function refuseOutside(
  file: string,
  { shownAs, dir }: { readonly shownAs: string; readonly dir: string },
): Promise<void> {
  const top = await repositoryTop(dir);
  if (top === null || !(await lstat(file)).isSymbolicLink()) return;
  const steps = relative(await realPath(top), await realPath(file)).split(sep);
  if (steps[0] !== '..' && !isAbsolute(steps.join(sep))) return;
  throw new UsageError({
    file: shownAs,
    message: 'is a link that leads out of the repository',
    hint: 'put the file itself there, or name the one that it leads to with --config',
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
