/** Judges the plans in order: plans, settings, changed files, author, approvals. */
import { type Actor, toActor } from '../people/actor.ts';
import type { GivenApprovals } from '../source/approval.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { type Api, ApiError } from './api.ts';
import { findComment, type OwnComment } from './comment.ts';
import { commentKey } from './comment-key.ts';
import type { PullRequest, Situation } from './event.ts';
import type { CommentMode } from './inputs.ts';
import { text } from './json.ts';
import {
  asIfAssisted,
  branchRemarks,
  configsOf,
  decideAll,
  knownActors,
  type Prepared,
  type PullPeople,
  withGateChanges,
  withoutVerdict,
} from './judge.ts';
import type { Topic } from './marker.ts';
import { fingerprintOutput } from './outputs.ts';
import { actorOf, type Commits, readAskers, readCommits, readReviewApprovals } from './people/people.ts';
import { openRepositoryAccesses } from './people/repository-access.ts';
import { readTeams } from './people/teams.ts';
import { isOpen } from './strictest-report.ts';
import type { TrustedBase } from './trusted-bases.ts';

/** The reports, and the comment they belong to. */
export interface Decided {
  readonly reports: readonly Report[];
  readonly topic: Topic;
  /** The existing comment; null: there is none, or it could not be read. */
  readonly comment: OwnComment | null;
  readonly remarks: readonly string[];
}

const nobody: GivenApprovals = { approvals: [] };

interface Case {
  readonly api: Api;
  readonly situation: Situation;
  readonly env: NodeJS.ProcessEnv;
  /** Start time of this run. */
  readonly now: Date;
  readonly mode: CommentMode;
  /** The environment named by the workflow; it takes precedence over the settings. */
  readonly environment: string | undefined;
  readonly identity: string;
}

/**
 * Decides with the author, reviews and changed files from GitHub. If GitHub does not answer, the verdict is `error`;
 * nothing is thrown.
 */
export async function decideWithReviews(
  prepared: readonly Prepared[],
  from: Case & { readonly bases: readonly TrustedBase[] },
): Promise<Decided> {
  const { pull } = from.situation;
  if (pull === null) {
    const people: PullPeople = { actor: null, given: nobody };
    const reports = decideAll(prepared, people);
    const uncounted = reports.some(isOpen) ? [`Approvals do not count on \`${from.situation.event}\`.`] : [];
    const remarks = [...branchRemarks(prepared, people), ...uncounted];
    return { reports, topic: commentKey(prepared, reports, from), comment: null, remarks };
  }
  const changed = await attempt(() => gateChanges(pull, from));
  if (changed instanceof ApiError) {
    const why = needed('the changed files', changed);
    const reports = decideAll(prepared, { actor: null, given: nobody }).map((report) => withoutVerdict(report, [why]));
    return { reports, topic: commentKey(prepared, reports, from), comment: null, remarks: [] };
  }
  const withChanges = prepared.map((each) => ('schema' in each ? each : withGateChanges(each, changed)));
  return decidePull(withChanges, { ...from, pull });
}

/** GitHub truncates the list of changed files at this length. */
const mostFiles = 3000;

async function gateChanges(
  pull: PullRequest,
  { api, bases }: { readonly api: Api; readonly bases: readonly TrustedBase[] },
): Promise<readonly string[]> {
  const files = await attempt(() => api.pages(`{repo}/pulls/${pull.number}/files`));
  if (files instanceof ApiError) {
    const changed = await Promise.all(bases.map((base) => base.files.changedAt(pull.head)));
    return [...new Set(changed.flat())].sort();
  }
  const paths = files.flatMap((file) => {
    const change = { added: text(file, 'status') === 'added' };
    const names = [text(file, 'filename') ?? [], text(file, 'previous_filename') ?? []].flat();
    return names.filter((path) => bases.some((base) => base.files.isGate(path, change)));
  });
  const found = [...new Set(paths)].sort();
  return files.length < mostFiles ? found : [...found, `(more than ${mostFiles} files changed)`];
}

