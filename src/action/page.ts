/** Renders the comment and the job summary: the Markdown report with the Action's remarks. */

import { markdownInline, shorten } from '../report/escape.ts';
import { markdown } from '../report/markdown/markdown.ts';
import { rank } from '../report/ranking.ts';
import { proseToMarkdown, toProse } from '../report/wording/prose.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { markerOf, type Reported, recordOf, type Topic } from './marker.ts';
import { reportsOf } from './outputs.ts';

/** Limit in characters. GitHub rejects a comment of more than 65,536 characters. */
const longestComment = 65_000;
/** Limit in UTF-16 units. The runner drops a summary of more than 1,048,576 bytes, and a unit takes at most three. */
const longestSummary = 340_000;
const longestRemark = 600;
const mostRemarks = 20;

interface PageOptions {
  readonly remarks: readonly string[];
}

/** Returns the Markdown of the comment, shortened to GitHub's limit. */
export function commentPage(
  result: Report | ReportSet,
  options: PageOptions & { readonly topic: Topic; readonly reported: Reported | null },
): string {
  const { topic, reported } = options;
  const hidden = [markerOf(topic), ...(reported ? [recordOf(reported)] : [])].join('\n');
  const { root, environment } = topic;
  const where = root === '.' ? 'the top directory of the repository' : `\`${root}\``;
  const about = `Root module: ${where}${environment === 'default' ? '' : `, environment \`${environment}\``}.`;
  const foot = footOf([about, ...options.remarks]);
  return `${hidden}\n${report(result, longestComment - hidden.length - foot.length)}${foot}`;
}

/** Returns the Markdown of the job summary, shortened to the runner's limit. */
export function summaryPage(result: Report | ReportSet, options: PageOptions): string {
  const foot = footOf(options.remarks);
  return `${report(result, longestSummary - foot.length)}${foot}`;
}

/** Returns the fingerprints of the blocking findings, without duplicates. */
export function countingFindings(result: Report | ReportSet): readonly string[] {
  return [...new Set(reportsOf(result).flatMap((each) => rank(each).failing.map(({ fingerprint }) => fingerprint)))];
}

function report(result: Report | ReportSet, limit: number): string {
  return markdown(result, { width: 100, colour: false, explainPass: false, limit });
}

/** Text in backticks becomes code; everything else is escaped. */
function footOf(remarks: readonly string[]): string {
  if (remarks.length === 0) return '';
  const items = remarks.slice(0, mostRemarks).map((remark) => {
    const line = shorten(remark.replace(/\s*\n\s*/g, ' '), longestRemark);
    return `- ${proseToMarkdown(toProse(line), { cell: false })}`;
  });
  const left = remarks.length - items.length;
  const rest = left > 0 ? [`- ${markdownInline(`and ${left} more`)}`] : [];
  return `\n---\n\n${[...items, ...rest].join('\n')}\n`;
}
