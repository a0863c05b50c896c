/** Explains why a plan is not applied, and what to do. */

import { terminal } from '../report/escape.ts';
import { whyNot } from '../report/wording/approval-phrases.ts';
import { count, list } from '../report/wording/words.ts';
import type { Report } from '../verdict/report.ts';
import type { IgnoredApproval, ReportedSignal } from '../verdict/report-approvals.ts';

/** Why the plan is not applied. */
export interface RefusalOptions {
  /** Why no one can be asked to confirm; null: someone can, but that is not enough. */
  readonly obstacle: 'agent' | 'no-terminal' | null;
  readonly signals: readonly ReportedSignal[];
  /** Nobody knows who made the change, so that one approval more is needed. */
  readonly authorUnknown: boolean;
  /** Why the glass could not be broken; absent if nobody tried. */
  readonly brokenGlass: IgnoredApproval['why'] | undefined;
  /** The plan as named by the user. */
  readonly file: string;
}

/** Returns the message for a plan that is not applied: what is missing and how to get it. */
export function refusalText(
  report: Report,
  { obstacle, signals, file, authorUnknown, brokenGlass }: RefusalOptions,
): string {
  if (report.verdict === 'error') return 'firebreak: no verdict, nothing was applied';
  const { approvals, findings } = report;
  if (findings.some(({ enforcement, exception }) => enforcement === 'hard-mandatory' && !exception)) {
    return 'firebreak: not applied: hard-mandatory findings cannot be approved. Change the plan.';
  }
  // Without any approval, the report does not count the one more yet.
  const more = authorUnknown && approvals.authorUnknown !== true ? 1 : 0;
  const missing = approvals.needs
    .map((need) => (need.group === null ? { ...need, count: need.count + more } : need))
    .filter((need) => need.counted < need.count)
    .map(({ count: n, counted, group }) =>
      group === null
        ? `${count(n, 'approval')} (${counted} counted)`
        : `${count(n, 'approval')} by the group ${terminal(group)}`,
    );
  const nobody =
    obstacle === 'agent'
      ? `An AI agent runs this (${list(signals.map(({ value }) => terminal(value)))} is set), and an agent cannot approve. Ask a person.`
      : obstacle === 'no-terminal'
        ? 'Not a terminal, so there is nobody to confirm this.'
        : 'Your confirmation alone is not enough.';
  const plan = /^[\w./-]+$/.test(file) ? file : 'PLAN';
  return [
    `firebreak: not applied: it needs ${list(missing)}.`,
    `  ${nobody}`,
    ...(brokenGlass === undefined ? [] : [`  Break glass was not used: the current user ${whyNot[brokenGlass]}.`]),
    ...(authorUnknown
      ? ['  This includes 1 more because the author of the change is unknown. Name the author with --actor.']
      : []),
    // Only this run shows that an agent takes part.
    `  Approvers run:   firebreak approve ${plan}${obstacle === 'agent' ? ' --ai-assisted' : ''} -o approvals`,
    `  Then apply with: firebreak apply ${plan} --approvals approvals --allowed-signers ALLOWED_SIGNERS`,
  ].join('\n');
}
