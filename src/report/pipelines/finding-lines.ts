/** What a finding says where it stands alone, as in an annotation or a test case. */
import type { Finding, Report } from '../../verdict/report.ts';
import { linkUrl, terminal } from '../escape.ts';
import { remedyText } from '../remedy.ts';
import { liftedBy } from '../wording/broken-glass.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { proseToText, toProse } from '../wording/prose.ts';
import { oneLine } from '../wording/words.ts';

/**
 * Returns the sentence of a finding, and below it why it matters, the whole fix, the page of its policy and what lifts
 * it. Lines are escaped for a terminal.
 */
export function findingLines(finding: Finding, report: Report): readonly string[] {
  const { subject, enforcement, why, url } = finding;
  const isLifted = report.verdict === 'pass' && enforcement !== 'advisory';
  return [
    proseToText(findingLine(finding)),
    `Why: ${proseToText(toProse(oneLine(why), subject.address))}`,
    ...fixLines(finding),
    ...(url === undefined ? [] : [`Docs: ${linkUrl(url)}`]),
    isLifted ? `Lifted by ${liftedBy(report)}.` : needsInWords(finding),
  ];
}

/** The whole fix, since such a message has nothing below it to refer to. */
function fixLines({ remedy }: Finding): readonly string[] {
  const [first = '', ...rest] = remedyText(remedy).split('\n').map(terminal);
  return first === '' ? [] : [`Fix: ${first}`, ...rest];
}

function needsInWords(finding: Finding): string {
  const what = needs(finding);
  const enforced = finding.enforced ? 'If enforced: ' : '';
  if (what === 'hard-mandatory') return `${enforced}${enforced ? 'approvals' : 'Approvals'} cannot lift this.`;
  return `${enforced}${enforced ? 'needs' : 'Needs'} ${what}.`;
}
