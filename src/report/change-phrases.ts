/** Words for one change. */
import type { ReportedChange } from '../verdict/report.ts';
import { list } from './phrases.ts';
import { changeWeight } from './ranking.ts';

/** Returns the word for an action. A listed no-op is a move or an import. */
export function actionWord({ action, previousAddress, importing }: ReportedChange): string {
  if (action !== 'no-op') return action;
  return previousAddress === undefined ? (importing ? 'import' : action) : 'move';
}

/** Returns details of a change in addition to its action. */
export function changeNotes(change: ReportedChange): readonly string[] {
  return [
    change.forcedBy.length > 0 ? `forced by ${list(change.forcedBy)}` : '',
    change.order === 'create-first' ? 'created first, then the old one destroyed' : '',
    ...change.reasons,
    change.protection === 'off' && changeWeight(change) <= 3 ? 'deletion protection off' : '',
    change.previousAddress === undefined ? '' : `was ${change.previousAddress}`,
    change.importing ? 'imported' : '',
    change.deferred ? 'deferred to a later plan' : '',
  ].filter(Boolean);
}
