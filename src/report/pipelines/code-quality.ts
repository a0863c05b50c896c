/**
 * Renders findings as a Code Quality report of GitLab, which shows them beside the changed lines of a merge request:
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
import { createHash } from 'node:crypto';
import type { Finding, Report, ReportSet } from '../../verdict/report.ts';
import { shorten, terminal } from '../escape.ts';
import { escapeInvisible } from '../json/json.ts';
import { findingBody } from '../markdown/finding-body.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { anchorFile, categories } from '../report-places.ts';
import { repositoryFile } from '../repository-file.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { proseToText } from '../wording/prose.ts';

interface Issue {
  readonly description: string;
  /** Markdown, as Code Climate has it: why, fix and the page of the policy. GitLab itself shows the description only. */
  readonly content?: { readonly body: string };
  readonly check_name: string;
  /** Unique in the file: GitLab drops what has the fingerprint of another issue. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  /** `path` is relative to the repository, without `./`. */
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const longestDescription = 1_000;

/** Returns an array of issues, worst first for each plan. Without a verdict there is an issue that says so. */
export function codeQuality(report: Report | ReportSet, options: RenderOptions): string {
  const reports = 'reports' in report ? report.reports : [report];
  const roots = categories(reports, options.repository);
  const seen = new Map<string, number>();
  const issues = reports.flatMap((one, i) => toIssues(rank(one), roots[i] ?? '', { seen, options }));
  return `${escapeInvisible(JSON.stringify(issues, null, 2))}\n`;
}

function toIssues(
  { report, failing, lowered, excepted, advisories }: Ranked,
  root: string,
  { seen, options: { repository } }: { readonly seen: Map<string, number>; readonly options: RenderOptions },
): readonly Issue[] {
  const anchor = anchorFile(report, repository);
  const unjudged: readonly Issue[] =
    report.verdict === 'error'
      ? [
          {
            description: cut(['The plan could not be judged.', ...(report.errors ?? [])].join(' ')),
            check_name: 'not-judged',
            fingerprint: uniqueHash(`${root} not-judged`, seen),
            severity: 'blocker',
            location: { path: terminal(anchor), lines: { begin: 1 } },
          },
        ]
      : [];
  const findings = [...failing, ...lowered, ...excepted, ...advisories].map((finding): Issue => {
    const { policy, fingerprint, location } = finding;
    const file = location && repositoryFile(location.file, repository);
    const asked = finding.enforcement === 'advisory' && !finding.enforced ? '' : ` Needs: ${needs(finding)}.`;
    return {
      description: cut(`${proseToText(findingLine(finding))}${asked}`),
      content: { body: findingBody(finding).join('\n\n') },
      check_name: terminal(policy),
      fingerprint: uniqueHash(`${root} ${fingerprint}`, seen),
      severity: severityOf(finding, report),
      location: { path: terminal(file || anchor), lines: { begin: (file && location?.line) || 1 } },
    };
  });
  return [...unjudged, ...findings];
}

function severityOf({ enforcement, enforced, exception, result }: Finding, { verdict }: Report): Issue['severity'] {
  const isLifted = exception !== undefined || (verdict === 'pass' && enforcement !== 'advisory');
  if (isLifted) return 'minor';
  if (enforcement === 'hard-mandatory') return 'blocker';
  if (enforcement === 'soft-mandatory') return 'critical';
  if (enforced) return 'major';
  return result === 'unknown' ? 'minor' : 'info';
}

/** Numbers equal texts. The same findings get the same digests in every run. */
function uniqueHash(text: string, seen: Map<string, number>): string {
  const before = seen.get(text) ?? 0;
  seen.set(text, before + 1);
  return createHash('sha256')
    .update(before === 0 ? text : `${text} ${before}`)
    .digest('hex');
}

function cut(text: string): string {
  return shorten(terminal(text.replace(/\s*\n\s*/g, ' ')), longestDescription);
}
