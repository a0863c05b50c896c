/** Finds all transitive dependents of destroyed objects, with the shortest path to each and its evidence. */
import type { Evidence, Graph } from './graph.ts';

/** An instance that depends on a source. */
export interface DependentInstance {
  readonly address: string;
  /** The nearest sources: those that reach it without passing another source. */
  readonly of: readonly string[];
  readonly distance: number;
  readonly path: readonly string[];
  readonly evidence: Evidence;
}

interface Step {
  readonly distance: number;
  readonly from: string;
  readonly evidence: Evidence;
}

/** Returns the dependents of the sources, sorted by address. A source that depends on another one is included. */
export function dependentsOf(graph: Graph, sources: readonly string[]): readonly DependentInstance[] {
  const isSource = new Set(sources);
  const steps = new Map<string, Step>();
  const of = new Map<string, Set<string>>();
  let frontier = [...isSource].sort();
  for (let distance = 1; frontier.length > 0; distance += 1) {
    const next: string[] = [];
    for (const from of frontier) {
      for (const [address, evidence] of graph.dependents.get(from) ?? []) {
        if (steps.has(address)) continue;
        steps.set(address, { distance, from, evidence });
        if (!isSource.has(address)) next.push(address);
      }
    }
    frontier = next.sort();
  }
  for (const source of isSource) {
    for (const address of reachableBetween(graph, source, isSource)) {
      const known = of.get(address);
      if (known) known.add(source);
      else of.set(address, new Set([source]));
    }
  }
  return [...steps]
    .map(([address, step]) => ({
      address,
      of: [...(of.get(address) ?? [])].sort(),
      distance: step.distance,
      path: pathTo(address, steps, isSource),
      evidence: step.evidence,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Returns what is reachable from one source without passing another one. */
function reachableBetween(graph: Graph, source: string, isSource: ReadonlySet<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [source];
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    for (const next of graph.dependents.get(address)?.keys() ?? []) {
      if (seen.has(next) || next === source) continue;
      seen.add(next);
      if (!isSource.has(next)) queue.push(next);
    }
  }
  return seen;
}

function pathTo(address: string, steps: ReadonlyMap<string, Step>, isSource: ReadonlySet<string>): readonly string[] {
  const path = [address];
  let step = steps.get(address);
  while (step) {
    path.unshift(step.from);
    step = isSource.has(step.from) ? undefined : steps.get(step.from);
  }
  return path;
}
