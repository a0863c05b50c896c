/** Follows the edges of the graph, visiting each group of dependents once. */
import type { DependentGroup, Evidence } from './edges.ts';
import type { Graph } from './graph.ts';

/** Returns the direct dependents of an instance, each once. */
export function directDependents({ dependents }: Graph, address: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const group of dependents.get(address) ?? []) for (const each of group.keys()) found.add(each);
  found.delete(address);
  return found;
}

/** Returns all dependents of an instance, also indirect ones. A cycle leads back to the instance itself. */
export function transitiveDependents(graph: Graph, address: string): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = new GroupWalk(graph);
  const queue = [address];
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    walk.visit(from, (next) => {
      if (found.has(next)) return;
      found.add(next);
      if (next !== address) queue.push(next);
    });
  }
  return found;
}

const none: readonly DependentGroup[] = [];

/**
 * Returns `compute`, called once for all instances that have the same groups of dependents and are in none of them.
 * @param compute depends on the dependents of the address only
 */
export function memoByDependents<T>({ dependents }: Graph, compute: (address: string) => T): (address: string) => T {
  const known = new Map<readonly DependentGroup[], T>();
  return (address) => {
    const groups = dependents.get(address) ?? none;
    if (groups.some((group) => group.has(address))) return compute(address);
    const before = known.get(groups);
    if (before !== undefined) return before;
    const result = compute(address);
    known.set(groups, result);
    return result;
  };
}

/** A walk that visits the edges of each group from its first target only. Others reach the same instances. */
export class GroupWalk {
  readonly #graph: Graph;
  /** Visited groups. The value is the target itself if it is in its group: it still has to be visited from another one. */
  readonly #visited = new Map<DependentGroup, string | null>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Calls `found` for direct dependents that were not visited by way of the same group; some may have been by another. */
  visit(from: string, found: (address: string, evidence: Evidence) => void): void {
    for (const group of this.#graph.dependents.get(from) ?? []) {
      const left = this.#visited.get(group);
      if (left === undefined) {
        for (const [address, evidence] of group) if (address !== from) found(address, evidence);
        this.#visited.set(group, group.has(from) ? from : null);
      } else if (left !== null && left !== from) {
        found(left, group.get(left) ?? 'state');
        this.#visited.set(group, null);
      }
    }
  }
}
