/** The statistics of a record, for people. */
import { durationText } from '../../model/durations.ts';
import type { RecordStats } from '../../verdict/record/record-stats.ts';
import { terminal } from '../escape.ts';
import { table } from '../table.ts';
import type { Page } from '../text/text-layout.ts';
import { count } from '../wording/words.ts';

/** Returns a table of the policies, and how long approvals took. */
export function statsLines({ verdicts, plans, policies, timeToApproval }: RecordStats, page: Page): readonly string[] {
  const { pass, fail, error } = verdicts;
  const rows = policies.map(({ policy, fired, lifted, excepted, broken }) => [
    terminal(policy),
    ...[fired, lifted, excepted, broken].map(String),
  ]);
  const waiting = timeToApproval
    ? `Time to approval: median ${inMinutes(timeToApproval.median)}, longest ${inMinutes(timeToApproval.longest)} (${count(timeToApproval.plans, 'plan')}).`
    : 'Time to approval: no failed plan was approved later.';
  return [
    `${count(pass + fail + error, 'verdict')} on ${count(plans, 'plan')}: ${pass} passed, ${fail} failed, ${error} could not be judged.`,
    ...(rows.length === 0 ? [] : ['', ...table(page, ['Policy', 'Fired', 'Lifted', 'Excepted', 'Broken'], rows)]),
    '',
    waiting,
  ];
}

function inMinutes(seconds: number): string {
  return durationText(seconds < 60 ? Math.round(seconds) : Math.round(seconds / 60) * 60);
}
