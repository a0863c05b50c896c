/** Which sources reach an instance without passing another source. */
import type { DependentGroup } from './edges.ts';
import type { Graph } from './graph.ts';

/**
 * Returns for each instance its first `limit` nearest sources, in sorted order. What is behind an instance with `limit`
 * sources has them too, so the search ends there: the time grows with the edges, not with sources times instances.
 */
export function nearestSources(
  { dependents }: Graph,
  isSource: ReadonlySet<string>,
  limit: number,
): ReadonlyMap<string, ReadonlySet<string>> {
  const nearest = new Map<string, Set<string>>();
  const visits = new Map<DependentGroup, number>();
  for (const source of [...isSource].sort()) {
    const queue = [source];
    const seen = new Set<DependentGroup>();
    for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
      for (const group of dependents.get(from) ?? []) {
        const count = visits.get(group) ?? 0;
        // One more than the limit, because a source in its own group does not count for itself.
        if (seen.has(group) || count > limit) continue;
        seen.add(group);
        visits.set(group, count + 1);
        for (const address of group.keys()) {
          if (address === source) continue;
          const known = nearest.get(address) ?? new Set();
          if (known.has(source) || known.size >= limit) continue;
          nearest.set(address, known.add(source));
          if (!isSource.has(address)) queue.push(address);
        }
      }
    }
  }
  return nearest;
}

/** Sources that are followed at once: one for each bit. */
const width = 31;

/** Returns the number of nearest sources of each of the instances. */
export function countSources(
  { dependents }: Graph,
  isSource: ReadonlySet<string>,
  instances: Iterable<string>,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const reached = [...instances];
  const sources = [...isSource];
  for (let start = 0; start < sources.length; start += width) {
    const chunk = sources.slice(start, start + width);
    const bits = new Map<string, number>();
    const groupBits = new Map<DependentGroup, number>();
    let pending = new Map(chunk.map((address, bit) => [address, 1 << bit]));
    while (pending.size > 0) {
      // Bits of all instances are joined first, so that a group is visited once and not once for each of its targets.
      const joined = new Map<DependentGroup, number>();
      for (const [from, own] of pending) {
        for (const group of dependents.get(from) ?? []) joined.set(group, (joined.get(group) ?? 0) | own);
      }
      pending = new Map();
      for (const [group, own] of joined) {
        const known = groupBits.get(group) ?? 0;
        if ((own & ~known) === 0) continue;
        groupBits.set(group, known | own);
        for (const address of group.keys()) {
          const before = bits.get(address) ?? 0;
          const added = own & ~before;
          if (added === 0) continue;
          bits.set(address, before | added);
          if (!isSource.has(address)) pending.set(address, (pending.get(address) ?? 0) | added);
        }
      }
    }
    chunk.forEach((address, bit) => {
      bits.set(address, (bits.get(address) ?? 0) & ~(1 << bit));
    });
    for (const address of reached) counts.set(address, (counts.get(address) ?? 0) + bitCount(bits.get(address) ?? 0));
  }
  return counts;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
