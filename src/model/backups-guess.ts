/** Guesses which attributes of an unlisted type control backups, by their names. */
import type { Backup } from './catalog.ts';
import type { Change } from './change.ts';
import { child } from './values.ts';

const backupWord =
  /backup|snapshot|pitr|point_?in_?time|recovery|retention_?lock|object_?lock|immutab|versioning|soft_?delete|time_?travel|replication/i;
const otherWord =
  /restor|window|start|encrypt|kms|template|skip|final|source|creat|identifier|arn|url|format|auto_recovery|tags|labels|timeouts/i;
const switchName = /enabled?$|^enable|^backups?$|versioning$|^active$|locked$/i;
const lengthName = /retention|retain|days|hours|weeks|months|count|keep|copies|limit|value$|max_/i;
const noLength = /interval|frequency|hour_of|minute|port|size|offset|concurren|per_|throughput/i;
const planName = /backup_?(?:schedule|policy|plan)|snapshot_?(?:schedule|policy)/i;
const blockName = /backup|snapshot_(?:policy|schedule)|replication/i;
/** Limit of nesting. Providers have no such attribute deeper. */
const deepest = 4;

/**
 * Returns catalog entries: switches that were on, retention periods, numbers of copies, and whole blocks. Empty for
 * data sources and disposable types.
 */
export function guessBackups({ values, criticality, mode }: Change): readonly Backup[] {
  if (mode === 'data' || criticality === 'disposable') return [];
  const found = new Map<string, Backup>();
  collect(values.before, [], found);
  return [...found.values()];
}

function collect(value: unknown, steps: readonly string[], found: Map<string, Backup>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, steps, found);
    return;
  }
  if (typeof value !== 'object' || value === null || steps.length === deepest) return;
  for (const name of Object.keys(value)) {
    // A dot in a name would be read as a path separator.
    if (otherWord.test(name) || name.includes('.')) continue;
    const path = [...steps, name];
    const inner = child(value, name);
    const backup = path.some((step) => backupWord.test(step)) ? toBackup(path.join('.'), name, inner) : null;
    if (backup !== null) found.set(backup.path, backup);
    collect(inner, path, found);
  }
}

function toBackup(path: string, name: string, value: unknown): Backup | null {
  if (value === true && switchName.test(name)) return { path, op: 'eq', good: true };
  if (typeof value === 'number') return lengthName.test(name) && !noLength.test(name) ? { path, op: 'longer' } : null;
  if (typeof value === 'string' && value !== '') return planName.test(name) ? { path, op: 'present' } : null;
  const isBlock = Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null);
  return isBlock && blockName.test(name) ? { path, op: 'present' } : null;
}
