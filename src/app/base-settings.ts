/** Reads the settings of the base branch from git objects, because the author of the change controls the checkout. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { PolicyError, UsageError } from '../errors.ts';
import type { GitObjects } from '../read/git/git-objects.ts';
import { readConfig } from '../read/settings/settings-file.ts';
import { insideRepository } from './inside-repository.ts';
import { toRemoteFile } from './remote-file.ts';

/** The settings of a base commit, copied to a private directory. */
export interface BaseSettings {
  /** Path relative to the top of the repository. */
  readonly file: string;
  /** A private directory with the settings file and its policy folders as they are in the commit. */
  readonly root: string;
  readonly remove: () => Promise<void>;
}

/**
 * Copies the nearest `firebreak.yaml` in the root module's directory or its parents, and the policy folders it names;
 * returns null if there is none.
 * @throws {PolicyError} for a policy folder outside of the repository
 * @throws {InputError} for an entry that is not a regular file
 * @throws {UsageError} if a folder contains two settings files
 */
export async function baseSettings(
  git: GitObjects,
  { commit, directory }: { readonly commit: string; readonly directory: string },
): Promise<BaseSettings | null> {
  const file = await findSettings(git, { commit, directory });
  return file === null ? null : copySettings(git, { commit, file });
}

/**
 * Copies a settings file of a commit, the policy folders that it names, and the file of the same commit that it extends.
 * @throws {PolicyError} for a folder or file outside of the repository
 * @throws {InputError} for an entry that is not a regular file, or is not there
 */
export async function copySettings(
  git: GitObjects,
  { commit, file }: { readonly commit: string; readonly file: string },
): Promise<BaseSettings> {
  const root = await mkdtemp(join(tmpdir(), 'firebreak-base-'));
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true });
  const copy = async (path: string): Promise<void> => {
    // Git does not refuse to fetch a tree with an entry named `..`.
    if (insideRepository(path) === null) throw outside(path, file);
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), await git.read(commit, path));
  };
  const copyWithPolicies = async (settings: string): Promise<string | null> => {
    await copy(settings);
    // Faults are reported when the settings are loaded.
    const { config } = await readConfig({ file: join(root, settings), shownAs: settings });
    for (const folder of config.policyFolders) {
      for (const path of await git.files(commit, inRepository(folder, settings), /\.ya?ml$/)) await copy(path);
    }
    return config.extends === null || toRemoteFile(config.extends) ? null : inRepository(config.extends, settings);
  };
  try {
    const extended = await copyWithPolicies(file);
    if (extended !== null) await copyWithPolicies(extended);
    return { file, root, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function findSettings(
  git: GitObjects,
  { commit, directory }: { readonly commit: string; readonly directory: string },
): Promise<string | null> {
  for (let at = posix.normalize(directory); !at.startsWith('..'); at = posix.dirname(at)) {
    const [found, second] = await git.files(commit, at, /(?:^|\/)firebreak\.ya?ml$/);
    if (found !== undefined && second !== undefined) {
      throw new UsageError({
        file: found,
        message: `${second} exists as well, and only one can apply`,
        hint: 'Delete one of them.',
      });
    }
    if (found !== undefined) return found;
    if (at === '.' || at === '/') return null;
  }
  return null;
}

function inRepository(folder: string, file: string): string {
  const path = posix.isAbsolute(folder) ? null : insideRepository(posix.join(posix.dirname(file), folder));
  if (path === null) throw outside(folder, file);
  return path;
}

function outside(path: string, file: string): PolicyError {
  return new PolicyError({
    file,
    message: `outside of the repository: \`${path}\``,
    hint: 'Settings of a base branch can name only files of that branch. For others, use a settings file on the server (--config).',
  });
}
