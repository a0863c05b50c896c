/** Instance-level dependencies: the union of what state, configuration and values say. */
import type { ConfigModule } from '../model/configuration/expressions.ts';
import { type Blocks, toBlocks } from './blocks.ts';
import { candidates } from './instances.ts';
import type { Block, Instance } from './nodes.ts';
import { attributeNames, eachName, eachString, identities } from './value-match.ts';

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
  const blocks = toBlocks(input);
  const dependents = new Map<string, Map<string, Evidence>>();
  const connect = (target: Instance, dependent: Instance, evidence: Evidence): void => {
    if (target === dependent) return;
    const known = dependents.get(target.address) ?? new Map<string, Evidence>();
    if (!known.has(dependent.address)) known.set(dependent.address, evidence);
    dependents.set(target.address, known);
  };
  const named = matchByValue(input, blocks);
  const affected = downstream(blocks, [
    ...named.map(([, dependent]) => dependent),
    ...input.instances.filter((each) => input.sought.has(each.address)),
  ]);
  for (const name of affected) {
    const block = blocks.get(name);
    if (block) connectBlock(block, { blocks, affected, connect });
  }
  for (const [target, dependent] of named) connect(target, dependent, 'value');
  return { instances: new Map(input.instances.map((each) => [each.address, each])), dependents };
}

/** What falls with a block's instances lies in blocks that refer to it, transitively: only those are looked at. */
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
  context: {
    readonly blocks: Blocks;
    readonly affected: ReadonlySet<string>;
    readonly connect: (target: Instance, dependent: Instance, evidence: Evidence) => void;
  },
): void {
  const { blocks, affected, connect } = context;
  const viaState = new Set(reduced(block, blocks).filter((config) => affected.has(config)));
  const targets = block.references.filter((target) => affected.has(target.config));
  const explained = new Set(targets.map((target) => target.config));
  for (const dependent of block.instances) {
    for (const target of targets) {
      const meant = candidates(dependent, target, blocks.get(target.config));
      const evidence = viaState.has(target.config) ? 'state' : 'config';
      for (const each of narrowByValue(dependent, meant)) connect(each, dependent, evidence);
    }
    for (const config of viaState) {
      // What the configuration explains is narrowed to instances already.
      if (explained.has(config)) continue;
      const meant = candidates(dependent, { config, key: null, calls: new Map() }, blocks.get(config));
      for (const each of narrowByValue(dependent, meant)) connect(each, dependent, 'state');
    }
  }
}

/** State dependencies are transitive: drop those that another of them already implies. */
function reduced(block: Block, blocks: Blocks): readonly string[] {
  const implied = new Set<string>();
  for (const config of block.viaState) {
    for (const further of blocks.get(config)?.viaState ?? []) if (further !== config) implied.add(further);
  }
  return [...block.viaState].filter((config) => !implied.has(config));
}

/** Of several instances that may be meant, those whose id or name stands in the dependent's own values. */
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

/** Many dependents may mean the same instances. */
const ownersIn = new WeakMap<readonly Instance[], ReadonlyMap<string, Instance | null>>();

/** By identifying value; null where two have it. */
function toOwners(instances: readonly Instance[]): ReadonlyMap<string, Instance | null> {
  const owners = new Map<string, Instance | null>();
  for (const instance of instances) {
    for (const value of identities(instance).keys()) owners.set(value, owners.has(value) ? null : instance);
  }
  return owners;
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
    eachName(other, (value) => {
      const known = values.get(value);
      if (known && known.owner !== other && known.owner.type === other.type) values.delete(value);
    });
  }
  return values;
}

/** `[named, naming]`: the second holds an identifying value of the first. */
function matchByValue(input: GraphInput, blocks: Blocks): readonly (readonly [Instance, Instance])[] {
  const sought = soughtValues(input);
  if (sought.size === 0) return [];
  const upstream = new Map<string, ReadonlySet<string>>();
  const found: (readonly [Instance, Instance])[] = [];
  for (const dependent of input.instances) {
    eachString(dependent, (value, attribute) => {
      const match = sought.get(value);
      if (!match || match.owner === dependent) return;
      if (!match.proof && !attributeNames(attribute, match.owner.type)) return;
      // An object also lists what hangs on it (a network its subnets): never turn an edge around.
      const owner = match.owner.parsed.config;
      const above = upstream.get(owner) ?? upstreamOf(owner, blocks);
      upstream.set(owner, above);
      if (!above.has(dependent.parsed.config)) found.push([match.owner, dependent]);
    });
  }
  return found;
}

/** Everything that a block depends on, transitively. */
function upstreamOf(config: string, blocks: Blocks): ReadonlySet<string> {
  const targets = (name: string): readonly string[] => {
    const block = blocks.get(name);
    return block ? [...block.viaState, ...block.references.map((each) => each.config)] : [];
  };
  return closure(new Set(targets(config)), targets);
}

/** `start` and all that `next` leads to from there. */
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
