/** What is lost without a delete: expiring data, nested objects, manual changes. */
import { undoneChanges } from '../impact/manual-changes.ts';
import { deletedObjects } from '../impact/nested-objects.ts';
import type { Change } from '../model/change.ts';
import { Unknown } from '../policy/unknown.ts';
import type { PlanContext } from './context.ts';
import type { FactTable } from './fact.ts';

/** Facts about data that a change loses without a delete. */
export const updateLossFacts = {
  dataExpires: {
    type: 'list<string>',
    doc: 'stored data that this plan deletes earlier, e.g. `objects expire after 1 day (was 365 days; rule.expiration.days)`',
    unknown: true,
    read: (change, { expiries }) => {
      const { data, minor, unknown } = expiries(change);
      return data.length === 0 && minor.length === 0 ? unknownAt(unknown) : first(data);
    },
    content: (change, { expiries }) => expiries(change).data.map((value) => ({ value })),
  },
  minorDataExpires: {
    type: 'list<string>',
    doc: 'the same for logs, images and messages, and for data stored from now on',
    read: (change, { expiries }) => first(expiries(change).minor),
    content: (change, { expiries }) => expiries(change).minor.map((value) => ({ value })),
  },
  expiryGuessed: {
    type: 'bool',
    doc: 'the expiry attributes were guessed from their names, because the catalog does not list the type',
    read: (change, { expiries }) => expiries(change).guess,
  },
  nestedDataDeleted: {
    type: 'list<string>',
    doc: 'nested objects that an update deletes and that hold data, e.g. `replica us-east-1 (replica)`',
    unknown: true,
    read: (change) => {
      const { data, other, minor, unknown } = deletedObjects(change);
      return data.length + other.length + minor.length === 0 ? unknownAt(unknown) : data;
    },
  },
  nestedObjectsDeleted: {
    type: 'list<string>',
    doc: 'nested objects that an update deletes and that hold no data, e.g. `subnet db (subnet)`',
    read: (change) => deletedObjects(change).other,
  },
  minorObjectsDeleted: {
    type: 'list<string>',
    doc: 'the same for objects that are easily recreated',
    read: (change) => deletedObjects(change).minor,
  },
  nestedGuessed: {
    type: 'bool',
    doc: 'nested objects were guessed from block names, because the catalog does not list the type',
    read: (change) => deletedObjects(change).guess,
  },
  manualChangesUndone: {
    type: 'list<string>',
    doc: 'attributes changed outside Terraform that this plan reverts, e.g. `desired_count: 4 → 2`',
    read: (change, context) => undone(change, context).map(({ text }) => text),
  },
  undoesWeightyChange: {
    type: 'bool',
    doc: 'one of them is a guard, a size, a count or a rule',
    read: (change, context) => undone(change, context).some(({ weighs }) => weighs),
  },
  deletedOutside: {
    type: 'bool',
    doc: 'it was deleted outside Terraform, according to the refresh before this plan',
    read: ({ address }, { driftAt }) => driftAt.get(address)?.action === 'delete',
  },
} satisfies FactTable<Change>;

function undone(change: Change, { driftAt }: PlanContext): ReturnType<typeof undoneChanges> {
  return undoneChanges(change, driftAt.get(change.address));
}

/** A long list of rules would hide the worst of them. */
function first(texts: readonly string[]): readonly string[] {
  const shown = 3;
  return texts.length > shown ? [...texts.slice(0, shown), `and ${texts.length - shown} more`] : texts;
}

function unknownAt([path]: readonly string[]): readonly string[] | Unknown {
  return path === undefined ? [] : new Unknown(`after.${path}`);
}
