/** Fetches one commit of a repository on GitHub. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { git, withoutHooks } from './git-command.ts';
import { type GitObjects, gitObjects } from './git-objects.ts';

/** A commit of another repository. */
export interface FetchedCommit {
  readonly git: GitObjects;
  readonly remove: () => Promise<void>;
}

const seconds = 60;

/**
 * Fetches a commit without its history, with the credentials that Git is configured with. Git proves by its id that it
 * is this commit.
 * @param source.repository OWNER/NAME
 * @param source.namedIn file that names it
 * @throws {InputError} if it cannot be fetched
 */
export async function fetchCommit(
  source: { readonly repository: string; readonly commit: string; readonly namedIn: string },
  env: NodeJS.ProcessEnv,
): Promise<FetchedCommit> {
  const { repository, commit, namedIn } = source;
  const directory = await mkdtemp(join(tmpdir(), 'firebreak-fetched-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const url = `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}`;
  // GITHUB_SERVER_URL may hold a password.
  const shownUrl = url.replace(/\/\/[^/]*@/, '//');
  // Of a hook that receives a push, this names the objects of another repository.
  const { GIT_OBJECT_DIRECTORY, ...own } = withoutHooks(env);
  const options = {
    cwd: directory,
    env: { ...own, GIT_TERMINAL_PROMPT: '0' },
    timeout: seconds * 1000,
  };
  const isFetched =
    (await git(['init', '--quiet', '--bare'], options)) !== null &&
    (await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--', url, commit], options)) !== null;
  if (isFetched) return { git: gitObjects(directory, env), remove };
  await remove();
  throw new InputError({
    file: namedIn,
    path: 'extends',
    message: `cannot fetch commit ${commit.slice(0, 10)} of ${shownUrl}`,
    hint: `Check the repository and the commit, and that Git may read it without a prompt: git fetch ${shownUrl} ${commit}`,
  });
}
