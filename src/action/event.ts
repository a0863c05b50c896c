/** What the job runs for: the pull request, and the commit that is trusted. */
import { InputError } from '../errors.ts';
import { readSmallFile } from '../read/files/bounded-read.ts';
import type { Api } from './api.ts';
import { field, list, number, text } from './json.ts';

export interface PullRequest {
  readonly number: number;
  /** null: the account is gone. */
  readonly author: { readonly login: string; readonly isBot: boolean } | null;
  /** The head as it was when this event happened. */
  readonly head: string;
  readonly branch: string;
  /** The commit of the base branch, which nobody can change in the pull request. */
  readonly base: string;
  /** The head lies in another repository: the token may only read. */
  readonly fromFork: boolean;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface Situation {
  readonly event: string;
  /** A commit or branch whose files are trusted; null: there is none, as with the first push. */
  readonly base: string | null;
  readonly pull: PullRequest | null;
  /** A review of the pull request: the plan is one that was reported before. */
  readonly isReview: boolean;
  /** The job has rights that the author of the change lacks: no program may start on what they wrote. */
  readonly isPrivileged: boolean;
}

/**
 * @throws {InputError} where the event cannot be read, or does not say what it must
 * @throws {ApiError} where the pull request of a `workflow_run` cannot be asked for
 */
export async function readSituation(env: Readonly<Record<string, string | undefined>>, api: Api): Promise<Situation> {
  const event = env.GITHUB_EVENT_NAME ?? '';
  const payload = await readPayload(env.GITHUB_EVENT_PATH);
  const plain = { event, pull: null, isReview: false, isPrivileged: event !== 'push' && event !== 'merge_group' };
  switch (event) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_target': {
      const pull = toPullRequest(field(payload, 'pull_request'));
      const isPrivileged = event === 'pull_request_target';
      return { event, base: pull.base, pull, isReview: event === 'pull_request_review', isPrivileged };
    }
    case 'workflow_run': {
      const pull = await pullRequestOf(field(payload, 'workflow_run'), api);
      const isReview = text(payload, 'workflow_run', 'event') === 'pull_request_review';
      return { event, base: pull.base, pull, isReview, isPrivileged: true };
    }
    case 'merge_group':
      return { ...plain, base: text(payload, 'merge_group', 'base_sha') ?? missing('merge_group.base_sha') };
    case 'push': {
      const before = text(payload, 'before') ?? missing('before');
      return { ...plain, base: /^0+$/.test(before) ? null : before };
    }
    default:
      // Started by hand or by the clock, on any branch: the default branch is what others have reviewed.
      return { ...plain, base: text(payload, 'repository', 'default_branch') ?? missing('repository.default_branch') };
  }
}

async function readPayload(path: string | undefined): Promise<unknown> {
  const content = path === undefined ? null : await readSmallFile(path);
  try {
    if (content !== null) return JSON.parse(content);
  } catch {
    // Told below.
  }
  throw new InputError({ message: 'the event cannot be read', hint: 'GITHUB_EVENT_PATH names the file that holds it' });
}

function toPullRequest(value: unknown): PullRequest {
  const login = text(value, 'user', 'login');
  const isBot = text(value, 'user', 'type') === 'Bot';
  const repository = text(value, 'base', 'repo', 'full_name');
  return {
    number: number(value, 'number') ?? missing('pull_request.number'),
    author: login === undefined ? null : { login, isBot },
    head: text(value, 'head', 'sha') ?? missing('pull_request.head.sha'),
    branch: text(value, 'head', 'ref') ?? '',
    base: text(value, 'base', 'sha') ?? missing('pull_request.base.sha'),
    fromFork: repository === undefined || text(value, 'head', 'repo', 'full_name') !== repository,
    labels: list(value, 'labels').flatMap((label) => text(label, 'name') ?? []),
    assignees: list(value, 'assignees').flatMap((user) =>
      text(user, 'type') === 'Bot' ? [] : (text(user, 'login') ?? []),
    ),
  };
}

/** Asked of GitHub by branch and commit: what the other workflow left behind may have been written by anybody. */
async function pullRequestOf(run: unknown, api: Api): Promise<PullRequest> {
  const sha = text(run, 'head_sha') ?? missing('workflow_run.head_sha');
  const owner = text(run, 'head_repository', 'owner', 'login') ?? missing('workflow_run.head_repository');
  const branch = text(run, 'head_branch') ?? missing('workflow_run.head_branch');
  const head = encodeURIComponent(`${owner}:${branch}`);
  const open = await api.pages(`{repo}/pulls?state=open&head=${head}`);
  const [pull, second] = open.filter((each) => text(each, 'head', 'sha') === sha);
  if (pull !== undefined && second === undefined) return toPullRequest(pull);
  throw new InputError({
    message: `${second === undefined ? 'no' : 'more than one'} open pull request has the head ${sha.slice(0, 10)}`,
    hint: 'if its branch has moved on since, the run for the new head judges that',
  });
}

function missing(path: string): never {
  throw new InputError({ message: `the event has no \`${path}\``, hint: 'it is not what GitHub sends for its name' });
}
