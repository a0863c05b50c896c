/** Posts the result as a comment. The verdict does not depend on it. */
import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { type Api, ApiError } from './api.ts';
import { postComment } from './comment.ts';
import type { Decided } from './decide.ts';
import type { PullRequest } from './event.ts';
import type { CommentMode } from './inputs.ts';
import { fingerprintOutput, reportsOf } from './outputs.ts';
import { commentPage, countingFindings } from './page.ts';

/**
 * Posts or updates the comment, if the mode asks for one.
 * @returns why a comment is missing that should exist
 */
export async function post(
  result: Report | ReportSet,
  from: {
    readonly decided: Decided;
    readonly pull: PullRequest | null;
    readonly mode: CommentMode;
    readonly identity: string;
    readonly api: Api;
    /** Start time of this run. */
    readonly now: Date;
  },
): Promise<readonly string[]> {
  const { decided, pull, mode, identity, api, now } = from;
  const { comment: existing, topic } = decided;
  if (pull === null || mode === 'never') return [];
  const found = result.verdict !== 'pass' || reportsOf(result).some(({ findings }) => findings.some(counts));
  if (existing === null && mode === 'on-findings' && !found) return [];
  // Approvals refer to a reported plan; without a verdict nothing was reported.
  if (existing === null && result.verdict === 'error') return [];
  const before = existing?.reported ?? null;
  const fingerprint = fingerprintOutput(result);
  const findings = countingFindings(result);
  const since = before?.fingerprint === fingerprint ? before.since : existing === null ? null : now.toISOString();
  const reported = result.verdict === 'error' ? before : { fingerprint, commit: pull.head, since, findings };
  const remarks = [...decided.remarks, ...(result.verdict === 'error' ? [] : resolvedRemark(before, findings))];
  const body = commentPage(result, { topic, reported, remarks });
  try {
    await postComment(api, { pull: pull.number, topic, identity, existing, body });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [
      `Cannot write a comment: ${error.message}. The verdict does not change, and the report is in this summary.`,
    ];
  }
}

function resolvedRemark(
  before: { readonly findings: readonly string[] } | null,
  findings: readonly string[],
): readonly string[] {
  if (before === null) return [];
  const resolved = before.findings.filter((each) => !findings.includes(each)).length;
  return resolved === 0 ? [] : [`Resolved since the last report: ${resolved} of ${before.findings.length} findings.`];
}

/** Blocking findings count even if lifted or covered by an exception. Advisories alone are no reason for a comment. */
function counts({ enforcement }: Finding): boolean {
  return enforcement !== 'advisory';
}
