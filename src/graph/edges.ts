/** Collects the edges of the graph. Instances with the same possible targets share one group, however many there are. */
import type { Instance } from './nodes.ts';

/** Source of an edge: `depends_on` of the state, a reference in the configuration, or an equal value. */
export type Evidence = 'state' | 'config' | 'value';

/**
 * Instances that depend on the same targets, by address. Every target has the same group object. A block that refers
 * to itself has its own instances in a group: an instance does not depend on itself.
 */
export type DependentGroup = ReadonlyMap<string, Evidence>;

/** Address → groups of its direct dependents. An instance in several groups depends with the evidence of the first. */
export type Dependents = ReadonlyMap<string, readonly DependentGroup[]>;

/**
 * Edges while a graph is built. Without groups, 4,000 instances that may depend on any of 4,000 others would be 16
 * million edges.
 */
export class Edges {
  readonly #groups = new Map<string, Map<string, Evidence>[]>();
  readonly #shared = new Map<readonly Instance[], Map<string, Evidence>>();
  readonly #single = new Map<string, Map<string, Evidence>>();
  readonly #byValue = new Map<string, Map<string, Evidence>>();

  /** The dependent may depend on any of these targets. Calls with the same list of several targets share a group. */
  connect(targets: readonly Instance[], dependent: Instance, evidence: Exclude<Evidence, 'value'>): void {
    if (targets.length < 2) {
      for (const target of targets) this.#add(this.#single, target, dependent, evidence);
      return;
    }
    let group = this.#shared.get(targets);
    if (group === undefined) {
      group = new Map();
      this.#shared.set(targets, group);
      for (const target of targets) push(this.#groups, target.address, group);
    }
    if (!group.has(dependent.address)) group.set(dependent.address, evidence);
  }

  /** The dependent contains an identifying value of the target. */
  connectByValue(target: Instance, dependent: Instance): void {
    this.#add(this.#byValue, target, dependent, 'value');
  }

  /** Returns all edges. Targets with the same groups share one list. */
  toDependents(): Dependents {
    for (const [address, group] of this.#single) push(this.#groups, address, group);
    // Last, because an equal value is the weakest evidence.
    for (const [address, group] of this.#byValue) push(this.#groups, address, group);
    return withSharedLists(this.#groups);
  }

  #add(to: Map<string, Map<string, Evidence>>, target: Instance, dependent: Instance, evidence: Evidence): void {
    if (target === dependent) return;
    const group = to.get(target.address) ?? new Map<string, Evidence>();
    if (!group.has(dependent.address)) group.set(dependent.address, evidence);
    to.set(target.address, group);
  }
}

function withSharedLists(groups: ReadonlyMap<string, readonly DependentGroup[]>): Dependents {
  const ids = new Map<DependentGroup, number>();
  const lists = new Map<string, readonly DependentGroup[]>();
  return new Map(
    [...groups].map(([address, list]) => {
      const key = list.map((group) => ids.get(group) ?? ids.set(group, ids.size).size - 1).join();
      const shared = lists.get(key) ?? list;
      lists.set(key, shared);
      return [address, shared];
    }),
  );
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
