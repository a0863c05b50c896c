/** Shortens long lists: groups findings by policy, and addresses by module and type. */
import { parseAddress } from '../model/address.ts';
import type { Finding } from '../verdict/report.ts';
import { shorten } from './escape.ts';
import { compareText } from './ranking.ts';

/** Findings of one policy, worst first. `policy` is the strictest of them. */
export interface PolicyGroup {
  readonly policy: Finding;
  readonly findings: readonly [Finding, ...Finding[]];
}

/** Groups ranked findings by policy, ordered by their worst finding. */
export function groupByPolicy(findings: readonly Finding[]): readonly PolicyGroup[] {
  const approvalsOf = ({ enforced, approvals }: Finding): number => (enforced ?? { approvals }).approvals;
  return partitionBy(findings, ({ policy }) => policy).map((same) => ({
    policy: same.reduce((strictest, one) => (approvalsOf(one) > approvalsOf(strictest) ? one : strictest)),
    findings: same,
  }));
}

/** Groups items by key, in the order of their first occurrence. */
export function partitionBy<T>(items: Iterable<T>, keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** Addresses of one module, counted by type, e.g. `4 aws_subnet`. */
export interface ModuleFold {
  readonly module: string;
  readonly addresses: readonly string[];
  readonly types: readonly { readonly type: string; readonly count: number }[];
}

/** Groups addresses by module. The largest module and the most frequent type come first. */
export function foldByModule(addresses: readonly string[]): readonly ModuleFold[] {
  const parsed = addresses.map((address) => ({ address, module: parseAddress(address).module }));
  return partitionBy(parsed, ({ module }) => module)
    .map((members) => {
      const own = members.map(({ address }) => address);
      return { module: members[0].module, addresses: own, types: countByType(own) };
    })
    .toSorted((a, b) => b.addresses.length - a.addresses.length || compareText(a.module, b.module));
}

/** Counts addresses by type, most frequent first. A text that is not an address counts as its own type. */
export function countByType(addresses: readonly string[]): ModuleFold['types'] {
  return partitionBy(addresses, (address) => parseAddress(address).type || address)
    .map((same) => ({ type: parseAddress(same[0]).type || same[0], count: same.length }))
    .toSorted((a, b) => b.count - a.count || compareText(a.type, b.type));
}

const typesShown = 4;

/** Returns the most frequent types with their numbers, and the number of all others. Not escaped. */
export function typesText(types: ModuleFold['types']): string {
  const shown = types.slice(0, typesShown).map(({ type, count }) => `${count} ${shorten(type, 80)}`);
  const others = types.slice(typesShown).reduce((sum, { count }) => sum + count, 0);
  return [...shown, ...(others > 0 ? [`${others} of other types`] : [])].join(', ');
}