async function decidePull(
  prepared: readonly Prepared[],
  from: Case & { readonly pull: PullRequest },
): Promise<Decided> {
  const { api, pull, env } = from;
  const source = actorOf(pull, env);
  const commits = await attempt(() => readCommits(api, pull));
  // Assignees count for agents only: on other pull requests people are assigned as reviewers.
  const isAgent = toActor(source, knownActors)?.signals.some(({ kind }) => kind === 'author') ?? false;
  const asked = isAgent ? await readAskers(api, pull) : null;
  const known = commits instanceof ApiError ? {} : { commits: commits.commits };
  const actor = toActor({ ...source, ...known, ...(asked && { askedBy: asked }) }, knownActors);
  const alone = decideAll(prepared, { actor, given: nobody });
  const topic = commentKey(prepared, alone, from);
  const found = await attempt(() => findComment(api, { identity: from.identity, topic, pull: pull.number }));
  const comment = found instanceof ApiError ? null : found;
  const unread = found instanceof ApiError ? [`Cannot read comments: ${found.message}.`] : [];
  if (from.situation.isReview) {
    const fault = found instanceof ApiError ? needed('the comments', found) : reviewFault(alone, { ...from, comment });
    const reports = alone.map((report) => (fault === null ? report : withoutVerdict(report, [fault])));
    if (fault !== null) return { reports, topic, comment, remarks: unread };
  }
  if (commits instanceof ApiError) {
    const why = needed('the commits', commits);
    const worst = decideAll(prepared, { actor: asIfAssisted(actor), given: nobody });
    const reports = alone.map((report, i) => {
      const could = worst[i];
      return could && isOpen(could) ? withoutVerdict(report, [why]) : report;
    });
    return { reports, topic, comment, remarks: [...unread, `Cannot read commits: ${commits.message}.`] };
  }
  const { reports, remarks } = await withApprovals(prepared, { ...from, alone, actor, comment });
  return { reports, topic, comment, remarks: [...unread, ...unlinkedRemark(commits), ...remarks] };
}

function unlinkedRemark({ unlinked }: Commits): readonly string[] {
  if (unlinked === 0) return [];
  const [are, them] = unlinked === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    `${unlinked} of the commits ${are} by an author whose e-mail address GitHub does not know, so a reviewer may have written ${them}.`,
  ];
}

async function withApprovals(
  prepared: readonly Prepared[],
  from: Case & {
    readonly pull: PullRequest;
    readonly actor: Actor | null;
    /** The reports without any approvals. */
    readonly alone: readonly Report[];
    readonly comment: OwnComment | null;
  },
): Promise<Pick<Decided, 'reports' | 'remarks'>> {
  const { api, pull, actor, alone, comment, now } = from;
  const byBranch = branchRemarks(prepared, { actor, given: nobody });
  if (!alone.some(isOpen)) return { reports: alone, remarks: byBranch };
  const accesses = openRepositoryAccesses(api);
  const read = await attempt(() => readReviewApprovals(api, pull, accesses));
  if (read instanceof ApiError) {
    const why = needed('the reviews', read);
    return { reports: alone.map((report) => (isOpen(report) ? withoutVerdict(report, [why]) : report)), remarks: [] };
  }
  const reported = reportedBefore(alone, comment);
  const reportedAt = reported?.since ?? now.toISOString();
  const since = `This plan was first reported at \`${reportedAt}\``;
  const remark = reported
    ? `${since}. Only later approvals count.`
    : `${since}, by this run. Only later approvals count.`;
  const { approvals, remarks: leftOut } = read;
  if (approvals.length === 0) return { reports: alone, remarks: [...byBranch, ...leftOut, remark] };
  const groups = prepared.flatMap(configsOf).map((config) => config.groups);
  const { members: teams, remarks } = await readTeams(api, groups);
  const people: PullPeople = { actor, given: { approvals, commit: pull.head, reportedAt }, teams };
  const reports = decideAll(prepared, people);
  return {
    reports,
    remarks: [...branchRemarks(prepared, people), ...leftOut, ...remarks, ...accesses.remarks(), remark],
  };
}

/** Returns what the comment reported, if it was exactly these plans. */
function reportedBefore(reports: readonly Report[], comment: OwnComment | null): OwnComment['reported'] {
  const fingerprint = fingerprintOutput(toResult(reports));
  const reported = comment?.reported ?? null;
  return fingerprint !== '' && reported?.fingerprint === fingerprint ? reported : null;
}

/** Returns why reviews cannot be counted; null if this plan was reported before the review. */
function reviewFault(
  reports: readonly Report[],
  { comment, pull, mode }: Case & { readonly pull: PullRequest; readonly comment: OwnComment | null },
): string | null {
  const hint = 'Run the job of the pull request again, so that it reports this plan first.';
  const reported = comment?.reported ?? null;
  if (reported === null) {
    // If the comment mode or a fork prevents reports, a plan that needs no approval may pass.
    const silent = mode !== 'always' || pull.fromFork;
    const passes = reports.every(({ verdict }) => verdict === 'pass');
    return silent && passes ? null : `this plan was not reported before the review\n  ${hint}`;
  }
  if (reported.commit !== pull.head) return `the reported plan belongs to another commit\n  ${hint}`;
  return reportedBefore(reports, comment) ? null : `not the plan that was reported for this commit\n  ${hint}`;
}

/** Returns a single report unchanged, and several as a set with the worst verdict. */
export function toResult(reports: readonly Report[]): Report | ReportSet {
  const [only] = reports;
  if (only && reports.length === 1) return only;
  const verdicts = reports.map(({ verdict }) => verdict);
  const verdict = verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
  return { schema: 'firebreak.report-set/1', verdict, reports };
}

async function attempt<T>(work: () => Promise<T>): Promise<T | ApiError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function needed(what: string, error: ApiError): string {
  return `cannot read ${what}, which can change the verdict: ${error.message}\n  Run the job again. If it fails again, give the token \`contents: read\` and \`pull-requests: write\`.`;
}
