/** What of a destroyed data store's ways back goes in the same plan: its backups, its replicas, the key that it is encrypted with. */
import { isBackup, isSetting, replicaSource } from '../model/backups.ts';
import { type Change, destroys, holdsData } from '../model/change.ts';
import { child } from '../model/values.ts';
import type { Graph } from './graph.ts';
import { identities } from './value-match.ts';

/** By the destroyed store: what goes with it, each as `backup aws_db_snapshot.weekly`. Stores that lose nothing else are left out. */
export function findLostRecovery(changes: readonly Change[], graph: Graph): ReadonlyMap<Change, readonly string[]> {
  const going = changes.filter(isGoing);
  const backups = going.filter((change) => isBackup(change) && !isSetting(change));
  const keys = going.filter((change) => change.entry.key);
  const stores = going.filter((change) => holdsData(change) && !isBackup(change) && !change.entry.key);
  const lost = new Map<Change, readonly string[]>();
  if (backups.length + keys.length + stores.length < 2) return lost;
  const vaults = vaultsBySelection(backups, graph);
  for (const store of stores) {
    const dependents = graph.dependents.get(store.address);
    const own = backups.filter((backup) => dependents?.has(backup.address) || selects(backup, store));
    const found = [...new Set([...own, ...own.flatMap((backup) => vaults.get(backup) ?? [])])].map(
      (backup) => `backup ${backup.address}`,
    );
    const replicas = stores
      .filter((other) => other !== store && isReplicaOf(other, store, graph))
      .map((other) => `replica ${other.address}`);
    const encrypting = keys
      .filter((key) => graph.dependents.get(key.address)?.has(store.address))
      .map((key) => `key ${key.address}`);
    const all = [...found, ...replicas, ...encrypting];
    if (all.length > 0) lost.set(store, all);
  }
  return lost;
}

/** Settings of a store that are deleted with it. */
export function findSettingsGone(changes: readonly Change[], graph: Graph): ReadonlySet<Change> {
  const going = changes.filter(isGoing);
  const settings = new Map(
    going.filter((change) => isBackup(change) && isSetting(change)).map((change) => [change.address, change]),
  );
  const stores = settings.size === 0 ? [] : going.filter(holdsData);
  return new Set(
    stores.flatMap((store) =>
      [...(graph.dependents.get(store.address)?.keys() ?? [])].flatMap((address) => settings.get(address) ?? []),
    ),
  );
}

function isGoing(change: Change): boolean {
  return destroys(change) && change.mode === 'managed' && change.deposed === null && !change.protection.keepsObject;
}

/** A selection hangs on its plan, and the plan on the vault: what both stand on goes as well. */
function vaultsBySelection(backups: readonly Change[], graph: Graph): ReadonlyMap<Change, readonly Change[]> {
  const below = (from: Change): readonly Change[] =>
    backups.filter((other) => other !== from && graph.dependents.get(other.address)?.has(from.address));
  return new Map(
    backups.map((selection) => {
      const found = new Set<Change>();
      const queue = [...below(selection)];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        if (found.has(next)) continue;
        found.add(next);
        queue.push(...below(next));
      }
      return [selection, [...found]] as const;
    }),
  );
}

/** A backup selection that names the store's ARN, or a tag that the store has. */
function selects(backup: Change, store: Change): boolean {
  const { before } = backup.values;
  const arn = child(store.values.before, 'arn');
  const resources = child(before, 'resources');
  const wildcard = (pattern: unknown): boolean =>
    typeof pattern === 'string' && typeof arn === 'string' && (pattern === arn || pattern === '*');
  if (Array.isArray(resources) && resources.some(wildcard)) return true;
  const tags = child(store.values.before, 'tags_all') ?? child(store.values.before, 'tags');
  const selections = child(before, 'selection_tag');
  return (
    Array.isArray(selections) &&
    selections.some((tag) => {
      const [name, value] = [child(tag, 'key'), child(tag, 'value')];
      return typeof name === 'string' && typeof value === 'string' && child(tags, name) === value;
    })
  );
}

function isReplicaOf(replica: Change, store: Change, graph: Graph): boolean {
  const source = replicaSource(replica);
  if (source === null) return false;
  const instance = graph.instances.get(store.address);
  return instance !== undefined && replica.provider === store.provider && identities(instance).has(source);
}
