/** Instance-level dependencies: the union of what state, configuration and values say. */
import type { ConfigModule } from '../model/configuration.ts';
import { candidates, type Instance, sharesModuleInstances } from './instances.ts';
import { resolveReferences } from './references.ts';
import { attributeNames, eachString, identities } from './value-match.ts';

export type Evidence = 'state' | 'config' | 'value';

export interface Graph {
  readonly instances: ReadonlyMap<string, Instance>;
  /** Address → the instances that depend on it directly, with the best evidence for it. */
  readonly dependents: ReadonlyMap<string, ReadonlyMap<string, Evidence>>;
}

export interface GraphInput {
  /** Current managed objects before the plan; deposed ones are no part of it. */
  readonly instances: readonly Instance[];
  readonly configuration: ConfigModule;
  /** Configuration addresses before a move → after it: `depends_on` may still use the old ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Only these are looked for by value: the destroyed, replaced and forgotten ones. */
  readonly sought: ReadonlySet<string>;
}

export function buildGraph(input: GraphInput): Graph {
  const blocks = groupByBlock(input.instances);
  const stateTargets = new Map(
    input.instances.map((each) => [each.address, reducedDependencies(each, blocks, input.renamed)]),
  );
  const references = resolveReferences(input.configuration);
  const dependents = new Map<string, Map<string, Evidence>>();
  const connect = (target: Instance, dependent: Instance, evidence: Evidence): void => {
    if (target === dependent) return;
    const known = dependents.get(target.address) ?? new Map<string, Evidence>();
    if (!known.has(dependent.address)) known.set(dependent.address, evidence);
    dependents.set(target.address, known);
  };
  for (const dependent of input.instances) {
    const resolved = references.get(dependent.parsed.config);
    const explained = new Set<string>();
    const viaState = stateTargets.get(dependent.address) ?? [];
    for (const target of resolved ?? []) {
      explained.add(target.config);
      const meant = candidates(dependent, target, blocks.get(target.config) ?? []);
      const evidence = viaState.includes(target.config) ? 'state' : 'config';
      for (const each of narrowByValue(dependent, meant)) connect(each, dependent, evidence);
    }
    for (const config of viaState) {
      // What the configuration explains is narrowed to instances already.
      if (explained.has(config)) continue;
      const meant = (blocks.get(config) ?? []).filter((each) => sharesModuleInstances(dependent, each));
      for (const each of narrowByValue(dependent, meant)) connect(each, dependent, 'state');
    }
  }
  connectByValue(input, dependents, connect);
  return { instances: new Map(input.instances.map((each) => [each.address, each])), dependents };
}

function groupByBlock(instances: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const blocks = new Map<string, Instance[]>();
  for (const instance of instances) {
    const block = blocks.get(instance.parsed.config);
    if (block) block.push(instance);
    else blocks.set(instance.parsed.config, [instance]);
  }
  return blocks;
}

/** State dependencies are transitive: drop those that another of them already implies. */
function reducedDependencies(
  instance: Instance,
  blocks: ReadonlyMap<string, readonly Instance[]>,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  const all = [...new Set(instance.dependsOn.map((config) => renamed.get(config) ?? config))];
  if (all.length < 2) return all;
  const implied = new Set<string>();
  for (const config of all) {
    for (const target of blocks.get(config) ?? []) {
      for (const further of target.dependsOn) {
        const name = renamed.get(further) ?? further;
        if (name !== config) implied.add(name);
      }
    }
  }
  return all.filter((config) => !implied.has(config));
}

/** Of several instances that may be meant, those whose id or name stands in the dependent's own values. */
function narrowByValue(dependent: Instance, meant: readonly Instance[]): readonly Instance[] {
  if (meant.length < 2) return meant;
  const owners = new Map<string, Instance[]>();
  for (const instance of meant) {
    for (const value of identities(instance).keys()) owners.set(value, [...(owners.get(value) ?? []), instance]);
  }
  const named = new Set<Instance>();
  eachString(dependent, (value) => {
    const owner = owners.get(value);
    if (owner?.length === 1 && owner[0]) named.add(owner[0]);
  });
  return named.size > 0 ? [...named] : meant;
}

interface Named {
  readonly owner: Instance;
  /** The value alone tells who is meant; else the attribute's name must point at the type. */
  readonly proof: boolean;
}

/** Identifying values of the sought instances; those that two objects of one type share tell nothing. */
function soughtValues(input: GraphInput): ReadonlyMap<string, Named> {
  const values = new Map<string, Named>();
  const types = new Set<string>();
  for (const owner of input.instances) {
    if (!input.sought.has(owner.address)) continue;
    types.add(owner.type);
    for (const [value, proof] of identities(owner)) values.set(value, { owner, proof });
  }
  for (const other of input.instances) {
    if (!types.has(other.type)) continue;
    for (const value of identities(other).keys()) {
      const known = values.get(value);
      if (known && known.owner !== other && known.owner.type === other.type) values.delete(value);
    }
  }
  return values;
}

function connectByValue(
  input: GraphInput,
  dependents: ReadonlyMap<string, ReadonlyMap<string, Evidence>>,
  connect: (target: Instance, dependent: Instance, evidence: Evidence) => void,
): void {
  const sought = soughtValues(input);
  if (sought.size === 0) return;
  const upstream = new Map<string, ReadonlySet<string>>();
  for (const dependent of input.instances) {
    eachString(dependent, (value, attribute) => {
      const match = sought.get(value);
      if (!match || match.owner === dependent) return;
      if (!match.proof && !attributeNames(attribute, match.owner.type)) return;
      if (dependents.get(match.owner.address)?.has(dependent.address)) return;
      // An object also lists what hangs on it (a network its subnets): never turn an edge around.
      const below = upstream.get(dependent.address) ?? reachable(dependents, dependent.address);
      upstream.set(dependent.address, below);
      if (!below.has(match.owner.address)) connect(match.owner, dependent, 'value');
    });
  }
}

/** Everything that depends on `from`, transitively. */
function reachable(dependents: ReadonlyMap<string, ReadonlyMap<string, Evidence>>, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    for (const next of dependents.get(address)?.keys() ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return seen;
}
