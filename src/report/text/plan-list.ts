/** Several plans: the first lines, and one row for each plan. */
import type { ReportSet } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import type { Ranked } from '../ranking.ts';
import { effectInWords } from '../wording/change-phrases.ts';
import {
  nextStepOfSet,
  setEnforcedInWords,
  setHeadline,
  verdictWord,
  withPlanFile,
  worst,
} from '../wording/phrases.ts';
import { displayName, type Prose } from '../wording/prose.ts';
import { environmentAndOwner } from '../wording/settings-notes.ts';
import { factLines } from './first-screen.ts';
import { displayWidth, heading, type Page, pad, paint, wrap } from './text-layout.ts';

/**
 * Returns the verdict on all plans, and the worst finding and next step of the worst plan.
 * @param plans worst first
 */
export function setFacts(set: ReportSet, plans: readonly Ranked[], page: Page): readonly string[] {
  const [first, ...others] = plans;
  const headline = setHeadline(set);
  if (!first) {
    const nothing = set.shard
      ? {
          worst: ['This share has no plans.'],
          next: ['Merge the reports of all shares: firebreak check --merge REPORT...'],
        }
      : { worst: ['No plan was given.'], next: ['Name a plan.'] };
    return factLines(page, set.verdict, { headline, ...nothing });
  }
  const enforced = setEnforcedInWords(set);
  return factLines(page, set.verdict, {
    headline,
    enforced,
    worst: worstOfSet(first),
    next: nextStepOfSet([first, ...others]),
  });
}

/** Returns the worst finding of the worst plan, with the name of the plan. */
export function worstOfSet(first: Ranked): Prose {
  return withPlanFile(first.report, worst(first));
}

const widestName = 40;

/** Returns one row for each plan. */
export function plansSection(plans: readonly Ranked[], page: Page): readonly string[] {
  if (plans.length === 0) return [];
  const names = plans.map(({ report }) => displayName(report.plan.file));
  const widest = Math.min(widestName, Math.max(...names.map(displayWidth)));
  const rows = plans.flatMap(({ report }, i) => {
    const word = verdictWord[report.verdict];
    const place = environmentAndOwner(report);
    const mode = report.enforced?.verdict === 'fail' && report.verdict === 'pass' ? ' (advisory; enforced: FAIL)' : '';
    const row = `${effectInWords(report)}${place && ` (${terminal(place)})`}.${mode}`;
    const [top = '', ...rest] = wrap(page, row, {
      first: `  ${word.padEnd(6)} ${pad(names[i] ?? '', widest)}  `,
      hang: ' '.repeat(13),
    });
    return [top.replace(word, () => paint(page, report.verdict, word)), ...rest];
  });
  return [...heading(page, `Plans (${plans.length})`), ...rows];
}
