/** What of a destroyed data store's ways back goes in the same plan: its backups, its replicas, the key that it is encrypted with. */
import type { Graph } from '../graph/graph.ts';
import { directDependents } from '../graph/reachable.ts';
import { identities } from '../graph/value-match.ts';
import { isBackup, isStoreSetting, replicaSource } from '../model/backups.ts';
import { type Change, destroys, holdsData } from '../model/change.ts';
import { groupBy } from '../text/group-by.ts';
import { toSelections } from './backup-selections.ts';

/** By the destroyed store: what goes with it, each as `backup aws_db_snapshot.weekly`. Stores that lose nothing else are left out. */
export function findLostRecovery(changes: readonly Change[], graph: Graph): ReadonlyMap<Change, readonly string[]> {
  const going = changes.filter(isGoing);
  const backups = going.filter((change) => isBackup(change) && !isStoreSetting(change));
  const keys = going.filter((change) => change.entry.key);
  const stores = going.filter((change) => holdsData(change) && !isBackup(change) && !change.entry.key);
  const lost = new Map<Change, readonly string[]>();
  if (backups.length + keys.length + stores.length < 2) return lost;
  // A plan may destroy thousands of stores, so everything is indexed first.
  const places = new Map(going.map((change, place) => [change, place]));
  const inOrder = (found: readonly Change[]): readonly Change[] =>
    [...new Set(found)].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  const backupsAt = groupBy(backups, ({ address }) => [address]);
  const backupsOf = (store: Change): readonly Change[] =>
    addressesOn(store, graph).flatMap((address) => backupsAt.get(address) ?? []);
  const backupsBelow = groupBy(backups, (backup) => addressesOn(backup, graph));
  const keysBelow = groupBy(keys, (key) => addressesOn(key, graph));
  const replicasOf = groupBy(stores, (store) => replicaSource(store) ?? []);
  const selecting = toSelections(backups);
  for (const store of stores) {
    const own = inOrder([...backupsOf(store), ...selecting(store)]);
    const found = new Set([...own, ...own.flatMap((backup) => allBelow(backup, backupsBelow))]);
    const replicas = inOrder(namesOf(store, graph).flatMap((name) => replicasOf.get(name) ?? []));
    const all = [
      ...[...found].map((backup) => `backup ${backup.address}`),
      ...replicas
        .filter((other) => other !== store && other.provider === store.provider)
        .map((other) => `replica ${other.address}`),
      ...(keysBelow.get(store.address) ?? []).map((key) => `key ${key.address}`),
    ];
    if (all.length > 0) lost.set(store, all);
  }
  return lost;
}

/** Settings of a store that are deleted with it. */
export function findRemovedSettings(changes: readonly Change[], graph: Graph): ReadonlySet<Change> {
  const going = changes.filter(isGoing);
  const settings = new Map(
    going.filter((change) => isBackup(change) && isStoreSetting(change)).map((change) => [change.address, change]),
  );
  const stores = settings.size === 0 ? [] : going.filter(holdsData);
  return new Set(
    stores.flatMap((store) => addressesOn(store, graph).flatMap((address) => settings.get(address) ?? [])),
  );
}

function isGoing(change: Change): boolean {
  return destroys(change) && change.mode === 'managed' && change.deposed === null && !change.protection.keepsObject;
}

/** What depends on it directly. */
function addressesOn({ address }: Change, graph: Graph): readonly string[] {
  return [...directDependents(graph, address)];
}

function namesOf({ address }: Change, graph: Graph): readonly string[] {
  const instance = graph.instances.get(address);
  return instance === undefined ? [] : [...identities(instance).keys()];
}

/** A backup selection depends on its plan, and the plan on its vault. */
function allBelow(backup: Change, below: ReadonlyMap<string, readonly Change[]>): readonly Change[] {
  const found = new Set<Change>();
  const queue = [...(below.get(backup.address) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...(below.get(next.address) ?? []));
  }
  return [...found];
}
