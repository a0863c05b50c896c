/** Follows references of the configuration through module inputs and outputs to resource blocks. */
import type { ConfigModule, ConfigResource } from '../model/configuration/expressions.ts';

/**
 * How the instance key of the target is determined: a literal, the key of the dependent, the key of an enclosing
 * call, or null for any key.
 */
export type KeyRule = { readonly literal: string } | { readonly own: true } | { readonly call: string } | null;

/** A resource block at the end of a reference, with what is known about the instance. */
export interface ReferenceTarget {
  /** Absolute configuration address, without keys. */
  readonly config: string;
  readonly key: KeyRule;
  /** Keys of the module calls that the reference enters: call address without keys → rule. */
  readonly calls: ReadonlyMap<string, KeyRule>;
}

/**
 * Targets of a reference. Plan JSON has no locals, so references through them are missing; `depends_on` of the state
 * fills the gap.
 */
export type Resolved = readonly ReferenceTarget[];

interface ModuleScope {
  readonly module: ConfigModule;
  readonly parent: ModuleScope | null;
  readonly callName: string;
}

const nothing: Resolved = [];

/**
 * Returns for each managed resource block the managed blocks that it refers to, through variables, outputs and data
 * sources.
 */
export function resolveReferences(root: ConfigModule): ReadonlyMap<string, Resolved> {
  const memo = new Map<string, Resolved>();
  const all = new Map<string, Resolved>();
  const visit = (scope: ModuleScope): void => {
    for (const resource of scope.module.resources) {
      if (resource.mode === 'managed') {
        all.set(absolute(scope, resource.address), resolveResource(scope, resource, memo));
      }
    }
    for (const [callName, call] of scope.module.calls) visit({ module: call.module, parent: scope, callName });
  };
  visit({ module: root, parent: null, callName: '' });
  return all;
}

function absolute(scope: ModuleScope, relative: string): string {
  return scope.module.address ? `${scope.module.address}.${relative}` : relative;
}

function memoized(memo: Map<string, Resolved>, key: string, compute: () => Resolved): Resolved {
  const known = memo.get(key);
  if (known) return known;
  memo.set(key, nothing); // Terraform rejects reference cycles, but a crafted plan must not cause endless recursion.
  const found = compute();
  memo.set(key, found);
  return found;
}

function resolveResource(scope: ModuleScope, resource: ConfigResource, memo: Map<string, Resolved>): Resolved {
  const lists = [...resource.expressions.map((expression) => expression.references), resource.dependsOn];
  const own = lists.map((references) => resolveList(scope, references, resource.repetition, memo));
  const repetition = resource.repetition ? [resolveList(scope, resource.repetition, null, memo)] : [];
  return [...own, ...repetition].flat();
}

/**
 * Resolves the references of one expression. `repetition` holds the references of the enclosing `for_each` or
 * `count`.
 */
function resolveList(
  scope: ModuleScope,
  references: readonly string[],
  repetition: readonly string[] | null,
  memo: Map<string, Resolved>,
): Resolved {
  const parts: Resolved[] = [];
  let at = 0;
  while (at < references.length) {
    const reference = references[at] ?? '';
    at += 1;
    // Terraform lists every prefix of a reference after it. They add nothing.
    while (at < references.length && isPrefix(references[at] ?? '', reference)) at += 1;
    const indexed = isOwnIndex(references[at]);
    parts.push(resolveOne(scope, reference, { repetition, indexed, memo }));
  }
  return parts.flat();
}

