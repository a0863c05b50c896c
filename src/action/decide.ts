/** The order in which things are asked: plans, settings, what changed, who made it, who approved it. */
import { type Actor, toActor } from '../model/actor.ts';
import type { ActorSource } from '../read/actor-source.ts';
import type { GivenApprovals } from '../read/approval-source.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { type Api, ApiError } from './api.ts';
import type { BaseFiles } from './base-files.ts';
import { findComment, type OwnComment } from './comment.ts';
import type { PullRequest, Situation } from './event.ts';
import type { CommentMode } from './inputs.ts';
import { text } from './json.ts';
import { asIfAssisted, isOpen, judgeAll, knownActors, type Prepared, withoutVerdict } from './judge.ts';
import type { Topic } from './marker.ts';
import { fingerprintOf } from './outputs.ts';
import { actorOf, type Commits, readApprovals, readAskers, readCommits } from './people.ts';
import { withTeams } from './teams.ts';
import { toTopic } from './topic.ts';

export interface Decided {
  readonly reports: readonly Report[];
  readonly topic: Topic;
  /** The comment that is there already; null: none, or it could not be looked for. */
  readonly comment: OwnComment | null;
  readonly remarks: readonly string[];
}

const nobody: GivenApprovals = { approvals: [] };

interface Case {
  readonly api: Api;
  readonly situation: Situation;
  readonly env: NodeJS.ProcessEnv;
  /** When this run began. */
  readonly now: Date;
  readonly mode: CommentMode;
  /** Named by the workflow, whatever the settings say. */
  readonly environment: string | undefined;
  readonly identity: string;
}

/** Never throws for what GitHub does not tell: that is no verdict. */
export async function decide(
  prepared: readonly Prepared[],
  from: Case & { readonly base: BaseFiles },
): Promise<Decided> {
  const { pull } = from.situation;
  if (pull === null) {
    const reports = judgeAll(prepared, { actor: null, given: nobody });
    const remarks = reports.some(isOpen) ? [`On \`${from.situation.event}\` no approvals are counted.`] : [];
    return { reports, topic: toTopic(prepared, reports, from), comment: null, remarks };
  }
  const changed = await attempt(() => gateChanges(pull, from));
  if (changed instanceof ApiError) {
    const why = needed('the changed files', changed);
    const reports = judgeAll(prepared, { actor: null, given: nobody }).map((report) => withoutVerdict(report, [why]));
    return { reports, topic: toTopic(prepared, reports, from), comment: null, remarks: [] };
  }
  const withChanges = prepared.map((each) => ('schema' in each ? each : { ...each, gateChanges: changed }));
  return decidePull(withChanges, { ...from, pull });
}

/** GitHub's list of changed files ends here without saying so. */
const mostFiles = 3000;

async function gateChanges(pull: PullRequest, { api, base }: { readonly api: Api; readonly base: BaseFiles }) {
  const files = await api.pages(`{repo}/pulls/${pull.number}/files`);
  const paths = files.flatMap((file) => [text(file, 'filename') ?? [], text(file, 'previous_filename') ?? []].flat());
  const found = [...new Set(paths.filter(base.isGate))].sort();
  return files.length < mostFiles ? found : [...found, `(more than ${mostFiles} files changed)`];
}

