/** Measures the blast radius of a plan. */
import { type Address, parseAddress } from '../model/address.ts';
import type { Criticality } from '../model/catalog.ts';
import { type Change, destroys, forgets, holdsData } from '../model/change.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import { type JsonObject, objectAt, type StateResource } from '../model/plan-json.ts';
import { readLazy } from '../text/lazy-json.ts';
import { type DependentInstance, dependentsOf } from './dependents.ts';
import { buildGraph, type Graph } from './graph.ts';
import type { Instance } from './nodes.ts';
import { memoByDependents, transitiveDependents } from './reachable.ts';
import { type Level, levelOf, scoreOf } from './score.ts';

/** What destroyed and forgotten objects take with them. */
export interface BlastRadius {
  /** Only instances downstream of destroyed and forgotten objects have edges. */
  readonly graph: Graph;
  /** Addresses of destroyed or replaced current objects, sorted. */
  readonly direct: readonly string[];
  readonly dependents: readonly DependentInstance[];
  readonly dependentsOfForgotten: readonly DependentInstance[];
  readonly score: number;
  readonly level: Level;
  /** Number of managed objects before this plan. */
  readonly stateSize: number;
  readonly shareOfState: number;
  /** Modules of destroyed objects and their dependents, with keys; empty for the root module. */
  readonly modules: readonly string[];
  readonly criticalityOf: (change: Change) => Criticality;
  /** Number of instances that depend on this one, transitively. */
  readonly dependentCount: (address: string) => number;
}

/** Returns everything that depends on one object, even if the plan does not destroy it. */
export function dependentsOn(index: PlanIndex, address: string): readonly DependentInstance[] {
  return dependentsOf(graphOf(index, currentOf(index), [address]), [address]);
}

/**
 * Measures the blast radius.
 * @param isCritical whether the settings declare an object critical
 */
export function measureBlastRadius(index: PlanIndex, isCritical: (change: Change) => boolean): BlastRadius {
  const current = currentOf(index);
  const destroyed = current.filter(destroys);
  const direct = [...new Set(destroyed.map((change) => change.address))].sort();
  const forgotten = current.filter(forgets).map((change) => change.address);
  const graph = graphOf(index, current, [...direct, ...forgotten]);
  const byAddress = new Map(current.map((change) => [change.address, change]));
  const criticalities = new Map<Change, Criticality>();
  const criticalityOf = (change: Change): Criticality => {
    const criticality = criticalities.get(change) ?? findCriticality(change);
    criticalities.set(change, criticality);
    return criticality;
  };
  const findCriticality = (change: Change): Criticality => {
    if (isCritical(change)) return 'critical';
    if (change.criticality !== 'disposable' || !destroys(change)) return change.criticality;
    // A random name or password is disposable, unless a data store depends on it.
    return carriesStore(change.address) ? 'standard' : 'disposable';
  };
  const carriesStore = memoByDependents(graph, (address) =>
    [...transitiveDependents(graph, address)].some((each) => isStore(byAddress.get(each))),
  );
  const dependents = dependentsOf(graph, direct);
  const isDirect = new Set(direct);
  const beside = dependents.filter((each) => !isDirect.has(each.address));
  const score = scoreOf(destroyed.map(criticalityOf), beside.length);
  return {
    graph,
    direct,
    dependents,
    dependentsOfForgotten: dependentsOf(graph, forgotten),
    score,
    level: levelOf(score),
    stateSize: current.length,
    shareOfState: current.length === 0 ? 0 : destroyed.length / current.length,
    modules: [
      ...new Set([...direct, ...beside.map((each) => each.address)].map((address) => parseAddress(address).module)),
    ].sort(),
    criticalityOf,
    dependentCount: memoByDependents(graph, (address) => transitiveDependents(graph, address).size),
  };
}

/** Managed objects before the plan, without deposed ones. */
function currentOf({ managed }: PlanIndex): readonly Change[] {
  return managed.filter((change) => change.deposed === null && change.values.existed);
}

function isStore(change: Change | undefined): boolean {
  return change !== undefined && (holdsData(change) || change.criticality === 'critical');
}

function graphOf(index: PlanIndex, current: readonly Change[], sought: readonly string[]): Graph {
  if (sought.length === 0) return { instances: new Map(), dependents: new Map() };
  const { plan } = index;
  const state = new Map<string, StateResource>();
  for (const each of plan.document.priorState) if (!each.deposed) state.set(each.address, each);
  return buildGraph({
    instances: current.map((change) => new CurrentInstance(change, state.get(change.address))),
    configuration: index.rootModule,
    renamed: new Map(
      plan.changes.flatMap((change) =>
        change.previousAddress ? [[parseAddress(change.previousAddress).config, change.parsed.config] as const] : [],
      ),
    ),
    sought: new Set(sought),
  });
}

/** An object before the plan, with the values of the state. They are parsed when they are read. */
class CurrentInstance implements Instance {
  readonly address: string;
  readonly parsed: Address;
  readonly type: string;
  readonly provider: string;
  readonly lazyValues: unknown;
  readonly dependsOn: readonly string[];

  constructor(change: Change, known: StateResource | undefined) {
    this.address = change.address;
    this.parsed = change.parsed;
    this.type = change.type;
    this.provider = change.provider;
    this.lazyValues = known?.lazyValues ?? change.values.lazyBefore;
    this.dependsOn = known?.dependsOn ?? none;
  }

  get values(): JsonObject {
    return objectAt(readLazy(this.lazyValues));
  }
}

const none: readonly string[] = [];
