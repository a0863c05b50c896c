/** Guards that are separate objects: a cluster that protects its instances, or a lock on a scope. */

import { groupBy } from '../text/group-by.ts';
import { once } from '../text/once.ts';
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
  const locks = indexLocks(current);
  const parentTypes = new Set(current.flatMap((change) => change.entry.protectedBy ?? []).map((rule) => rule.parent));
  const parents = new Map([...parentTypes].map((type) => [type, once(() => indexByName(current, type))]));
  return {
    of: (change) => {
      const { protectedBy = none } = change.entry;
      const own = locks.on(change);
      if (protectedBy.length === 0 && own.length === 0) return none;
      const ofParents = protectedBy.flatMap((rule) => {
        const name = existing(change, rule.via);
        const named = typeof name === 'string' && name !== '' ? parents.get(rule.parent)?.().get(name) : undefined;
        return (named ?? none).flatMap(parentGuards);
      });
      return [...own.map((lock) => lockGuard(lock, lock.address, true)), ...ofParents];
    },
    lockedBy: (lock) => locks.lockedBy(lock),
  };
}

const none: readonly never[] = [];

interface Locks {
  readonly on: (change: Change) => readonly Change[];
  readonly lockedBy: (lock: Change) => readonly string[];
}

/** A lock covers the object whose ID is its scope, and all objects with an ID below it. */
function indexLocks(current: readonly Change[]): Locks {
  const locks = current.filter((change) => change.entry.locks !== undefined);
  const scopeOf = (lock: Change): string => {
    const scope = existing(lock, lock.entry.locks ?? '');
    return typeof scope === 'string' && scope.length > 1 ? scope : '';
  };
  const byScope = groupBy(locks, (lock) => scopeOf(lock));
  const places = new Map(locks.map((lock, place) => [lock, place]));
  // Sorted, so that everything below a scope is one range.
  const ids = once(() =>
    current
      .map((change, place) => ({ id: idOf(change), change, place }))
      .filter(({ id }) => id !== '')
      .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.place - b.place)),
  );
  return {
    on: (change) => {
      if (locks.length === 0) return none;
      const found = scopesAround(idOf(change)).flatMap((scope) => byScope.get(scope) ?? []);
      return found.filter((lock) => lock !== change).sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    },
    lockedBy: (lock) => {
      const scope = lock.entry.locks === undefined ? '' : scopeOf(lock);
      if (scope === '') return [];
      const own = [...rangeFrom(ids(), scope, (id) => id === scope)];
      const below = [...rangeFrom(ids(), `${scope}/`, (id) => id.startsWith(`${scope}/`))];
      return [...own, ...below]
        .filter(({ change }) => change !== lock)
        .sort((a, b) => a.place - b.place)
        .map(({ change }) => change.address);
    },
  };
}

/** Returns the ID and everything before one of its slashes. */
function scopesAround(id: string): readonly string[] {
  const scopes = id.length > 1 ? [id] : [];
  for (let at = id.lastIndexOf('/'); at > 1; at = id.lastIndexOf('/', at - 1)) scopes.push(id.slice(0, at));
  return scopes;
}

/** Yields the items from `start` on, by binary search, as long as they belong. */
function* rangeFrom<T extends { readonly id: string }>(
  sorted: readonly T[],
  start: string,
  belongs: (id: string) => boolean,
): Generator<T> {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.id ?? '') < start) low = middle + 1;
    else high = middle;
  }
  for (let item = sorted[low]; item !== undefined && belongs(item.id); item = sorted[low]) {
    yield item;
    low += 1;
  }
}

function idOf(change: Change): string {
  const id = existing(change, 'id');
  return typeof id === 'string' ? id : '';
}

function existing(change: Change, attribute: string): unknown {
  return child(change.values.lazyBefore ?? change.values.lazyAfter, attribute);
}

const names = ['id', 'arn', 'name', 'self_link', 'identifier', 'cluster_identifier'];

/** Objects of a type by everything that names them. */
function indexByName(current: readonly Change[], type: string): ReadonlyMap<string, readonly Change[]> {
  const ofType = current.filter((change) => change.type === type);
  return groupBy(ofType, (change) => [
    ...new Set(names.map((attribute) => existing(change, attribute)).filter((name) => typeof name === 'string')),
  ]);
}

function lockGuard(owner: Change, text: string, guards: boolean): ExternalGuard {
  const gone = destroys(owner) || forgets(owner);
  return {
    text,
    before: guards && owner.values.existed,
    after: guards && owner.values.stays && !gone,
  };
}

function parentGuards(parent: Change): readonly ExternalGuard[] {
  return parent.protection.guards
    .filter((guard) => guard.before === 'on')
    .map((guard) => ({ text: `${parent.address}: ${guard.path}`, before: true, after: guard.after === 'on' }));
}
