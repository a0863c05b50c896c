/**
 * Renders the report as the result of a run task of HCP Terraform, with outcomes as Markdown:
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-tasks/run-tasks-integration
 */
import type { Finding, Report } from '../../verdict/report.ts';
import { linkUrl, markdownFence, shorten, terminal } from '../escape.ts';
import { findingBody } from '../markdown/finding-body.ts';
import { type Ranked, rank } from '../ranking.ts';
import { text } from '../text/text.ts';
import { findingLine, needs, nextStep, verdictInWords, verdictWord, worst } from '../wording/phrases.ts';
import { proseToMarkdown, proseToText } from '../wording/prose.ts';

/** How a tag is coloured. */
type Level = 'none' | 'info' | 'warning' | 'error';

/** One row below the result. */
export interface RunTaskOutcome {
  readonly 'outcome-id': string;
  readonly description: string;
  /** Markdown, below 1 MB. */
  readonly body: string;
  readonly url?: string;
  readonly tags: Readonly<Record<string, readonly { readonly label: string; readonly level: Level }[]>>;
}

/** The result of a run task. */
export interface RunTaskResult {
  readonly status: 'passed' | 'failed' | 'running';
  readonly message: string;
  readonly outcomes?: readonly RunTaskOutcome[];
}

const mostFindings = 50;
const longestMessage = 300;
/** In UTF-16 code units, far below the limit of 1 MB. */
const longestBody = 100_000;
const radiusLevels: Readonly<Record<Report['blastRadius']['level'], Level>> = {
  none: 'none',
  low: 'info',
  medium: 'warning',
  high: 'error',
  critical: 'error',
};

/** Returns the result: one outcome with the whole report, and one for each of the first 50 findings, worst first. */
export function toRunTaskResult(report: Report): RunTaskResult {
  const ranked = rank(report);
  const { verdict, blastRadius } = report;
  const word = verdictWord[verdict];
  const findings = [...ranked.failing, ...ranked.lowered, ...ranked.excepted, ...ranked.advisories];
  const whole: RunTaskOutcome = {
    'outcome-id': 'report',
    description: shorten(`Firebreak: ${verdictInWords(report)}`, longestMessage),
    body: wholeBody(report),
    tags: {
      Status: [{ label: word, level: verdict === 'pass' ? 'info' : 'error' }],
      ...(verdict === 'error'
        ? {}
        : { 'Blast radius': [{ label: blastRadius.level, level: radiusLevels[blastRadius.level] }] }),
    },
  };
  // The next step refers to the error.
  const problem = verdict === 'error' ? [proseToText(worst(ranked))] : [];
  return {
    status: verdict === 'pass' ? 'passed' : 'failed',
    message: shorten([verdictInWords(report), ...problem, proseToText(nextStep(ranked))].join(' '), longestMessage),
    outcomes: [whole, ...findings.slice(0, mostFindings).map((finding, i) => toOutcome(finding, i, ranked))],
  };
}

/** Not the comment of a pull request: that folds with HTML, which is not shown everywhere. */
function wholeBody(report: Report): string {
  const page = text(report, { width: 100, colour: false, explainPass: false });
  return markdownFence(shorten(page.trimEnd(), longestBody).split('\n'), 'text');
}

function toOutcome(finding: Finding, index: number, { report }: Ranked): RunTaskOutcome {
  const { policy, title, subject, url } = finding;
  return {
    // Unique also where a current and a deposed object have the same address.
    'outcome-id': `${index + 1}-${terminal(policy)}`,
    description: shorten(terminal(`${title}${subject.address ? `: ${subject.address}` : ''}`), longestMessage),
    body: [proseToMarkdown(findingLine(finding), { cell: false }), ...findingBody(finding)].join('\n\n'),
    ...(url === undefined ? {} : { url: linkUrl(url) }),
    tags: { Status: [statusTag(finding, report)], Severity: [severityTag(finding)] },
  };
}

function statusTag(
  { enforcement, enforced, exception }: Finding,
  { verdict }: Report,
): { readonly label: string; readonly level: Level } {
  if (exception) return { label: 'Accepted', level: 'warning' };
  if (enforcement !== 'advisory') {
    return verdict === 'pass' ? { label: 'Lifted', level: 'warning' } : { label: 'Failed', level: 'error' };
  }
  return enforced ? { label: 'Would fail', level: 'warning' } : { label: 'Advisory', level: 'info' };
}

function severityTag(finding: Finding): { readonly label: string; readonly level: Level } {
  const label = needs(finding);
  return { label, level: label === 'hard-mandatory' ? 'error' : label === 'advisory' ? 'none' : 'warning' };
}
