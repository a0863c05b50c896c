/** Guards that are separate objects: a cluster that protects its instances, or a lock on a scope. */
import { type Change, destroys, forgets } from './change.ts';
import { child } from './values.ts';

/** A guard outside of the object. */
export interface ExternalGuard {
  readonly text: string;
  /** It protected the object before this plan. */
  readonly before: boolean;
  /** It still protects the object after this plan. */
  readonly after: boolean;
}

/** Looks up external guards. */
export interface ExternalGuards {
  /** Returns the external guards of an object. */
  readonly of: (change: Change) => readonly ExternalGuard[];
  /** Returns the addresses that a lock covers; empty for other objects. */
  readonly lockedBy: (change: Change) => readonly string[];
}

/** Finds locks and protecting parents among the changes of a plan. */
export function findExternalGuards(changes: readonly Change[]): ExternalGuards {
  const current = changes.filter((change) => change.deposed === null && change.mode === 'managed');
  const lockChanges = current.filter((change) => change.entry.locks !== undefined);
  const parentTypes = new Set(current.flatMap((change) => change.entry.protectedBy ?? []).map((rule) => rule.parent));
  const byType = new Map([...parentTypes].map((type) => [type, current.filter((change) => change.type === type)]));
  const covers = (lock: Change, change: Change): boolean => {
    const scope = existing(lock, lock.entry.locks ?? '');
    const id = existing(change, 'id');
    return (
      lock !== change &&
      typeof scope === 'string' &&
      typeof id === 'string' &&
      scope.length > 1 &&
      (id === scope || id.startsWith(`${scope}/`))
    );
  };
  return {
    of: (change) => [
      ...lockChanges.filter((lock) => covers(lock, change)).map((lock) => lockGuard(lock, lock.address, true)),
      ...(change.entry.protectedBy ?? []).flatMap((rule) =>
        (byType.get(rule.parent) ?? [])
          .filter((parent) => isNamedBy(parent, existing(change, rule.via)))
          .flatMap((parent) => parentGuards(parent)),
      ),
    ],
    lockedBy: (lock) =>
      lock.entry.locks === undefined
        ? []
        : current.filter((change) => covers(lock, change)).map((change) => change.address),
  };
}

function existing(change: Change, attribute: string): unknown {
  return child(change.values.before ?? change.values.after, attribute);
}

function isNamedBy(parent: Change, value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return ['id', 'arn', 'name', 'self_link', 'identifier', 'cluster_identifier'].some(
    (attribute) => existing(parent, attribute) === value,
  );
}

function lockGuard(owner: Change, text: string, guards: boolean): ExternalGuard {
  const gone = destroys(owner) || forgets(owner);
  return {
    text,
    before: guards && owner.values.before !== null,
    after: guards && owner.values.after !== null && !gone,
  };
}

function parentGuards(parent: Change): readonly ExternalGuard[] {
  return parent.protection.guards
    .filter((guard) => guard.before === 'on')
    .map((guard) => ({ text: `${parent.address}: ${guard.path}`, before: true, after: guard.after === 'on' }));
}
