/** What is needed to get data back: backups, keys, audit records, names, and what a destroy takes along. */

import { isForgotten } from '../impact/cascade-deletes.ts';
import { backupsWeak, backupsWeakened, isAudit, isBackup, recordsWeakened } from '../model/backups.ts';
import type { Change } from '../model/change.ts';
import { encryptionWeakened } from '../model/encryption.ts';
import { risksInForce, switchedOn } from '../model/risks.ts';
import { child } from '../model/values.ts';
import { Unknown } from '../policy/unknown.ts';
import type { FactTable } from './fact.ts';

/** Facts about backups, keys, audit records and what a destroy deletes with it. */
export const dataLossFacts = {
  backup: {
    type: 'bool',
    doc: 'is a backup, or creates, stores or guards backups, and was not already off',
    read: (change, { effects }) => isBackup(change) && !effects.goesWithStore(change),
  },
  backupsWeakened: {
    type: 'list<string>',
    doc: 'how this plan weakens its backups, e.g. `backup_retention_period: 14 → 0`',
    unknown: true,
    read: (change) => certain(backupsWeakened(change)),
  },
  backupsGuessed: {
    type: 'bool',
    doc: 'the backup attributes were guessed from their names, because the catalog lists none for the type',
    read: ({ entry }) => entry.backups === undefined,
  },
  backupsWeak: {
    type: 'list<string>',
    doc: 'what is weak about the backups of a new object',
    read: (change) => backupsWeak(change),
  },
  buffer: {
    type: 'bool',
    doc: 'a queue, topic or stream, which holds data in transit',
    read: ({ entry }) => entry.buffer === true,
  },
  recoveryLost: {
    type: 'list<string>',
    doc: 'backups, replicas and keys of a destroyed store that are destroyed in the same plan',
    read: (change, { effects }) => effects.recoveryLost(change),
  },
  audit: {
    type: 'bool',
    doc: 'audit log that was not already off',
    read: (change) => isAudit(change),
  },
  auditWeakened: {
    type: 'list<string>',
    doc: 'what it no longer records, e.g. `enable_logging: true → false`',
    unknown: true,
    read: (change) => (change.entry.audit ? certain(recordsWeakened(change)) : []),
  },
  encryptionWeakened: {
    type: 'list<string>',
    doc: 'encryption turned off, or keys removed',
    unknown: true,
    read: (change) => certain(encryptionWeakened(change)),
  },
  forceDestroyEnabled: {
    type: 'list<string>',
    doc: 'switches that this plan turns on, with which a delete also deletes the content, e.g. `force_destroy`',
    unknown: true,
    read: (change) => certain(switchedOn(change, 'content')),
  },
  forceDestroyOn: {
    type: 'list<string>',
    doc: 'such switches that are on after this plan, and not by default',
    read: (change) => risksInForce(change, 'content'),
  },
  key: {
    type: 'bool',
    doc: 'a key that data is encrypted with',
    read: isKey,
  },
  keyWeakened: {
    type: 'list<string>',
    doc: 'the key is disabled, or its waiting period before deletion is cut',
    unknown: true,
    read: keyWeakened,
  },
  recoveryWindowCut: {
    type: 'list<string>',
    doc: 'attributes with which a delete can no longer be undone',
    unknown: true,
    read: (change) => certain(switchedOn(change, 'secret')),
  },
  irreversible: {
    type: 'string',
    doc: 'why its name or address cannot be used again; empty if it can',
    read: irreversibleReason,
  },
  emptiedBy: {
    type: 'list<string>',
    doc: 'destroyed objects that contain it, though it has no change of its own',
    read: (change, { effects }) => (isForgotten(change) ? [] : effects.emptiedBy(change)),
  },
  forgottenWith: {
    type: 'list<string>',
    doc: 'destroyed objects that contain a forgotten one, which is destroyed with them',
    read: (change, { effects }) => (isForgotten(change) ? effects.emptiedBy(change) : []),
  },
} satisfies FactTable<Change>;

/** What is weaker for certain; unknown only where nothing is. */
function certain(found: {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}): readonly string[] | Unknown {
  const [first] = found.unknown;
  return found.known.length === 0 && first !== undefined ? new Unknown(`after.${first}`) : found.known;
}

function isKey({ entry }: Change): boolean {
  return entry.key === true;
}

function keyWeakened(change: Change): readonly string[] | Unknown {
  const { before, after } = change.values;
  const cut = certain(switchedOn(change, 'key'));
  if (cut instanceof Unknown) return cut;
  const isDisabled = isKey(change) && isEnabled(before) === true && isEnabled(after) === false;
  return [...(isDisabled ? ['it is disabled'] : []), ...cut.map((path) => `${path} is shortened`)];
}

/** The switch of a key: a boolean, or one of the words that clouds use for the state of a key. */
function isEnabled(values: unknown): boolean | undefined {
  const switches = ['is_enabled', 'enabled', 'desired_state', 'status', 'state', 'key_state'];
  return switches
    .map((name) => child(values, name))
    .map((value) => (typeof value === 'string' ? keyStates.get(value.toLowerCase()) : value))
    .find((value) => typeof value === 'boolean');
}

const keyStates = new Map([
  ['enabled', true],
  ['active', true],
  ['disabled', false],
  ['inactive', false],
]);

/** Nobody else can take an address inside one's own network. */
function irreversibleReason({ values, entry }: Change): string {
  return child(values.before, 'address_type') === 'INTERNAL' ? '' : (entry.irreversibleName ?? '');
}
