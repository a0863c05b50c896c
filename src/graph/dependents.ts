/** Finds all transitive dependents of destroyed objects, with the shortest path to each and its evidence. */
import type { Evidence } from './edges.ts';
import type { Graph } from './graph.ts';
import { countSources, nearestSources } from './nearest-sources.ts';
import { GroupWalk } from './reachable.ts';

/** An instance that depends on a source. */
export interface DependentInstance {
  readonly address: string;
  /** The nearest sources, sorted: those that reach it without passing another source. At most `most` of them. */
  readonly of: readonly string[];
  /** How many nearest sources are not in `of`; absent if none. */
  readonly moreOf?: number;
  /** Number of edges from the source. */
  readonly distance: number;
  /** From the source to the instance. Of more than `most` steps, the source and the last ones. */
  readonly path: readonly string[];
  /** How many steps are left out of `path`, after the source; absent if none. */
  readonly morePath?: number;
  readonly evidence: Evidence;
}

/** Without a limit, the lists of a long chain or of many sources grow with the square of the plan. */
export const most = 50;

interface Step {
  readonly distance: number;
  readonly from: string;
  /** Where the path starts. */
  readonly source: string;
  readonly evidence: Evidence;
}

/** Returns the dependents of the sources, sorted by address. A source that depends on another one is included. */
export function dependentsOf(graph: Graph, sources: readonly string[]): readonly DependentInstance[] {
  const isSource = new Set(sources);
  const steps = findSteps(graph, isSource);
  const nearest = nearestSources(graph, isSource, most + 1);
  const crowded = [...nearest].filter(([, of]) => of.size > most).map(([address]) => address);
  const counts = crowded.length === 0 ? new Map<string, number>() : countSources(graph, isSource, steps.keys());
  return [...steps]
    .map(([address, step]): DependentInstance => {
      const of = [...(nearest.get(address) ?? [])].slice(0, most);
      const moreOf = (counts.get(address) ?? of.length) - of.length;
      const path = pathTo(address, steps, isSource);
      const morePath = step.distance + 1 - path.length;
      return {
        address,
        of,
        ...(moreOf > 0 && { moreOf }),
        distance: step.distance,
        path,
        ...(morePath > 0 && { morePath }),
        evidence: step.evidence,
      };
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Breadth first, from the sources in order, so that the paths are the shortest and always the same. */
function findSteps(graph: Graph, isSource: ReadonlySet<string>): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  const walk = new GroupWalk(graph);
  let frontier = [...isSource].sort();
  for (let distance = 1; frontier.length > 0; distance += 1) {
    const next: string[] = [];
    for (const from of frontier) {
      const source = isSource.has(from) ? from : (steps.get(from)?.source ?? from);
      walk.visit(from, (address, evidence) => {
        if (steps.has(address)) return;
        steps.set(address, { distance, from, source, evidence });
        if (!isSource.has(address)) next.push(address);
      });
    }
    frontier = next.sort();
  }
  return steps;
}

function pathTo(address: string, steps: ReadonlyMap<string, Step>, isSource: ReadonlySet<string>): readonly string[] {
  const path = [address];
  const source = steps.get(address)?.source ?? address;
  for (let step = steps.get(address); step; step = isSource.has(step.from) ? undefined : steps.get(step.from)) {
    if (path.length === most - 1) {
      path.push(source);
      break;
    }
    path.push(step.from);
  }
  return path.reverse();
}
