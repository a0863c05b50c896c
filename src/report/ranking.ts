/** Worst first: the one order in which every format speaks. */
import type { Criticality, Enforcement, Finding, Report, ReportedChange } from '../verdict/report.ts';

const byEnforcement: Record<Enforcement, number> = { 'hard-mandatory': 0, 'soft-mandatory': 1, advisory: 2 };
const byCriticality: Record<Criticality, number> = { critical: 0, stateful: 1, standard: 2, disposable: 3 };

/** What a report looks up again and again, once. */
export interface Ranked {
  readonly report: Report;
  /** Findings that count against the plan, worst first. Empty of what an exception carries. */
  readonly failing: readonly Finding[];
  readonly advisories: readonly Finding[];
  /** Findings that would count, but that an exception carries. */
  readonly carried: readonly Finding[];
  /** Changes, the most destructive first. */
  readonly changes: readonly ReportedChange[];
  readonly changeOf: ReadonlyMap<string, ReportedChange>;
  /** What each destroyed address drags along itself; for all of it see `fallsWith`. */
  readonly dependentsOf: ReadonlyMap<string, readonly string[]>;
}

export function rank(report: Report): Ranked {
  const changes = report.changes.toSorted(
    (a, b) =>
      changeWeight(a) - changeWeight(b) ||
      dataWeight(a) - dataWeight(b) ||
      byCriticality[a.criticality] - byCriticality[b.criticality] ||
      compareText(a.address, b.address),
  );
  // The destructive change of an address wins over a deposed object of the same address.
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
      // Without an address it is about the whole plan: that explains the rest.
      address === undefined ? -1 : change === undefined ? 6 : changeWeight(change),
      // Lost data does not come back, however little depends on it.
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
    carried: mandatory.filter((finding) => finding.exception !== undefined),
    advisories: findings.filter((finding) => finding.enforcement === 'advisory'),
    changes,
    changeOf,
    dependentsOf,
  };
}

/** All that depends on some of the addresses, directly or through others that are destroyed; none of themselves. */
export function fallsWith({ dependentsOf }: Ranked, addresses: Iterable<string>): readonly string[] {
  const own = new Set(addresses);
  const fallen = new Set(own);
  for (const address of fallen) for (const dependent of dependentsOf.get(address) ?? []) fallen.add(dependent);
  return [...fallen].filter((address) => !own.has(address));
}

/** How much is lost by an action, least number first. Unknown actions stand with the destructive ones. */
export function changeWeight(change: Pick<ReportedChange, 'action'>): number {
  const weight: Readonly<Record<string, number>> = { delete: 0, replace: 0, forget: 1, update: 2, create: 3, read: 4 };
  if (change.action === 'no-op' || change.action === 'noOp') return 5;
  return Object.hasOwn(weight, change.action) ? (weight[change.action] ?? 0) : 0;
}

/** A database before its logs. */
function dataWeight({ stateful, data }: ReportedChange): number {
  return stateful ? (data === 'secondary' ? 1 : 0) : 2;
}

/** Order by UTF-16 units: the same on every machine, whatever its locale. */
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
