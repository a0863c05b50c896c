/** The commits of the change that is checked out: those that the default branch does not have. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CommitSource } from '../../source/actor.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { type GitObjects, gitObjects } from './git-objects.ts';

/** Commits whose authors made the change. */
export interface ChangeCommits {
  readonly commits: readonly CommitSource[];
  /** In words that Git takes, e.g. `origin/main..HEAD`. */
  readonly range: string;
}

/** Full names of what may be the default branch, the remote's own word first. */
const defaultBranches = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/** As many commits are read at most; of more, some authors would be missing. */
const most = 500;

/**
 * Returns the commits from the merge base with the default branch to HEAD; on the default branch itself, those that its
 * last commit or merge brought. null if they are not all known: there is no repository or no default branch, or the
 * clone is too shallow; or the configuration in the directory differs from HEAD, and nobody knows who changed it.
 */
export async function readChangeCommits(directory: string, env: NodeJS.ProcessEnv): Promise<ChangeCommits | null> {
  const git = gitObjects(directory, env);
  const [head = null, ...branches] = await git.commits(['HEAD', ...defaultBranches]);
  if (head === null || (await isChanged(directory, head, git))) return null;
  const known = branches.findIndex((commit) => commit !== null);
  const [branch, tip] = [defaultBranches[known], branches[known]];
  const base = tip && (await git.mergeBase(head, tip));
  if (!branch || !base) return null;
  const isMerged = base === head;
  const parent = isMerged ? await git.commit('HEAD^1') : base;
  // A shallow clone shows its oldest commit without the parents that it has.
  if (parent === null && (await git.isShallow())) return null;
  const commits = await git.log(head, parent);
  if (commits.length === 0 || commits.length >= most) return null;
  return { commits, range: isMerged ? 'HEAD^1..HEAD' : `${branch.replace(/^refs\/(remotes|heads)\//, '')}..HEAD` };
}

const configuration = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

/** Compares bytes here, since Git would run filters of the repository to compare. */
async function isChanged(directory: string, head: string, git: GitObjects): Promise<boolean> {
  const committed = [...(await git.blobs(head))].filter(([name]) => configuration.test(name));
  for (const [name, id] of committed) {
    const text = await readSmallFile(join(directory, name));
    if (text === null || ![text, text.replaceAll('\r\n', '\n')].some((each) => blobId(each, id.length) === id))
      return true;
  }
  return (await git.untracked()).some((name) => configuration.test(name));
}

/** Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
