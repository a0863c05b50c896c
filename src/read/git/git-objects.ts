/** Reads objects of a repository without running anything that it configures: no hooks, filters, pagers or fetches. */
import { InputError } from '../../errors.ts';
import type { CommitSource } from '../../source/actor.ts';
import { git } from './git-command.ts';

/** Reads commits and files of one repository. */
export interface GitObjects {
  /** Returns the id of the commit that a full reference name (`refs/…`) or `HEAD` points to; null if there is none. */
  readonly commit: (ref: string) => Promise<string | null>;
  /** Returns the same for several names without line breaks, in their order: Git is started once. */
  readonly commits: (refs: readonly string[]) => Promise<readonly (string | null)[]>;
  /**
   * Returns the files of a commit that are `path` or directly in it, as paths from the top.
   * @throws {InputError} if a name that matches `wanted` is a link or a submodule: its content is elsewhere
   */
  readonly files: (commit: string, path: string, wanted: RegExp) => Promise<readonly string[]>;
  /** Returns the ids of the files of a commit that are directly in the directory, by name. */
  readonly blobs: (commit: string) => Promise<ReadonlyMap<string, string>>;
  /** Returns the names of files in the directory that are neither committed nor ignored. */
  readonly untracked: () => Promise<readonly string[]>;
  /** @throws {InputError} if the file cannot be read */
  readonly read: (commit: string, path: string) => Promise<Buffer>;
  /** Returns the commit that two commits come from; null if there is none, or the clone does not reach it. */
  readonly mergeBase: (a: string, b: string) => Promise<string | null>;
  /** Whether older commits are missing in this clone. */
  readonly isShallow: () => Promise<boolean>;
  /** Returns the commits in `head` but not in `base`; only the last one if `base` is null. */
  readonly log: (head: string, base: string | null) => Promise<readonly CommitSource[]>;
}

const safe = ['--literal-pathspecs', '-c', 'core.hooksPath=/dev/null', '-c', 'log.showSignature=false'];
const mostCommits = '500';
const mostBytes = 16 * 1024 * 1024;

/** Opens the repository that contains the directory. */
export function gitObjects(directory: string, env: NodeJS.ProcessEnv): GitObjects {
  const run = (args: readonly string[], input = ''): Promise<Buffer | null> =>
    git([...safe, ...args], { cwd: directory, env: isolated(env), mostBytes, timeout: 30_000, input });
  return {
    commit: async (ref) => {
      const found = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
      return found?.toString('utf8').trim() || null;
    },
    commits: async (refs) => {
      const input = refs.map((ref) => `${ref}^{commit}\n`).join('');
      const lines = (await run(['cat-file', '--batch-check'], input))?.toString('utf8').split('\n') ?? [];
      return refs.map((_, i) => /^(\w+) commit \d+$/.exec(lines[i] ?? '')?.[1] ?? null);
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
          message: 'a link or submodule on the base branch: Firebreak reads only regular files there',
          hint: 'Commit the file itself.',
        });
      }
      return named.map((entry) => entry.path);
    },
    blobs: async (commit) => {
      const text = (await run(['ls-tree', '-z', commit]))?.toString('utf8') ?? '';
      const entries = text.split('\0').map((line) => /^100\d+ blob (\w+)\t(.+)$/s.exec(line));
      return new Map(entries.flatMap((entry) => (entry?.[1] && entry[2] ? [[entry[2], entry[1]] as const] : [])));
    },
    untracked: async () => {
      const text = (await run(['ls-files', '-z', '--others', '--exclude-standard']))?.toString('utf8') ?? '';
      return text.split('\0').filter((name) => name !== '' && !name.includes('/'));
    },
    read: async (commit, path) => {
      const bytes = await run(['cat-file', 'blob', `${commit}:${path}`]);
      if (bytes === null) throw new InputError({ file: path, message: `cannot be read from commit ${commit}` });
      return bytes;
    },
    mergeBase: async (a, b) => (await run(['merge-base', a, b]))?.toString('utf8').trim() || null,
    isShallow: async () => (await run(['rev-parse', '--is-shallow-repository']))?.toString('utf8').trim() !== 'false',
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

/** Passes on PATH only: GIT_DIR or replaced objects would read from elsewhere. */
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
