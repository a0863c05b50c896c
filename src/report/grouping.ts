/** Shortens long lists: groups findings by shared policies, and addresses by module and type. */
import { parseAddress } from '../model/address.ts';
import type { Enforcement, Finding } from '../verdict/report.ts';
import { shorten } from './escape.ts';
import { compareText } from './ranking.ts';

/** Subjects with findings of the same policies. */
export interface FindingGroup {
  readonly policies: readonly GroupPolicy[];
  readonly subjects: readonly { readonly address: string | undefined; readonly findings: readonly Finding[] }[];
}

/** What the findings of one policy in a group have in common. `first` is the worst of them. */
export interface GroupPolicy {
  readonly id: string;
  readonly first: Finding;
  readonly enforcement: Enforcement;
  readonly approvals: number;
}

/** Groups ranked findings. Groups, and subjects in them, are ordered by their worst finding. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const subjects = partitionBy(
    findings,
    ({ subject, fingerprint }) => subject.address ?? `\0${subject.kind}\0${fingerprint}`,
  );
  const groups = partitionBy(subjects, (list) =>
    [...new Set(list.map((finding) => finding.policy))].toSorted(compareText).join('\0'),
  );
  return groups.map((lists) => ({
    policies: policiesOf(lists.flat()),
    subjects: lists.map((list) => ({ address: list[0]?.subject.address, findings: list })),
  }));
}

function policiesOf(findings: readonly Finding[]): readonly GroupPolicy[] {
  const policies = new Map<string, GroupPolicy>();
  for (const finding of findings) {
    const { policy, enforcement } = finding;
    const known = policies.get(policy);
    const approvals = Math.max(known?.approvals ?? 0, finding.approvals);
    const first = known?.first ?? finding;
    policies.set(policy, { id: policy, first, enforcement: known?.enforcement ?? enforcement, approvals });
  }
  return [...policies.values()];
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
      return { module: members[0].module, addresses: own, types: countTypes(own) };
    })
    .toSorted((a, b) => b.addresses.length - a.addresses.length || compareText(a.module, b.module));
}

/** Counts addresses by type, most frequent first. A text that is not an address counts as its own type. */
export function countTypes(addresses: readonly string[]): ModuleFold['types'] {
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
