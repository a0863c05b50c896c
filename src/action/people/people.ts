/** Reads from GitHub who made the change and who approved it. */
import type { ActorSource, CommitSource } from '../../source/actor.ts';
import type { ApprovalSource } from '../../source/approval.ts';
import { type Api, ApiError } from '../api.ts';
import type { PullRequest } from '../event.ts';
import { list, text } from '../json.ts';
import { readBreakGlass } from './break-glass-review.ts';
import type { RepositoryAccesses } from './repository-access.ts';

/** Returns what the event itself says about the author, without a request. */
export function actorOf(pull: PullRequest, env: NodeJS.ProcessEnv): ActorSource {
  const { author, labels, branch } = pull;
  return {
    ...(author && { author: author.login, authorType: author.isBot ? 'bot' : 'human' }),
    labels,
    branch,
    environment: env,
  };
}

/** The commits of a pull request. */
export interface Commits {
  readonly commits: readonly CommitSource[];
  /** Number of commits whose author or committer has no GitHub account. */
  readonly unlinked: number;
}

/** GitHub truncates the list of a pull request's commits at this length. */
const mostCommits = 250;

/**
 * Reads all commits of a pull request.
 * @throws {ApiError} if they cannot all be read
 */
export async function readCommits(api: Api, pull: PullRequest): Promise<Commits> {
  const listed = await api.pages(`{repo}/pulls/${pull.number}/commits`);
  const all =
    listed.length < mostCommits
      ? listed
      : await api.pages(`{repo}/compare/${pull.base}...${pull.head}`, (answer) => list(answer, 'commits'));
  // If the event is replayed, the list may be of another state of the pull request.
  if (!all.some((commit) => text(commit, 'sha') === pull.head)) {
    throw new ApiError(`the list of commits does not include the head ${pull.head.slice(0, 10)}`, { status: 200 });
  }
  return {
    commits: all.map(toCommit),
    unlinked: all.filter((commit) => text(commit, 'author', 'login') === undefined).length,
  };
}

function toCommit(commit: unknown): CommitSource {
  const signed = ['author', 'committer'].flatMap((role) => {
    const name = text(commit, 'commit', role, 'name') ?? '';
    const email = text(commit, 'commit', role, 'email');
    return [text(commit, role, 'login') ?? [], email === undefined ? name : `${name} <${email}>`].flat();
  });
  return { authors: signed.filter(Boolean), message: text(commit, 'commit', 'message') ?? '' };
}

/**
 * Returns the people who assigned an agent's pull request, or to whom it is assigned; null if GitHub does not answer.
 */
export async function readAskers(api: Api, pull: PullRequest): Promise<readonly string[] | null> {
  try {
    const events = await api.pages(`{repo}/issues/${pull.number}/events`);
    const assigners = events.flatMap((event) =>
      text(event, 'event') === 'assigned' && text(event, 'assigner', 'type') !== 'Bot'
        ? (text(event, 'assigner', 'login') ?? [])
        : [],
    );
    return [...new Set([...pull.assignees, ...assigners])];
  } catch (error) {
    if (error instanceof ApiError) return pull.assignees.length > 0 ? pull.assignees : null;
    throw error;
  }
}

/**
 * Returns the valid approvals: the last review of each person, if it approves. GitHub shows approvals of anyone, so that
 * each comes with the person's access to the repository. Reviews that break the glass come with them. Whether each
 * counts is decided later. The remarks are about reviews that are left out.
 * @throws {ApiError} if reviews cannot be read
 */
export async function readReviewApprovals(
  api: Api,
  pull: PullRequest,
  accesses: RepositoryAccesses,
): Promise<{ readonly approvals: readonly ApprovalSource[]; readonly remarks: readonly string[] }> {
  const reviews = await api.pages(`{repo}/pulls/${pull.number}/reviews`);
  const last = new Map<string, unknown>();
  for (const review of reviews.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const login = text(review, 'user', 'login');
    // A comment does not withdraw an approval, and a draft is not submitted. Deleted accounts are ignored.
    if (login !== undefined && !['COMMENTED', 'PENDING'].includes(text(review, 'state') ?? '')) last.set(login, review);
  }
  const approvals: ApprovalSource[] = [];
  for (const [login, review] of last) {
    const commit = text(review, 'commit_id');
    if (text(review, 'state') !== 'APPROVED' || commit === undefined) continue;
    const human = text(review, 'user', 'type') !== 'Bot';
    approvals.push({
      who: login,
      human,
      at: text(review, 'submitted_at') ?? '',
      source: 'github-review',
      commit,
      access: human ? await accesses.of(login) : 'unknown',
    });
  }
  const { approvals: breaking, remarks } = await readBreakGlass(reviews, { api, accesses });
  return { approvals: [...approvals, ...breaking], remarks };
}

function timeOf(review: unknown): number {
  return Date.parse(text(review, 'submitted_at') ?? '') || 0;
}
