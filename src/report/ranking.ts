/** Ranks findings and changes, worst first. All formats use this order. */
import type { Criticality, Enforcement, Finding, Report, ReportedChange } from '../verdict/report.ts';

const byEnforcement: Record<Enforcement, number> = { 'hard-mandatory': 0, 'soft-mandatory': 1, advisory: 2 };
const byCriticality: Record<Criticality, number> = { critical: 0, stateful: 1, standard: 2, disposable: 3 };

/** A report with its findings and changes ranked and indexed. */
export interface Ranked {
  readonly report: Report;
  /** Mandatory findings without an exception, worst first. */
  readonly failing: readonly Finding[];
  readonly advisories: readonly Finding[];
  /** Mandatory findings that an exception covers. */
  readonly excepted: readonly Finding[];
  /** Changes, most destructive first. */
  readonly changes: readonly ReportedChange[];
  readonly changeOf: ReadonlyMap<string, ReportedChange>;
  /** Direct dependents of each destroyed address. For transitive ones see `fallsWith`. */
  readonly dependentsOf: ReadonlyMap<string, readonly string[]>;
}

/** Ranks a report. */
export function rank(report: Report): Ranked {
  const changes = report.changes.toSorted(
    (a, b) =>
      changeWeight(a) - changeWeight(b) ||
      dataWeight(a) - dataWeight(b) ||
      byCriticality[a.criticality] - byCriticality[b.criticality] ||
      compareText(a.address, b.address),
  );
  // If an address also has a deposed object, the more destructive change wins.
  const changeOf = new Map(changes.toReversed().map((change) => [change.address, change]));
  const dependentsOf = new Map<string, string[]>();
  for (const dependent of report.blastRadius.dependents) {
    for (const address of dependent.of) {
      const list = dependentsOf.get(address);
      if (list) list.push(dependent.address);
      else dependentsOf.set(address, [dependent.address]);
    }
  }
  const weight = (finding: Finding): number[] => {
    const { address } = finding.subject;
    const change = address === undefined ? undefined : changeOf.get(address);
    return [
      byEnforcement[finding.enforcement],
      -finding.approvals,
      finding.result === 'violated' ? 0 : 1,
      // A finding without an address is about the whole plan and often explains the others.
      address === undefined ? -1 : change === undefined ? 6 : changeWeight(change),
      // Lost data cannot be recovered, so it outranks the number of dependents.
      change === undefined ? 3 : dataWeight(change),
      change === undefined ? 4 : byCriticality[change.criticality],
      -(dependentsOf.get(address ?? '')?.length ?? 0),
    ];
  };
  const weighed = report.findings.map((finding) => ({ finding, weight: weight(finding) }));
  weighed.sort(
    (a, b) =>
      compareNumbers(a.weight, b.weight) ||
      compareText(a.finding.subject.address ?? '', b.finding.subject.address ?? '') ||
      compareText(a.finding.policy, b.finding.policy),
  );
  const findings = weighed.map(({ finding }) => finding);
  const mandatory = findings.filter((finding) => finding.enforcement !== 'advisory');
  return {
    report,
    failing: mandatory.filter((finding) => finding.exception === undefined),
    excepted: mandatory.filter((finding) => finding.exception !== undefined),
    advisories: findings.filter((finding) => finding.enforcement === 'advisory'),
    changes,
    changeOf,
    dependentsOf,
  };
}

/**
 * Returns everything that depends on the addresses, directly or through other destroyed resources, without the
 * addresses themselves.
 */
export function transitiveDependents({ dependentsOf }: Ranked, addresses: Iterable<string>): readonly string[] {
  const own = new Set(addresses);
  const fallen = new Set(own);
  for (const address of fallen) for (const dependent of dependentsOf.get(address) ?? []) fallen.add(dependent);
  return [...fallen].filter((address) => !own.has(address));
}

/** Returns how destructive an action is; 0 is the worst. Unknown actions count as destructive. */
export function changeWeight(change: Pick<ReportedChange, 'action'>): number {
  const weight: Readonly<Record<string, number>> = { delete: 0, replace: 0, forget: 1, update: 2, create: 3, read: 4 };
  if (change.action === 'no-op' || change.action === 'noOp') return 5;
  return Object.hasOwn(weight, change.action) ? (weight[change.action] ?? 0) : 0;
}

/** Primary data (a database) comes before secondary data (its logs). */
function dataWeight({ stateful, data }: ReportedChange): number {
  return stateful ? (data === 'secondary' ? 1 : 0) : 2;
}

/** Compares by UTF-16 code units, which does not depend on the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
