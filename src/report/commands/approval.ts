/** Output of `approve`: what a person signs, in words, because people do not read hashes. */
import { lostAddresses } from '../../model/plan.ts';
import type { Report } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import { labelled, type Page, wrap } from '../text/text-layout.ts';
import { countsInWords } from '../wording/change-phrases.ts';
import { count } from '../wording/words.ts';

/** Destroys and findings of which each list shows so many. */
const shown = 20;
const column = 11;

/** The parts of a statement that a person reads before signing it. */
interface Signed {
  readonly who: string;
  /** State that the approval is for; undefined: it is for this exact plan only. */
  readonly state?: string;
  readonly breakGlass?: { readonly reason: string };
}

/** Returns the lines about a plan that is about to be approved: its destroys, and the findings that this lifts. */
export function approvalLines(page: Page, report: Report, { who, state, breakGlass }: Signed): readonly string[] {
  const { plan, findings, counts } = report;
  const lost = lostAddresses(report);
  const standing = findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
  const line = (label: string, text: string): readonly string[] => labelled(page, label, terminal(text), { column });
  const items = (texts: readonly string[], first: string): readonly string[] => [
    ...texts.slice(0, shown).flatMap((text) => wrap(page, terminal(text), { first })),
    ...(texts.length > shown ? [`  + ${texts.length - shown} more`] : []),
  ];
  return [
    ...line('Approving', `${plan.file}, fingerprint ${plan.fingerprint.slice(0, 10)}, as ${who}`),
    ...(breakGlass ? line('Breaks', `the glass, alone: ${breakGlass.reason}`) : []),
    ...line('Plan', countsInWords(counts)),
    ...line('State', state ?? 'unknown, so this approval is for this exact plan only'),
    ...line('Destroys', lost.length === 0 ? 'nothing' : count(lost.length, 'object')),
    ...items(lost, '  - '),
    ...line('Lifts', count(standing.length, 'finding')),
    ...items(
      standing.map(({ policy, message }) => `${policy}: ${message}`),
      '  ✗ ',
    ),
  ];
}

/** Returns the lines that name the approval that was written. */
export function signedLines(
  page: Page,
  { file, signature }: { readonly file: string; readonly signature: string },
): readonly string[] {
  return labelled(page, 'Signed', `${terminal(file)}, and ${signature} beside it`, { column });
}
