/** What a repository's objects hold, without running anything that the repository says: no hooks, filters, pagers or fetches. */
import { InputError } from '../../errors.ts';
import type { CommitSource } from '../../source/actor.ts';
import { git } from './git-command.ts';

export interface GitObjects {
  /** The commit that a full reference name (`refs/…`) or `HEAD` stands for; null where there is none. */
  readonly commit: (ref: string) => Promise<string | null>;
  /**
   * Files of a commit that are `path` or lie directly in it, as paths from the top.
   * @throws {InputError} for links and submodules among what `wanted` names: what they hold is written elsewhere
   */
  readonly files: (commit: string, path: string, wanted: RegExp) => Promise<readonly string[]>;
  /** @throws {InputError} where it cannot be read */
  readonly read: (commit: string, path: string) => Promise<Buffer>;
  /** Commits that `head` has and `base` has not; the last alone where no base is known. */
  readonly log: (head: string, base: string | null) => Promise<readonly CommitSource[]>;
}

const safe = ['--literal-pathspecs', '-c', 'core.hooksPath=/dev/null', '-c', 'log.showSignature=false'];
const mostCommits = '500';
const mostBytes = 16 * 1024 * 1024;

/** Of the repository that the directory lies in. */
export function gitObjects(directory: string, env: NodeJS.ProcessEnv): GitObjects {
  const run = (args: readonly string[]): Promise<Buffer | null> =>
    git([...safe, ...args], { cwd: directory, env: isolated(env), mostBytes, timeout: 30_000 });
  return {
    commit: async (ref) => {
      const found = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
      return found?.toString('utf8').trim() || null;
    },
    files: async (commit, path, wanted) => {
      const top = path === '.' || path === '';
      const entries = top ? await tree(run, commit, []) : await tree(run, commit, [path]);
      const [only] = entries;
      const inside = !top && only?.kind === 'tree' ? await tree(run, commit, [`${path}/`]) : entries;
      const named = inside.filter((entry) => entry.kind !== 'tree' && wanted.test(entry.path));
      const odd = named.find(({ mode }) => !mode.startsWith('100'));
      if (odd) {
        throw new InputError({
          file: odd.path,
          message: 'is a link or a submodule on the base branch, and only plain files are read from there',
          hint: 'put the file itself there',
        });
      }
      return named.map((entry) => entry.path);
    },
    read: async (commit, path) => {
      const bytes = await run(['cat-file', 'blob', `${commit}:${path}`]);
      if (bytes === null) throw new InputError({ file: path, message: `cannot be read from commit ${commit}` });
      return bytes;
    },
    log: async (head, base) => {
      const range = base === null ? ['-n', '1', head] : ['-n', mostCommits, head, `^${base}`];
      const text = await run(['log', '-z', '--no-show-signature', '--format=%an <%ae>%n%cn <%ce>%n%B', ...range]);
      const commits = text?.toString('utf8').split('\0') ?? [];
      return commits.filter((commit) => commit.trim() !== '').map(toCommit);
    },
  };
}

function toCommit(text: string): CommitSource {
  const [author = '', committer = '', ...message] = text.split('\n');
  return { authors: [author, committer], message: message.join('\n') };
}

interface Entry {
  readonly mode: string;
  readonly kind: string;
  readonly path: string;
}

async function tree(
  run: (args: readonly string[]) => Promise<Buffer | null>,
  commit: string,
  paths: readonly string[],
): Promise<readonly Entry[]> {
  const text = (await run(['ls-tree', '-z', '--full-tree', commit, '--', ...paths]))?.toString('utf8') ?? '';
  return text.split('\0').flatMap((line) => {
    const [, mode, kind, path] = /^(\d+) (\w+) \w+\t(.+)$/s.exec(line) ?? [];
    return mode === undefined || kind === undefined || path === undefined ? [] : [{ mode, kind, path }];
  });
}

/** Nothing of ours: a GIT_DIR or a replaced object would answer for another repository. */
function isolated({ PATH }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    PATH,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}
