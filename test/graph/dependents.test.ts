/** Dependents of many sources: the quick way over groups agrees with following every edge. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependentsOf, most } from '../../src/graph/dependents.ts';
import { Edges } from '../../src/graph/edges.ts';
import type { Graph } from '../../src/graph/graph.ts';
import type { Instance } from '../../src/graph/nodes.ts';
import { directDependents, memoByDependents, transitiveDependents } from '../../src/graph/reachable.ts';
import { parseAddress } from '../../src/model/address.ts';

const instances: readonly Instance[] = Array.from({ length: 130 }, (_, i) => {
  const address = `cloud_thing.n${String(i).padStart(3, '0')}`;
  return {
    address,
    parsed: parseAddress(address),
    type: 'cloud_thing',
    provider: 'cloud',
    values: {},
    lazyValues: {},
    dependsOn: [],
  };
});

function at(i: number): Instance {
  const instance = instances[i];
  if (!instance) throw new Error(`there are not ${i} instances`);
  return instance;
}

/** Each list of targets with its dependents. */
type Links = readonly (readonly [targets: readonly number[], dependents: readonly number[]])[];

function graphOf(links: Links): Graph {
  const edges = new Edges();
  for (const [targets, dependents] of links) {
    const list = targets.map(at);
    for (const dependent of dependents) edges.connect(list, at(dependent), 'config');
  }
  return { instances: new Map(), dependents: edges.toDependents() };
}

/** Direct dependents by following every edge. */
function edgesOf(links: Links): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const [targets, dependents] of links) {
    for (const target of targets) {
      for (const dependent of dependents) {
        if (target === dependent) continue;
        const known = all.get(at(target).address) ?? new Set();
        all.set(at(target).address, known.add(at(dependent).address));
      }
    }
  }
  return all;
}

function reached(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string, stop: ReadonlySet<string> = new Set()) {
  const seen = new Set<string>();
  const queue = [from];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const each of edges.get(next) ?? []) {
      if (seen.has(each)) continue;
      seen.add(each);
      if (!stop.has(each)) queue.push(each);
    }
  }
  return seen;
}

const someInstances = fc.uniqueArray(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
const someLinks = fc.array(fc.tuple(someInstances, someInstances), { maxLength: 8 });

describe('dependentsOf', () => {
  it('finds what following every edge finds', () => {
    fc.assert(
      fc.property(someLinks, someInstances, (links, from) => {
        const [graph, edges] = [graphOf(links), edgesOf(links)];
        const sources = from.map((i) => at(i).address).sort();
        const stop = new Set(sources);
        const nearest = new Map(sources.map((source) => [source, reached(edges, source, stop)]));
        const found = dependentsOf(graph, sources);
        const expected = [...new Set([...nearest.values()].flatMap((each) => [...each]))].sort();
        // A source that only reaches itself, by a cycle, has no other source.
        expect(found.filter(({ of }) => of.length > 0).map(({ address }) => address)).toEqual(
          expected.filter((address) =>
            sources.some((source) => source !== address && nearest.get(source)?.has(address)),
          ),
        );
        for (const { address, of, path, distance } of found) {
          expect(of).toEqual(sources.filter((source) => source !== address && nearest.get(source)?.has(address)));
          expect(path).toHaveLength(distance + 1);
          path.slice(1).forEach((step, i) => void expect(edges.get(path[i] ?? '')).toContain(step));
          expect(stop).toContain(path[0]);
        }
        const count = memoByDependents(graph, (address) => transitiveDependents(graph, address).size);
        for (const { address } of instances.slice(0, 13)) {
          expect([...directDependents(graph, address)].sort()).toEqual([...(edges.get(address) ?? [])].sort());
          expect([...transitiveDependents(graph, address)].sort()).toEqual([...reached(edges, address)].sort());
          expect(count(address)).toBe(reached(edges, address).size);
        }
      }),
    );
  });

  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  it('lists the first sources and counts the others', () => {
    const graph = graphOf([
      [numbers(0, 100), [110, 111]],
      [[3, 50], [111]],
      [[110], [112]],
    ]);
    const found = dependentsOf(
      graph,
      numbers(0, 100).map((i) => at(i).address),
    );
    expect(found.map(({ address, of, moreOf }) => [address, of.length, moreOf])).toEqual([
      [at(110).address, most, 100 - most],
      [at(111).address, most, 100 - most],
      [at(112).address, most, 100 - most],
    ]);
    expect(found[0]?.of[most - 1]).toBe(at(most - 1).address);
  });

  it('does not count a source for itself', () => {
    const all = numbers(0, 60);
    const found = dependentsOf(
      graphOf([[all, all]]),
      all.map((i) => at(i).address),
    );
    expect(found).toHaveLength(60);
    expect(new Set(found.map(({ of, moreOf = 0 }) => of.length + moreOf))).toEqual(new Set([59]));
    expect(found.every(({ address, of }) => !of.includes(address))).toBe(true);
  });

  it('shortens a long path after its first step', () => {
    const links: Links = numbers(1, 120).map((i) => [[i - 1], [i]]);
    const found = dependentsOf(graphOf(links), [at(0).address]);
    const last = found.at(-1);
    expect([last?.distance, last?.path.length, last?.morePath]).toEqual([119, most, 120 - most]);
    expect(last?.path.slice(0, 2)).toEqual([at(0).address, at(120 - most + 1).address]);
    expect(found[most - 2]).toMatchObject({ distance: most - 1 });
    expect(found[most - 2]).not.toHaveProperty('morePath');
  });

  it('keeps many edges between the same instances as one group', () => {
    const { dependents } = graphOf([[numbers(0, 60), numbers(60, 120)]]);
    expect(new Set(dependents.values()).size).toBe(1);
    expect(dependents.get(at(0).address)?.[0]?.size).toBe(60);
  });
});
