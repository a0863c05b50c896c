/** Builds the dependency graph between instances from state, configuration and values. */
import type { ConfigModule } from '../model/configuration/expressions.ts';
import { type Blocks, toBlocks } from './blocks.ts';
import { type Dependents, Edges } from './edges.ts';
import { candidateFinder } from './instances.ts';
import type { Block, Instance } from './nodes.ts';
import { valueFilter } from './value-filter.ts';
import { attributeRefersTo, eachName, eachString, identities } from './value-match.ts';

/** Dependencies between instances. */
export interface Graph {
  readonly instances: ReadonlyMap<string, Instance>;
  readonly dependents: Dependents;
}

/** What the graph is built from. */
export interface GraphInput {
  /** Current managed objects before the plan, without deposed ones. */
  readonly instances: readonly Instance[];
  readonly configuration: ConfigModule;
  /** Configuration addresses before a move → after it. `depends_on` in the state may use the old ones. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Addresses of destroyed, replaced and forgotten objects. Only these are matched by value. */
  readonly sought: ReadonlySet<string>;
}

/** Returns the graph. Only blocks downstream of `sought` get edges, to keep large plans fast. */
export function buildGraph(input: GraphInput): Graph {
  const blocks = toBlocks(input);
  const edges = new Edges();
  const named = matchByValue(input, blocks);
  const affected = downstream(blocks, [
    ...named.map(([, dependent]) => dependent),
    ...input.instances.filter((each) => input.sought.has(each.address)),
  ]);
  for (const name of affected) {
    const block = blocks.get(name);
    if (block) connectBlock(block, { blocks, affected, edges });
  }
  for (const [target, dependent] of named) edges.connectByValue(target, dependent);
  return {
    instances: new Map(input.instances.map((each) => [each.address, each])),
    dependents: edges.toDependents(),
  };
}

/**
 * Dependents of an instance are in blocks that refer to its block, directly or transitively. Other blocks are not
 * visited.
 */
function downstream(blocks: Blocks, from: readonly Instance[]): ReadonlySet<string> {
  const referring = new Map<string, string[]>();
  for (const [name, block] of blocks) {
    for (const target of new Set([...block.viaState, ...block.references.map((each) => each.config)])) {
      const known = referring.get(target);
      if (known) known.push(name);
      else referring.set(target, [name]);
    }
  }
  return closure(new Set(from.map((each) => each.parsed.config)), (name) => referring.get(name) ?? []);
}

function connectBlock(
  block: Block,
  context: { readonly blocks: Blocks; readonly affected: ReadonlySet<string>; readonly edges: Edges },
): void {
  const { blocks, affected, edges } = context;
  const viaState = withoutImplied(block, blocks).filter((config) => affected.has(config));
  const inState = new Set(viaState);
  const references = block.references.filter((target) => affected.has(target.config));
  const explained = new Set(references.map((target) => target.config));
  // The configuration gives an edge between instances, which is more exact than the state.
  const others = viaState
    .filter((config) => !explained.has(config))
    .map((config) => ({ config, key: null, calls: new Map() }));
  for (const target of [...references, ...others]) {
    const evidence = inState.has(target.config) ? 'state' : 'config';
    const candidatesOf = candidateFinder(target, blocks.get(target.config));
    for (const dependent of block.instances) {
      edges.connect(narrowByValue(dependent, candidatesOf(dependent)), dependent, evidence);
    }
  }
}

/** Dependencies in the state are transitive, so those implied by another one are dropped. */
function withoutImplied(block: Block, blocks: Blocks): readonly string[] {
  const implied = new Set<string>();
  for (const config of block.viaState) {
    for (const further of blocks.get(config)?.viaState ?? []) if (further !== config) implied.add(further);
  }
  return [...block.viaState].filter((config) => !implied.has(config));
}

/**
 * Of several possible targets, returns those whose ID or name occurs in the values of the dependent, or all if none
 * does.
 */
function narrowByValue(dependent: Instance, meant: readonly Instance[]): readonly Instance[] {
  if (meant.length < 2) return meant;
  const owners = ownersIn.get(meant) ?? toOwners(meant);
  ownersIn.set(meant, owners);
  const named = new Set<Instance>();
  eachString(dependent, (value) => {
    const owner = owners.get(value);
    if (owner) named.add(owner);
  });
  return named.size > 0 ? [...named] : meant;
}

