/** Settings that make a deletion worse: what they affect, and which of them a change turns on. */
import type { Risk } from './catalog.ts';
import type { Change } from './change.ts';
import { readPath } from './values.ts';

/** What is lost if the setting is in force: the last backup, the waiting period, or the content. */
export type Purpose = 'backup' | 'key' | 'secret' | 'content';

const purposes: readonly (readonly [RegExp, Purpose])[] = [
  [/^skip_final_|^delete_automated_backups$/, 'backup'],
  [/^(?:deletion|pending)_window_in_days$/, 'key'],
  [/^(?:recovery_window_in_days|permanent_deletion_time_in_days)$/, 'secret'],
];

function purposeOf(risk: Risk): Purpose {
  return purposes.find(([pattern]) => pattern.test(risk.path))?.[1] ?? 'content';
}

/**
 * Returns paths of settings that were not in force before. `known`: they are afterwards; `unknown`: this depends on
 * an unknown value.
 */
export function switchedOn(
  change: Change,
  purpose: Purpose,
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const { before, after, afterUnknown } = change.values;
  if (before === null || after === null || change.action === 'no-op') return { known: [], unknown: [] };
  const candidates = (change.entry.risks ?? []).filter(
    (risk) => purposeOf(risk) === purpose && stateOf(risk, before, false) !== 'on',
  );
  const paths = (state: 'on' | 'unknown'): readonly string[] =>
    candidates.filter((risk) => stateOf(risk, after, afterUnknown) === state).map(nameOf);
  return { known: paths('on'), unknown: paths('unknown') };
}

/** Returns paths of settings in force after this plan that are not the default of the provider. */
export function risksInForce(change: Change, purpose: Purpose): readonly string[] {
  const { after, afterUnknown } = change.values;
  if (after === null) return [];
  return (change.entry.risks ?? [])
    .filter((risk) => purposeOf(risk) === purpose && stateOf(risk, after, afterUnknown) === 'on')
    .filter((risk) => risk.default === undefined || !isRisky(risk, risk.default))
    .map(nameOf);
}

/** Adds the value `false`, since `archive_on_destroy` alone would say the opposite. */
function nameOf({ path, when }: Risk): string {
  return 'eq' in when && when.eq === false ? `${path} = false` : path;
}

function stateOf(risk: Risk, values: unknown, unknown: unknown): 'on' | 'off' | 'unknown' {
  const found = readPath(values, unknown, risk.path);
  if (found.known.some((value) => isRisky(risk, value))) return 'on';
  if (found.unknown) return 'unknown';
  return found.known.length === 0 && risk.default !== undefined && isRisky(risk, risk.default) ? 'on' : 'off';
}

function isRisky({ when }: Risk, value: unknown): boolean {
  return 'eq' in when ? when.eq === value : typeof value === 'number' && value < when.lt;
}
