/** Finds which instances of a block a dependent can refer to. */
import { tokenize } from '../model/address.ts';
import { groupBy } from '../text/group-by.ts';
import type { Block, Instance } from './nodes.ts';
import type { KeyRule, ReferenceTarget } from './references.ts';

/** Module call address without keys → the key of this instance there; empty if it has none. */
export type CallKeys = ReadonlyMap<string, string>;

const callKeysByModule = new Map<string, CallKeys>();

/**
 * Returns the keys of a module address: `module.a["x"].module.b` → `module.a` ⇒ `["x"]`, `module.a.module.b` ⇒ ``.
 */
export function callKeys(module: string): CallKeys {
  const known = callKeysByModule.get(module);
  if (known) return known;
  const keys = new Map<string, string>();
  let call = '';
  (module ? (tokenize(module) ?? []) : []).forEach((token, i, all) => {
    if (token.kind === 'key') keys.set(call, token.literal);
    else {
      call = call ? `${call}.${token.text}` : token.text;
      if (isCallName(all, i)) keys.set(call, '');
    }
  });
  if (callKeysByModule.size < 100_000) callKeysByModule.set(module, keys);
  return keys;
}

/** Names alternate: the word `module`, then the name of the call, which may itself be `module`. */
function isCallName(tokens: readonly { readonly kind: string }[], at: number): boolean {
  return tokens.slice(0, at).filter((token) => token.kind === 'name').length % 2 === 1;
}

/**
 * Returns a function that finds the instances of a block to which a dependent may refer. If the keys do not decide, all
 * instances of the matching modules. Two instances inside one module call belong to the same instance of the call,
 * unless a reference says otherwise. Dependents with the same candidates get the same list.
 */
export function candidateFinder(
  target: ReferenceTarget,
  block: Block | undefined,
): (dependent: Instance) => readonly Instance[] {
  if (!block) return () => [];
  const inModules = new Map<string, readonly Instance[]>();
  const followsOwnKey = [...target.calls.values()].some((rule) => rule !== null && 'own' in rule);
  return (dependent) => {
    const own = callKeys(dependent.parsed.module);
    const place = followsOwnKey ? `${dependent.parsed.module}\n${dependent.parsed.key}` : dependent.parsed.module;
    const inModule = inModules.get(place) ?? inMatchingModules(dependent, target, { block, own });
    inModules.set(place, inModule);
    const wanted = target.key ? ruleKey(target.key, dependent, own) : undefined;
    return (wanted === undefined ? undefined : byKeyOf(inModule).get(wanted)) ?? inModule;
  };
}

const keyed = new WeakMap<readonly Instance[], ReadonlyMap<string, readonly Instance[]>>();

/** Cached, since a block may have thousands of instances that each refer to one of another block. */
function byKeyOf(instances: readonly Instance[]): ReadonlyMap<string, readonly Instance[]> {
  const known = keyed.get(instances) ?? groupBy(instances, (instance) => instance.parsed.key);
  keyed.set(instances, known);
  return known;
}

function inMatchingModules(
  dependent: Instance,
  target: ReferenceTarget,
  { block, own }: { readonly block: Block; readonly own: CallKeys },
): readonly Instance[] {
  // Most references stay within one module, where no search is needed.
  if (target.calls.size === 0 && block.instances[0]?.parsed.moduleConfig === dependent.parsed.moduleConfig) {
    return block.byModule.get(dependent.parsed.module) ?? [];
  }
  const matches = (module: string): boolean => {
    for (const [call, key] of callKeys(module)) {
      const rule = target.calls.get(call);
      const wanted = rule === undefined ? own.get(call) : ruleKey(rule, dependent, own);
      if (wanted !== undefined && wanted !== key) return false;
    }
    return true;
  };
  return [...block.byModule].flatMap(([module, instances]) => (matches(module) ? instances : []));
}

function ruleKey(rule: KeyRule, dependent: Instance, own: CallKeys): string | undefined {
  if (!rule) return undefined;
  if ('literal' in rule) return rule.literal;
  if ('own' in rule) return dependent.parsed.key || undefined;
  return own.get(rule.call) || undefined;
}
