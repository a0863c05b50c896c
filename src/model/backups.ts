/** What a change takes away from the ways back: retention, point-in-time recovery, versions, final snapshots. */
import type { Backup } from './catalog.ts';
import type { Change } from './change.ts';
import { forceOf, switchedOn } from './risks.ts';
import { child, containsTrue, readPath } from './values.ts';

/** What is weaker for certain, as `path: before → after`, and the paths of which it is not known yet. */
export interface Weakening {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

/** What this plan weakens on an object that exists; of an audit type, the recording itself. Nothing where it is deleted. */
export function recordsWeakened(change: Change): Weakening {
  const { before, after } = change.values;
  if (before === null || after === null || change.action === 'no-op') return { known: [], unknown: [] };
  const readings = (change.entry.backups ?? [])
    .filter((backup) => !isOnlyAName(change, backup))
    .map((backup) => ({ backup, ...compare(change, backup) }));
  const weaker = readings.filter(({ verdict }) => verdict === 'weaker').map(({ backup }) => backup.path);
  const isSaid = (path: string): boolean => weaker.some((other) => path.startsWith(`${other}.`));
  return {
    known: readings
      .filter(({ backup, verdict }) => verdict === 'weaker' && !isSaid(backup.path))
      .map(({ backup, text }) => `${backup.path}: ${text}`),
    unknown: readings
      .filter(({ backup, verdict }) => verdict === 'unknown' && !isSaid(backup.path))
      .map(({ backup }) => backup.path),
  };
}

/** {@link recordsWeakened}, and the switches that keep a delete from leaving a last backup. */
export function backupsWeakened(change: Change): Weakening {
  if (change.entry.audit) return { known: [], unknown: [] };
  const records = recordsWeakened(change);
  const switches = switchedOn(change, 'backup');
  return {
    known: [...records.known, ...switches.known.map((path) => `${path}: turned on`)],
    unknown: [...records.unknown, ...switches.unknown],
  };
}

/** What is weak from the start on an object that this plan creates. Only where the catalogue names a good value or an off one. */
export function backupsWeak(change: Change): readonly string[] {
  const { before, after } = change.values;
  if (before !== null || after === null || change.entry.audit || replicaSource(change) !== null) return [];
  const settings = (change.entry.backups ?? []).flatMap((backup) => {
    const found = readPath(after, change.values.afterUnknown, backup.path);
    if (found.unknown) return [];
    const value = found.known[0] ?? backup.default;
    if (value === undefined) return backup.op === 'gte' ? [`${backup.path} is not set`] : [];
    const short = backup.op === 'gte' && typeof value === 'number' && value < Number(backup.good);
    const off = backup.off !== undefined && found.known.includes(backup.off);
    return short || off ? [`${backup.path} = ${shown(change, backup.path, value)}`] : [];
  });
  return [...settings, ...forceOf(change, 'backup').map((path) => `${path} = true`)];
}

/** Whether it is a backup, or makes, keeps or guards backups, and was not switched off before. */
export function isBackup(change: Change): boolean {
  return change.entry.backupOf === true && !wasOff(change);
}

/** Whether it records who did what, and was not switched off before. */
export function isAudit(change: Change): boolean {
  return change.entry.audit === true && !wasOff(change);
}

/** A setting inside the store itself, such as versioning: it goes with the store, and is no second copy. */
export function isSetting(change: Change): boolean {
  return change.entry.data === undefined && (change.entry.backups ?? []).length > 0;
}

function wasOff(change: Change): boolean {
  const switches = (change.entry.backups ?? []).filter((backup) => backup.op === 'eq');
  const main = switches[0];
  if (main === undefined || change.values.before === null) return false;
  return !isGood(main, readPath(change.values.before, false, main.path).known);
}

/** The id or name of the object that it replicates; null where it is no replica. */
export function replicaSource(change: Change): string | null {
  const values = change.values.before ?? change.values.after;
  for (const attribute of change.catalog.tables.replicas) {
    const value = child(values, attribute);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

type Verdict = 'same' | 'weaker' | 'unknown';

function compare(change: Change, backup: Backup): { readonly verdict: Verdict; readonly text: string } {
  const before = readPath(change.values.before, false, backup.path).known.filter(isSet);
  const found = readPath(change.values.after, change.values.afterUnknown, backup.path);
  const after = found.known.filter(isSet);
  if (!hadAny(backup, before)) return { verdict: 'same', text: '' };
  if (found.unknown) return { verdict: 'unknown', text: '' };
  const text = `${shownAll(change, backup, before)} → ${after.length === 0 ? 'not set' : shownAll(change, backup, after)}`;
  return { verdict: isWeaker(backup, before, after) ? 'weaker' : 'same', text };
}

/** The name of the last snapshot says nothing where another attribute decides whether there is one. */
function isOnlyAName(change: Change, backup: Backup): boolean {
  const decides = change.entry.risks?.some((risk) => risk.path === 'skip_final_snapshot') ?? false;
  return decides && backup.path === 'final_snapshot_identifier';
}

/** Something to lose: a backup that was off, or nothing, cannot be weakened. */
function hadAny(backup: Backup, before: readonly unknown[]): boolean {
  if (backup.op === 'present') return before.length > 0;
  if (backup.op === 'eq') return isGood(backup, before);
  return lengths(backup, before).some((length) => length > 0);
}

function isWeaker(backup: Backup, before: readonly unknown[], after: readonly unknown[]): boolean {
  if (backup.op === 'present') return after.length === 0;
  if (backup.op === 'eq') return !isGood(backup, after);
  // Several rules are compared longest first, so that one more of them weakens nothing.
  const left = lengths(backup, after);
  return lengths(backup, before).some((length, i) => (left[i] ?? 0) < length);
}

function isGood(backup: Backup, values: readonly unknown[]): boolean {
  return (values.length === 0 ? [backup.default] : values).some(
    (value) => value !== undefined && value === backup.good,
  );
}

function lengths(backup: Backup, values: readonly unknown[]): readonly number[] {
  const given = values.length === 0 && backup.default !== undefined ? [backup.default] : values;
  return given
    .map((value) =>
      backup.forever !== undefined && value === backup.forever ? Number.POSITIVE_INFINITY : toLength(value),
    )
    .filter((length) => length !== null)
    .sort((a, b) => b - a);
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Numbers, and durations such as `604800s`, `7d` and `P7D`; null for anything else. */
function toLength(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const days = /^P(\d{1,6})D$/.exec(value)?.[1];
  if (days !== undefined) return Number(days) * 86_400;
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,9})?)([smhd]?)$/.exec(value) ?? [];
  return number === undefined ? null : Number(number) * (units[unit] ?? 1);
}

function isSet(value: unknown): boolean {
  return value !== '' && !(Array.isArray(value) && value.length === 0);
}

function shownAll(change: Change, backup: Backup, values: readonly unknown[]): string {
  if (backup.op === 'present') return 'set';
  return values.length === 0 ? 'default' : values.map((value) => shown(change, backup.path, value)).join(' and ');
}

function shown(change: Change, path: string, value: unknown): string {
  const [top = ''] = path.split('.');
  const { beforeSensitive, afterSensitive } = change.values;
  const masks = [beforeSensitive, afterSensitive].map((mask) => (mask === true ? true : child(mask, top)));
  return masks.some(containsTrue) ? '(sensitive)' : String(value);
}