function isPrefix(shorter: string, longer: string): boolean {
  return shorter.length < longer.length && longer.startsWith(shorter) && /^[.[]/.test(longer.slice(shorter.length));
}

function isOwnIndex(reference: string | undefined): boolean {
  return reference === 'each.key' || reference === 'count.index' || reference === 'each.value';
}

interface Use {
  readonly repetition: readonly string[] | null;
  /** The reference is directly followed by `each.key` or `count.index`, as in `aws_subnet.a[each.key].id`. */
  readonly indexed: boolean;
  readonly memo: Map<string, Resolved>;
}

function resolveOne(scope: ModuleScope, reference: string, use: Use): Resolved {
  const [head = '', ...rest] = splitReference(reference);
  if (head === 'each') return use.repetition ? resolveList(scope, use.repetition, null, use.memo) : nothing;
  if (head === 'var') return resolveVariable(scope, rest[0] ?? '', use.memo);
  if (head === 'module') return resolveModule(scope, rest, use);
  if (['local', 'count', 'path', 'terraform', 'self', 'action', 'ephemeral'].includes(head)) return nothing;
  if (head === 'data') return resolveData(scope, `data.${rest[0]}.${rest[1]}`, use.memo);
  const [name, key] = rest;
  if (!name) return nothing;
  const rule = keyRule(key, use.indexed && rest.length === 1);
  return [{ config: absolute(scope, `${head}.${name}`), key: rule, calls: new Map() }];
}

function keyRule(step: string | undefined, indexed: boolean): KeyRule {
  if (step?.startsWith('[')) return { literal: step };
  return indexed ? { own: true } : null;
}

/** Splits `a.b["x.y"].c` into `a`, `b`, `["x.y"]` and `c`. */
function splitReference(reference: string): readonly string[] {
  return reference.match(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[]+/g) ?? [];
}

function resolveData(scope: ModuleScope, address: string, memo: Map<string, Resolved>): Resolved {
  return memoized(memo, `${scope.module.address}|${address}`, () => {
    const block = scope.module.resources.find((resource) => resource.address === address);
    // Keys of a data source do not determine keys of its dependents, so only literal keys are kept.
    return block ? loosen(resolveResource(scope, block, memo)) : nothing;
  });
}

function loosen(resolved: Resolved): Resolved {
  return mapRules(resolved, (rule) => (rule && 'own' in rule ? null : rule));
}

function mapRules(resolved: Resolved, change: (rule: KeyRule) => KeyRule): Resolved {
  return resolved.map((target) => ({
    config: target.config,
    key: change(target.key),
    calls: new Map([...target.calls].map(([call, rule]) => [call, change(rule)])),
  }));
}

function resolveVariable(scope: ModuleScope, name: string, memo: Map<string, Resolved>): Resolved {
  const { parent } = scope;
  if (!parent) return nothing;
  return memoized(memo, `${scope.module.address}|var.${name}`, () => {
    const call = parent.module.calls.get(scope.callName);
    const references = call?.inputs.get(name);
    if (!call || !references) return nothing;
    // `each.key` in a module call is the key of the call.
    return ownToCall(resolveList(parent, references, call.repetition, memo), scope.module.address);
  });
}

function ownToCall(resolved: Resolved, call: string): Resolved {
  return mapRules(resolved, (rule) => (rule && 'own' in rule ? { call } : rule));
}

function resolveModule(scope: ModuleScope, steps: readonly string[], use: Use): Resolved {
  const [name = '', ...rest] = steps;
  const call = scope.module.calls.get(name);
  if (!call) return nothing;
  const key = rest[0]?.startsWith('[') ? rest[0] : undefined;
  const output = (key ? rest[1] : rest[0]) ?? null;
  const inner: ModuleScope = { module: call.module, parent: scope, callName: name };
  const names = output === null || !call.module.outputs.has(output) ? [...call.module.outputs.keys()] : [output];
  const found = names.flatMap((each) => resolveOutput(inner, each, use.memo));
  const rule = keyRule(key, use.indexed && rest.length === 0);
  return found.map((target) => ({ ...target, calls: new Map([...target.calls, [call.module.address, rule]]) }));
}

function resolveOutput(scope: ModuleScope, name: string, memo: Map<string, Resolved>): Resolved {
  return memoized(memo, `${scope.module.address}|output.${name}`, () =>
    loosen(resolveList(scope, scope.module.outputs.get(name) ?? [], null, memo)),
  );
}