async function decidePull(
  prepared: readonly Prepared[],
  from: Case & { readonly pull: PullRequest },
): Promise<Decided> {
  const { api, pull, env } = from;
  const source = actorOf(pull, env);
  const known = toActor(source, knownActors);
  const worst = judgeAll(prepared, { actor: asIfAssisted(known), given: nobody });
  const topic = toTopic(prepared, worst, from);
  const commits = await attempt(() => readCommits(api, pull));
  // Only an agent is asked: people are assigned to other people's changes to look at them.
  const isAgent = known?.signals.some(({ kind }) => kind === 'author') ?? false;
  const asked = isAgent ? await readAskers(api, pull) : null;
  const whole: ActorSource = { ...source, ...(asked && { askedBy: asked }) };
  const found = await attempt(() => findComment(api, { identity: from.identity, topic, pull: pull.number }));
  const comment = found instanceof ApiError ? null : found;
  const unread = found instanceof ApiError ? [`Comments cannot be read: ${found.message}.`] : [];
  if (commits instanceof ApiError) {
    const why = needed('the commits', commits);
    const reports = judgeAll(prepared, { actor: toActor(whole, knownActors), given: nobody }).map((report, i) => {
      const could = worst[i];
      return could && isOpen(could) ? withoutVerdict(report, [why]) : report;
    });
    return { reports, topic, comment, remarks: [...unread, `The commits cannot be read: ${commits.message}.`] };
  }
  const actor = toActor({ ...whole, commits: commits.commits }, knownActors);
  const { reports, remarks } = await withApprovals(prepared, { ...from, actor, comment });
  return { reports, topic, comment, remarks: [...unread, ...unlinkedRemark(commits), ...remarks] };
}

function unlinkedRemark({ unlinked }: Commits): readonly string[] {
  if (unlinked === 0) return [];
  const [are, them] = unlinked === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    `${unlinked} of the commits ${are} by somebody whom GitHub does not know by e-mail: whether a reviewer wrote ${them} cannot be known.`,
  ];
}

async function withApprovals(
  prepared: readonly Prepared[],
  from: Case & { readonly pull: PullRequest; readonly actor: Actor | null; readonly comment: OwnComment | null },
): Promise<Pick<Decided, 'reports' | 'remarks'>> {
  const { api, pull, actor, comment, situation, now } = from;
  const alone = judgeAll(prepared, { actor, given: nobody });
  const fingerprint = fingerprintOf(toResult(alone));
  const reported = comment?.reported ?? null;
  const same = reported !== null && reported.fingerprint === fingerprint && fingerprint !== '';
  if (situation.isReview) {
    const fault = reviewFault(from, { same, passes: alone.every(({ verdict }) => verdict === 'pass') });
    if (fault !== null) return { reports: alone.map((report) => withoutVerdict(report, [fault])), remarks: [] };
  }
  if (!alone.some(isOpen)) return { reports: alone, remarks: [] };
  const approvals = await attempt(() => readApprovals(api, pull));
  if (approvals instanceof ApiError) {
    const why = needed('the reviews', approvals);
    return { reports: alone.map((report) => (isOpen(report) ? withoutVerdict(report, [why]) : report)), remarks: [] };
  }
  const reportedAt = same ? reported.since : now.toISOString();
  // Without an approval nobody's team matters.
  const teams = approvals.length > 0 ? await withTeams(api, prepared) : { prepared, remarks: [] };
  const reports = judgeAll(teams.prepared, { actor, given: { approvals, commit: pull.head, reportedAt } });
  const since = `This plan was first reported at \`${reportedAt}\``;
  const remark = same
    ? `${since}; approvals count if they were given later.`
    : `${since}, by this run: approvals must follow, and what was approved before does not count.`;
  return { reports, remarks: [...teams.remarks, remark] };
}

/** A review is judged with the plan that was reported, or not at all. */
function reviewFault(
  {
    comment,
    pull,
    mode,
  }: { readonly comment: OwnComment | null; readonly pull: PullRequest; readonly mode: CommentMode },
  { same, passes }: { readonly same: boolean; readonly passes: boolean },
): string | null {
  const hint = 'run the job of the pull request again, so that this plan is reported first';
  const reported = comment?.reported ?? null;
  if (reported === null) {
    // Where nothing is reported by rule, a plan that needs nobody may pass.
    const silent = mode !== 'always' || pull.fromFork;
    return silent && passes ? null : `this plan was not reported before the review\n  ${hint}`;
  }
  if (reported.commit !== pull.head) return `the plan that was reported is of another commit\n  ${hint}`;
  return same ? null : `this is not the plan that was reported for this commit\n  ${hint}`;
}

/** Several plans have the worst verdict of them. */
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
  return `${what} cannot be read, and they could change the verdict: ${error.message}\n  run the job again; if it stays so, give the token \`contents: read\` and \`pull-requests: write\``;
}