/** Cached, since many dependents may have the same possible targets. */
const ownersIn = new WeakMap<readonly Instance[], ReadonlyMap<string, Instance | null>>();

/** Maps each identifying value to its instance; null if two instances share it. */
function toOwners(instances: readonly Instance[]): ReadonlyMap<string, Instance | null> {
  const owners = new Map<string, Instance | null>();
  for (const instance of instances) {
    for (const value of identities(instance).keys()) owners.set(value, owners.has(value) ? null : instance);
  }
  return owners;
}

interface IdentifiedOwner {
  readonly owner: Instance;
  /** true: the value alone identifies the owner. false: the name of the attribute must also match the type. */
  readonly proof: boolean;
}

interface Sought {
  readonly values: ReadonlyMap<string, IdentifiedOwner>;
  /** Instances that may hold one of the values. */
  readonly holders: readonly Instance[];
}

/** Returns identifying values of the sought instances, without those that two objects of one type share. */
function soughtValues(input: GraphInput): Sought {
  const values = new Map<string, IdentifiedOwner>();
  const types = new Set<string>();
  for (const owner of input.instances) {
    if (!input.sought.has(owner.address)) continue;
    types.add(owner.type);
    for (const [value, proof] of identities(owner)) {
      const known = values.get(value);
      if (!known || !repeats(owner, known.owner)) values.set(value, { owner, proof });
    }
  }
  const parents = new Set([...types].flatMap(parentTypes));
  const mayHold = valueFilter(values.keys());
  const holders = values.size === 0 ? [] : input.instances.filter(({ lazyValues }) => mayHold(lazyValues));
  for (const other of holders) {
    if (!types.has(other.type) && !parents.has(other.type)) continue;
    eachName(other, (value) => {
      const known = values.get(value);
      if (!known || known.owner === other) return;
      if (known.owner.type === other.type || repeats(known.owner, other)) values.delete(value);
    });
  }
  return { values, holders };
}

/** A version or a setting that repeats the id of what it belongs to: its type is named after the other's. */
function repeats(one: Instance, other: Instance): boolean {
  return one.type.startsWith(`${other.type}_`);
}

/** `aws_s3_bucket_versioning` → `aws_s3_bucket`, `aws_s3`. */
function parentTypes(type: string): readonly string[] {
  const words = type.split('_');
  return words.slice(2).map((_, i) => words.slice(0, i + 2).join('_'));
}

/** Returns pairs `[target, dependent]`: the dependent contains an identifying value of the target. */
function matchByValue(input: GraphInput, blocks: Blocks): readonly (readonly [Instance, Instance])[] {
  const { values: sought, holders } = soughtValues(input);
  const upstream = new Map<string, ReadonlySet<string>>();
  const found: (readonly [Instance, Instance])[] = [];
  for (const dependent of holders) {
    eachString(dependent, (value, attribute) => {
      const match = sought.get(value);
      if (!match || match.owner === dependent) return;
      if (!match.proof && !attributeRefersTo(attribute, match.owner.type)) return;
      // An object may also list its own dependents (a network its subnets). Such a value must not reverse the edge.
      const owner = match.owner.parsed.config;
      const above = upstream.get(owner) ?? upstreamOf(owner, blocks);
      upstream.set(owner, above);
      if (!above.has(dependent.parsed.config)) found.push([match.owner, dependent]);
    });
  }
  return found;
}

/** Returns everything that a block depends on, transitively. */
function upstreamOf(config: string, blocks: Blocks): ReadonlySet<string> {
  const targets = (name: string): readonly string[] => {
    const block = blocks.get(name);
    return block ? [...block.viaState, ...block.references.map((each) => each.config)] : [];
  };
  return closure(new Set(targets(config)), targets);
}

/** Returns `start` and everything that `next` reaches from it. */
function closure(start: ReadonlySet<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set(start);
  const queue = [...start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const each of next(name)) {
      if (!seen.has(each)) {
        seen.add(each);
        queue.push(each);
      }
    }
  }
  return seen;
}
