/** What a change is: identity, action, what it counts as, and its attributes. */
import { type Change, creates, destroys, forgets, holdsData } from '../model/change.ts';
import { viewOf } from './attribute-view.ts';
import type { FactTable } from './fact.ts';

/** Facts about the identity, action and attributes of a change. */
export const changeFacts = {
  address: {
    type: 'string',
    doc: 'absolute address with instance keys',
    read: (change) => change.address,
  },
  type: {
    type: 'string',
    doc: 'resource type, e.g. `aws_db_instance`',
    read: (change) => change.type,
  },
  typeGuessed: {
    type: 'bool',
    doc: 'the catalog does not list the type, so its kind is guessed from its name, the kind it wraps or its attributes',
    read: (change) => change.entry.guess === true,
  },
  name: {
    type: 'string',
    doc: 'resource name without keys',
    read: (change) => change.parsed.name,
  },
  module: {
    type: 'string',
    doc: 'module address with keys, empty in the root',
    read: (change) => change.parsed.module,
  },
  provider: {
    type: 'string',
    doc: 'short provider name, e.g. `aws`',
    read: (change) => change.provider,
  },
  action: {
    type: 'string',
    doc: 'no-op, create, read, update, delete, replace, forget, create+forget, forget+create or unknown',
    read: (change) => change.action,
  },
  order: {
    type: 'string',
    doc: 'for a replace: delete-first or create-first; else empty',
    read: (change) => change.order ?? '',
  },
  creates: {
    type: 'bool',
    doc: 'a new object is created (create, replace, create+forget, forget+create)',
    read: (change) => creates(change),
  },
  updates: {
    type: 'bool',
    doc: 'updated in place',
    read: isUpdate,
  },
  destroys: {
    type: 'bool',
    doc: 'the existing object is destroyed (delete or replace)',
    read: (change) => destroys(change),
  },
  deletes: {
    type: 'bool',
    doc: 'destroyed and not created again',
    read: (change) => change.action === 'delete',
  },
  replaces: {
    type: 'bool',
    doc: 'replaced: destroyed and created again, without its data',
    read: (change) => change.action === 'replace',
  },
  forgets: {
    type: 'bool',
    doc: 'removed from the state without being destroyed',
    read: (change) => forgets(change),
  },
  changes: {
    type: 'bool',
    doc: 'any action but no-op and read',
    read: (change) => change.action !== 'no-op' && change.action !== 'read',
  },
  moves: {
    type: 'bool',
    doc: 'has a previous address',
    read: (change) => change.previousAddress !== null,
  },
  imports: {
    type: 'bool',
    doc: 'imported by this plan',
    read: (change) => change.importing,
  },
  deposed: {
    type: 'bool',
    doc: 'a leftover object of an earlier create-before-destroy',
    read: (change) => change.deposed !== null,
  },
  deferred: {
    type: 'bool',
    doc: 'deferred to a later plan',
    read: (change) => change.deferred,
  },
  exists: {
    type: 'bool',
    doc: 'existed before this plan',
    read: existed,
  },
  remains: {
    type: 'bool',
    doc: 'exists after this plan',
    read: (change) => !['delete', 'forget', 'unknown'].includes(change.action) && change.deposed === null,
  },
  reasons: {
    type: 'list<string>',
    doc: 'why Terraform chose the action, in words',
    read: (change) => change.reasons,
  },
  forcedBy: {
    type: 'list<string>',
    doc: 'top-level attributes that force the replacement',
    read: (change) => change.forcedBy,
  },
  criticality: {
    type: 'string',
    doc: 'disposable, standard, stateful or critical',
    read: (change, { radius }) => radius.criticalityOf(change),
  },
  stateful: {
    type: 'bool',
    doc: 'holds data',
    read: (change) => holdsData(change),
  },
  critical: {
    type: 'bool',
    doc: 'counts as critical (by the catalog or the settings)',
    read: (change, { radius }) => radius.criticalityOf(change) === 'critical',
  },
  disposable: {
    type: 'bool',
    doc: 'nothing is lost when it is destroyed',
    read: (change, { radius }) => radius.criticalityOf(change) === 'disposable',
  },
  dependents: {
    type: 'int',
    doc: 'instances that depend on it, transitively',
    read: (change, { radius }) => BigInt(radius.dependentCount(change.address)),
  },
  before: {
    type: 'dyn',
    doc: 'attributes before; an absent one reads as null',
    read: (change) => viewOf(change.values.before, false, 'before'),
  },
  after: {
    type: 'dyn',
    doc: 'attributes after; an absent one reads as null, one known only after apply is unknown',
    unknown: true,
    read: (change) => viewOf(change.values.after, change.values.afterUnknown, 'after'),
  },
} satisfies FactTable<Change>;

/** Whether the object is updated in place. */
export function isUpdate(change: Change): boolean {
  return change.action === 'update';
}

/** Whether the object existed before the plan. */
export function existed(change: Change): boolean {
  return change.values.existed;
}
