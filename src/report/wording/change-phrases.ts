/** What a plan would do, in words: its counts, and each change. */
import type { Counts, Report, ReportedChange } from '../../verdict/report.ts';
import { changeWeight } from '../ranking.ts';
import { count, list } from './words.ts';

/** Returns what the plan would do: `41 to delete, 41 to create, 1 to update`. */
export function countsInWords(counts: Counts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.delete - counts.deposed, 'to delete'],
    [counts.replace, 'to replace'],
    [counts.forget, 'to forget'],
    [counts.create, 'to create'],
    [counts.update, 'to update'],
    [counts.import, 'to import'],
    [counts.move, 'to move'],
  ];
  const found = [
    ...parts.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])),
    ...(counts.deposed > 0 ? [`${count(counts.deposed, 'deposed object')} to delete`] : []),
    ...(counts.deferred > 0 ? [`${count(counts.deferred, 'change')} deferred`] : []),
    ...(counts.actionInvocations > 0 ? [`${count(counts.actionInvocations, 'action')} to invoke`] : []),
  ];
  return found.length > 0 ? found.join(', ') : 'No resource changes';
}

/** Returns what a plan does, for a list of plans; of one without a verdict, that nothing is known. */
export function effectInWords({ verdict, counts }: Pick<Report, 'verdict' | 'counts'>): string {
  return verdict === 'error' ? 'Could not be judged' : countsInWords(counts);
}

/** Returns the sentence about what stays but depends on destroyed resources; empty if there is nothing. */
export function dependentsInWords({ blastRadius: { direct, dependents }, counts }: Report): string {
  const destroyed = new Set(direct);
  const staying = dependents.filter(({ address }) => !destroyed.has(address)).length;
  if (staying === 0) return '';
  const how = counts.replace === 0 ? 'deleted' : counts.delete - counts.deposed === 0 ? 'replaced' : 'destroyed';
  const ones = direct.length === 1 ? 'one' : 'ones';
  return `${count(staying, 'more resource')} ${staying === 1 ? 'depends' : 'depend'} on the ${how} ${ones}.`;
}

/** Returns the title of the blast radius: `Blast radius: 41 destroyed, 32 dependents`. */
export function blastRadiusTitle({ blastRadius: { direct, dependents, level, score } }: Report): string {
  return `Blast radius: ${direct.length} destroyed, ${count(dependents.length, 'dependent')} (${level}, ${score} of 100)`;
}

/** Returns the number of changes that the plan would make. Reading data does not count. */
export function ownChanges({ counts, outputs }: Report): number {
  const { create, update, delete: deleted, replace, forget, deposed, deferred, actionInvocations } = counts;
  const rest = counts.import + counts.move + outputs.filter(({ action }) => changeWeight({ action }) < 5).length;
  return create + update + deleted + replace + forget + deposed + deferred + actionInvocations + rest;
}

/** Returns the word for an action. A listed no-op is a move or an import. */
export function actionWord({ action, previousAddress, importing }: ReportedChange): string {
  if (action !== 'no-op') return action;
  return previousAddress === undefined ? (importing ? 'import' : action) : 'move';
}

const participles: Readonly<Record<string, string>> = {
  delete: 'deleted',
  replace: 'replaced',
  forget: 'forgotten',
  update: 'updated',
  create: 'created',
  read: 'read',
  'no-op': 'unchanged',
};

/** Returns what becomes of a resource: `deleted`, `replaced` … An unlisted action stays as it is. */
export function participle(action: string): string {
  return Object.hasOwn(participles, action) ? (participles[action] ?? action) : action;
}

/** Returns details of a change in addition to its action. */
export function changeNotes(change: ReportedChange): readonly string[] {
  return [
    change.forcedBy.length > 0 ? `forced by ${list(change.forcedBy)}` : '',
    change.order === 'create-first' ? 'created before the old one is destroyed' : '',
    ...change.reasons,
    change.protection === 'off' && changeWeight(change) <= 3 ? 'deletion protection off' : '',
    change.previousAddress === undefined ? '' : `was ${change.previousAddress}`,
    change.importing ? 'imported' : '',
    change.deferred ? 'deferred to a later plan' : '',
  ].filter(Boolean);
}
