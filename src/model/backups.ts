/** Finds what a change does to ways of recovery: retention, point-in-time recovery, versions, final snapshots. */
import { guessBackups } from './backups-guess.ts';
import type { Backup } from './catalog.ts';
import type { Change } from './change.ts';
import { durationText, toSeconds } from './durations.ts';
import { risksInForce, switchedOn } from './risks.ts';
import { shownValue } from './shown-value.ts';
import { child, containsTrue, readPath } from './values.ts';

/**
 * `known`: certainly weaker settings as `path: before → after`. `unknown`: paths with a value known only after apply.
 */
export interface Weakening {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Returns what the plan weakens on an existing object; for an audit type, the recording itself. Empty if the object
 * is deleted.
 */
export function recordsWeakened(change: Change): Weakening {
  const { before, after } = change.values;
  if (before === null || after === null || change.action === 'no-op') return { known: [], unknown: [] };
  const readings = (change.entry.backups ?? guessBackups(change))
    .filter((backup) => !isUndecisiveName(change, backup))
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

/** Returns {@link recordsWeakened} and switches that prevent a final backup on deletion. */
export function backupsWeakened(change: Change): Weakening {
  if (change.entry.audit) return { known: [], unknown: [] };
  const records = recordsWeakened(change);
  const switches = switchedOn(change, 'backup');
  return {
    known: [...records.known, ...switches.known.map((path) => `${path}: turned on`)],
    unknown: [...records.unknown, ...switches.unknown],
  };
}

/**
 * Returns settings that are weak on a newly created object, as text. Only settings for which the catalog has a good
 * or an off value.
 */
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
    return short || off ? [`${backup.path} = ${shownValue(change, backup.path, value)}`] : [];
  });
  return [...settings, ...risksInForce(change, 'backup').map((path) => `${path} = true`)];
}

/** Whether the object is a backup, or makes, keeps or protects backups, and was not off before. */
export function isBackup(change: Change): boolean {
  return change.entry.backupOf === true && !wasOff(change);
}

/** Whether the object records who did what, and was not off before. */
export function isAudit(change: Change): boolean {
  return change.entry.audit === true && !wasOff(change);
}

/**
 * Whether the object is a setting of a data store, such as versioning. It is lost with the store, so it is no second
 * copy.
 */
export function isStoreSetting(change: Change): boolean {
  const [main] = change.entry.backups ?? [];
  return change.entry.data === undefined && (main?.op === 'eq' || main?.op === 'present');
}

/** If the catalog lists a switch, it is the first entry. */
function wasOff(change: Change): boolean {
  const [main] = change.entry.backups ?? [];
  if (main?.op !== 'eq' || !change.values.existed) return false;
  return !isGood(main, readPath(change.values.before, false, main.path).known);
}

/** Returns ID or name of the object that this one replicates; null if it is not a replica. */
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
  if (backup.op === 'kept') return compareElements(change, backup);
  const before = readSide(change.values.before, false, backup);
  const after = readSide(change.values.after, change.values.afterUnknown, backup);
  if (!hadAny(before)) return { verdict: 'same', text: '' };
  if (after.unknown) return { verdict: 'unknown', text: '' };
  const text = `${shownAll(change, before)} → ${after.values.length === 0 ? 'not set' : shownAll(change, after)}`;
  return { verdict: isWeaker(before, after) ? 'weaker' : 'same', text };
}

/** Values of one side, and the attribute that they were read from. */
interface Side {
  readonly backup: Backup;
  readonly values: readonly unknown[];
  readonly unknown: boolean;
}

function readSide(values: unknown, unknown: unknown, backup: Backup): Side {
  const found = readPath(values, unknown, backup.path);
  const known = found.known.filter(isSet);
  if (known.length > 0 || backup.or === undefined) return { backup, values: known, unknown: found.unknown };
  const other = readPath(values, unknown, backup.or.path);
  return {
    backup: { ...backup, ...backup.or },
    values: other.known.filter(isSet),
    unknown: found.unknown || other.unknown,
  };
}

/** Elements that a list loses. They are compared by identity and not by position. */
function compareElements(change: Change, backup: Backup): { readonly verdict: Verdict; readonly text: string } {
  const before = elementNames(readPath(change.values.before, false, backup.path).known, backup);
  const found = readPath(change.values.after, change.values.afterUnknown, backup.path);
  const after = elementNames(found.known, backup);
  const lost = before.filter((name) => !after.includes(name));
  if (lost.length === 0) return { verdict: 'same', text: '' };
  // An element with an unknown name may be one of those that seem to be removed.
  const isOpen = found.unknown || containsTrue(child(change.values.afterUnknown, backup.path.split('.', 1)[0] ?? ''));
  if (isOpen && after.length >= before.length) return { verdict: 'unknown', text: '' };
  const names = lost.map((name) => shownValue(change, backup.path, name));
  return { verdict: 'weaker', text: `${[...new Set(names)].join(', ')} removed` };
}

function elementNames(found: readonly unknown[], { identity = [] }: Backup): readonly string[] {
  return found
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .map((element) => {
      const parts = identity.map((key) => child(element, key)).filter((part) => part !== undefined && isSet(part));
      return typeof element === 'object' ? parts.map(String).join(' ') : String(element);
    });
}

/** If another attribute decides whether a final snapshot is made, its name alone says nothing. */
function isUndecisiveName(change: Change, backup: Backup): boolean {
  const decides = change.entry.risks?.some((risk) => risk.path === 'skip_final_snapshot') ?? false;
  return decides && backup.path === 'final_snapshot_identifier';
}

/** Whether there was a backup. One that was off or empty cannot be weakened. */
function hadAny({ backup, values }: Side): boolean {
  if (backup.op === 'present') return values.length > 0;
  if (backup.op === 'eq') return isGood(backup, values);
  return lengths(backup, values).some((length) => length > 0);
}

function isWeaker(before: Side, after: Side): boolean {
  const { op } = before.backup;
  if (op === 'present') return after.values.length === 0;
  if (op === 'eq') return !isGood(after.backup, after.values);
  const [had, left] = [lengths(before.backup, before.values), lengths(after.backup, after.values)];
  if (op === 'shorter') return (left[0] ?? Number.POSITIVE_INFINITY) > (had[0] ?? 0);
  // Several rules are compared longest first, so an additional rule weakens nothing.
  return had.some((length, i) => (left[i] ?? 0) < length);
}

function isGood(backup: Backup, values: readonly unknown[]): boolean {
  return (values.length === 0 ? [backup.default] : values).some(
    (value) => value !== undefined && value === backup.good,
  );
}

/** Seconds or plain numbers, longest first. */
function lengths(backup: Backup, values: readonly unknown[]): readonly number[] {
  const given = values.length === 0 && backup.default !== undefined ? [backup.default] : values;
  return given
    .map((value) =>
      backup.forever !== undefined && value === backup.forever
        ? Number.POSITIVE_INFINITY
        : toSeconds(value, backup.unit),
    )
    .filter((length) => length !== null)
    .sort((a, b) => b - a);
}

function isSet(value: unknown): boolean {
  return value !== '' && !(Array.isArray(value) && value.length === 0);
}

function shownAll(change: Change, { backup, values }: Side): string {
  if (backup.op === 'present') return 'set';
  if (values.length === 0) return 'default';
  return values.map((value) => shownValue(change, backup.path, inUnit(value, backup))).join(' and ');
}

function inUnit(value: unknown, { unit, forever }: Backup): unknown {
  const seconds = unit === undefined || value === forever ? null : toSeconds(value, unit);
  return seconds === null ? value : durationText(seconds);
}
