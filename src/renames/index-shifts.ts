/** Instances of a `count` that get the attributes of their neighbour, because an element before them was removed or added. */
import type { Change } from '../model/change.ts';
import { child, differences, sameValue } from '../model/values.ts';

/** By the instance that changes: the neighbour whose attributes it gets, and whether it is the first of its block that does. */
export type IndexShifts = ReadonlyMap<Change, { readonly inheritsFrom: string; readonly isFirstOfBlock: boolean }>;

export function findIndexShifts(changes: readonly Change[]): IndexShifts {
  const blocks = new Map<string, Map<number, Change>>();
  for (const change of changes) {
    const index = /^\[(\d{1,6})\]$/.exec(change.parsed.key)?.[1];
    if (index === undefined || change.mode !== 'managed' || change.deposed !== null) continue;
    const block = `${change.parsed.module} ${change.parsed.config}`;
    const known = blocks.get(block) ?? new Map<number, Change>();
    blocks.set(block, known.set(Number(index), change));
  }
  const shifts = new Map<Change, { inheritsFrom: string; isFirstOfBlock: boolean }>();
  for (const instances of blocks.values()) {
    const sorted = [...instances].sort(([a], [b]) => a - b);
    // Without one that goes or comes, the list has as many elements as before, and nothing moved up.
    const step = sorted.some(([, change]) => change.action === 'delete')
      ? 1
      : sorted.some(([, change]) => change.action === 'create')
        ? -1
        : 0;
    if (step === 0) continue;
    let isFirstOfBlock = true;
    for (const [index, change] of sorted) {
      const neighbour = instances.get(index + step);
      if (!neighbour || !inheritsFrom(change, neighbour)) continue;
      shifts.set(change, { inheritsFrom: neighbour.address, isFirstOfBlock });
      isFirstOfBlock = false;
    }
  }
  return shifts;
}

/** Every attribute that changes to something known gets the value that the neighbour had. */
function inheritsFrom(change: Change, neighbour: Change): boolean {
  if (change.action !== 'update' && change.action !== 'replace') return false;
  const { before, after, afterUnknown } = change.values;
  const tops = new Set(
    differences(before, after, afterUnknown)
      .filter((difference) => !difference.unknown)
      .map(({ path }) => path[0] ?? ''),
  );
  const known = [...tops].filter((name) => !sameValue(child(after, name), undefined));
  return known.length > 0 && known.every((name) => sameValue(child(after, name), child(neighbour.values.before, name)));
}
