/**
 * Instances of a `count` that get the attributes of another instance, because an element of the list was removed, added
 * or moved: of a resource, or of the module call that it is in.
 */
import type { Change } from '../model/change.ts';
import { child, differences, sameValue } from '../model/values.ts';

/** By the instance that changes: whose attributes it gets, and whether it is the first of its `count` that does. */
export type IndexShifts = ReadonlyMap<Change, { readonly inheritsFrom: string; readonly isFirstOfBlock: boolean }>;

/** The instances that differ in one number of their addresses, by that number. */
interface Series {
  /** Address up to the number: the resource or the module call with the `count`. */
  readonly counted: string;
  readonly instances: Map<number, Change>;
}

/** By how many places a list is looked at to have moved, and how many reordered instances are compared. */
const furthest = 20;
const mostReordered = 200;

/** Returns the instances whose attributes move from one `count` index to another. */
export function findIndexShifts(changes: readonly Change[]): IndexShifts {
  const shifts = new Map<Change, { inheritsFrom: string; isFirstOfBlock: boolean }>();
  const begun = new Set<string>();
  for (const { counted, instances } of toSeries(changes)) {
    for (const [change, neighbour] of inheritances(instances)) {
      if (shifts.has(change)) continue;
      shifts.set(change, { inheritsFrom: neighbour.address, isFirstOfBlock: !begun.has(counted) });
      begun.add(counted);
    }
  }
  return shifts;
}

function toSeries(changes: readonly Change[]): Iterable<Series> {
  const all = new Map<string, Series>();
  for (const change of changes) {
    if (change.mode !== 'managed' || change.deposed !== null) continue;
    for (const found of change.address.matchAll(/\["(?:[^"\\]|\\.)*"\]|\[(\d{1,6})\]/g)) {
      if (found[1] === undefined) continue;
      const counted = change.address.slice(0, found.index);
      const key = `${counted}[#]${change.address.slice(found.index + found[0].length)}`;
      const series = all.get(key) ?? { counted, instances: new Map<number, Change>() };
      series.instances.set(Number(found[1]), change);
      all.set(key, series);
    }
  }
  return all.values();
}

/** `[instance, the one whose attributes it gets]`, by index. */
function inheritances(instances: ReadonlyMap<number, Change>): readonly (readonly [Change, Change])[] {
  const sorted = [...instances].sort(([a], [b]) => a - b);
  const count = (action: Change['action']): number => sorted.filter(([, change]) => change.action === action).length;
  const [removed, added] = [count('delete'), count('create')];
  if (removed === 0 && added === 0) return reordered(sorted.map(([, change]) => change).filter(isChanged));
  // Elements that were taken out let those behind them move up, by one place each; added ones move them down.
  const [direction, most] = removed > 0 ? [1, removed] : [-1, added];
  const steps = Array.from({ length: Math.min(most, furthest) }, (_, i) => direction * (i + 1));
  return sorted.flatMap(([index, change]) => {
    const neighbour = steps
      .map((step) => instances.get(index + step))
      .find((each) => each !== undefined && isChanged(change) && inheritsFrom(change, each));
    return neighbour ? [[change, neighbour] as const] : [];
  });
}

/** The list has as many elements as before: each that changes gets what another one had, and gives its own to one. */
function reordered(changed: readonly Change[]): readonly (readonly [Change, Change])[] {
  if (changed.length < 2 || changed.length > mostReordered) return [];
  const given = new Set<Change>();
  const pairs = changed.flatMap((change) => {
    const giver = changed.find((each) => each !== change && !given.has(each) && inheritsFrom(change, each));
    if (giver) given.add(giver);
    return giver ? [[change, giver] as const] : [];
  });
  return pairs.length === changed.length ? pairs : [];
}

function isChanged({ action }: Change): boolean {
  return action === 'update' || action === 'replace';
}

/** Every attribute that changes to something known gets the value that the neighbour had. */
function inheritsFrom({ values: { before, after, afterUnknown } }: Change, neighbour: Change): boolean {
  const tops = new Set(
    differences(before, after, afterUnknown)
      .filter((difference) => !difference.unknown)
      .map(({ path }) => path[0] ?? ''),
  );
  const known = [...tops].filter((name) => !sameValue(child(after, name), undefined));
  return known.length > 0 && known.every((name) => sameValue(child(after, name), child(neighbour.values.before, name)));
}
