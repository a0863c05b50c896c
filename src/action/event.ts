/** Reads what the job runs for: the pull request, and the commit that is trusted. */
import { InputError } from '../errors.ts';
import { readSmallFile } from '../read/files/bounded-read.ts';
import type { Api } from './api.ts';
import { field, list, number, text } from './json.ts';
import { isPrivilegedEvent } from './saved-plan.ts';

/** The pull request that is judged. */
export interface PullRequest {
  readonly number: number;
  /** null: the account was deleted. */
  readonly author: { readonly login: string; readonly isBot: boolean } | null;
  /** The head commit at the time of the event. */
  readonly head: string;
  readonly branch: string;
  /** Commit of the base branch; the author of the pull request cannot change it. */
  readonly base: string;
  readonly baseBranch: string;
  /** The head is in another repository, so the token is read-only. */
  readonly fromFork: boolean;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

/** What started the job. */
export interface Situation {
  readonly event: string;
  /** Commit or branch with trusted files; null: there is none, as on the first push. */
  readonly base: string | null;
  /** The branch that the change goes to, as `main`; for a tag its whole ref. */
  readonly branch: string;
  readonly defaultBranch: string;
  readonly pull: PullRequest | null;
  /** A review was submitted: the plan must have been reported before. */
  readonly isReview: boolean;
  /** The job has permissions that the author of the change lacks, so it must not run programs from the checkout. */
  readonly isPrivileged: boolean;
}

/**
 * Reads the event that started the job.
 * @throws {InputError} if the event cannot be read or is incomplete
 * @throws {ApiError} if the pull request of a `workflow_run` cannot be read
 */
export async function readSituation(env: Readonly<Record<string, string | undefined>>, api: Api): Promise<Situation> {
  const event = env.GITHUB_EVENT_NAME ?? '';
  const payload = await readPayload(env.GITHUB_EVENT_PATH);
  const defaultBranch = text(payload, 'repository', 'default_branch') ?? missing('repository.default_branch');
  const plain = { event, defaultBranch, pull: null, isReview: false, isPrivileged: isPrivilegedEvent(event) };
  switch (event) {
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_target': {
      const pull = toPullRequest(field(payload, 'pull_request'));
      return { ...plain, base: pull.base, branch: pull.baseBranch, pull, isReview: event === 'pull_request_review' };
    }
    case 'workflow_run': {
      const pull = await pullRequestOf(field(payload, 'workflow_run'), api);
      const isReview = text(payload, 'workflow_run', 'event') === 'pull_request_review';
      return { ...plain, base: pull.base, branch: pull.baseBranch, pull, isReview };
    }
    case 'merge_group': {
      const base = text(payload, 'merge_group', 'base_sha') ?? missing('merge_group.base_sha');
      const branch = branchOf(text(payload, 'merge_group', 'base_ref') ?? missing('merge_group.base_ref'));
      return { ...plain, base, branch };
    }
    case 'push': {
      const before = text(payload, 'before') ?? missing('before');
      const branch = branchOf(text(payload, 'ref') ?? missing('ref'));
      return { ...plain, base: /^0+$/.test(before) ? null : before, branch };
    }
    default:
      // Started manually or by schedule, on any branch: only the default branch was reviewed by others.
      return { ...plain, base: defaultBranch, branch: defaultBranch };
  }
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

async function readPayload(path: string | undefined): Promise<unknown> {
  const content = path === undefined ? null : await readSmallFile(path);
  try {
    if (content !== null) return JSON.parse(content);
  } catch {
    // Reported below.
  }
  throw new InputError({ message: 'cannot read the event', hint: 'GITHUB_EVENT_PATH must name its file.' });
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
    baseBranch: text(value, 'base', 'ref') ?? missing('pull_request.base.ref'),
    fromFork: repository === undefined || text(value, 'head', 'repo', 'full_name') !== repository,
    labels: list(value, 'labels').flatMap((label) => text(label, 'name') ?? []),
    assignees: list(value, 'assignees').flatMap((user) =>
      text(user, 'type') === 'Bot' ? [] : (text(user, 'login') ?? []),
    ),
  };
}

/** Finds the pull request on GitHub by branch and commit, because artifacts of the other workflow are not trusted. */
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
    hint: 'If the branch has a new head, the run for that head checks it.',
  });
}

function missing(path: string): never {
  throw new InputError({
    message: `the event payload has no \`${path}\``,
    hint: 'Run the Action in a GitHub workflow, on an event that has it.',
  });
}
