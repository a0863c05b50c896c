/** The commits of the change that is checked out: those that the default branch does not have. */
import type { CommitSource } from '../../source/actor.ts';
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
 * clone is too shallow.
 */
export async function readChangeCommits(directory: string, env: NodeJS.ProcessEnv): Promise<ChangeCommits | null> {
  const git = gitObjects(directory, env);
  const head = await git.commit('HEAD');
  if (head === null) return null;
  const branch = await firstKnown(git, defaultBranches);
  const base = branch && (await git.mergeBase(head, branch.commit));
  if (!branch || !base) return null;
  const isMerged = base === head;
  const parent = isMerged ? await git.commit('HEAD^1') : base;
  // A shallow clone shows its oldest commit without the parents that it has.
  if (parent === null && (await git.isShallow())) return null;
  const commits = await git.log(head, parent);
  if (commits.length === 0 || commits.length >= most) return null;
  return { commits, range: isMerged ? 'HEAD^1..HEAD' : `${branch.ref.replace(/^refs\/(remotes|heads)\//, '')}..HEAD` };
}

async function firstKnown(
  git: GitObjects,
  refs: readonly string[],
): Promise<{ readonly ref: string; readonly commit: string } | null> {
  for (const ref of refs) {
    const commit = await git.commit(ref);
    if (commit !== null) return { ref, commit };
  }
  return null;
}
