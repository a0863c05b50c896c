/** Ranks findings and changes, worst first. All formats use this order. */
import type { Criticality, Enforcement, Finding, Report, ReportedChange } from '../verdict/report.ts';

const byEnforcement: Record<Enforcement, number> = { 'hard-mandatory': 0, 'soft-mandatory': 1, advisory: 2 };
const byCriticality: Record<Criticality, number> = { critical: 0, stateful: 1, standard: 2, disposable: 3 };

/** A report with its findings and changes ranked and indexed. */
export interface Ranked {
  readonly report: Report;
  /** Mandatory findings without an exception, worst first. */
  readonly failing: readonly Finding[];
  /** Findings that only advisory mode keeps from blocking, worst first. */
  readonly lowered: readonly Finding[];
  readonly advisories: readonly Finding[];
  /** Findings that an exception covers and that would block without it. */
  readonly excepted: readonly Finding[];
  /** Changes, most destructive first. */
  readonly changes: readonly ReportedChange[];
  /** Change of the current object at an address, deposed ones left out. */
  readonly changeOf: ReadonlyMap<string, ReportedChange>;
  /** Change that a finding is about; undefined if it is about something else. */
  readonly changeFor: (finding: Finding) => ReportedChange | undefined;
  /** How bad a finding is; compare with `compareNumbers`, the lowest is the worst. */
  readonly weightOf: (finding: Finding) => readonly number[];
  /** Direct dependents of each destroyed address. */
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
  const keyOf = (address: string, deposed = ''): string => `${address}\0${deposed}`;
  const byKey = new Map(changes.map((change) => [keyOf(change.address, change.deposed), change]));
  const changeFor = ({ subject: { address, deposed } }: Finding): ReportedChange | undefined =>
    address === undefined ? undefined : byKey.get(keyOf(address, deposed));
  const dependentsOf = new Map<string, string[]>();
  for (const dependent of report.blastRadius.dependents) {
    for (const address of dependent.of) {
      const known = dependentsOf.get(address);
      if (known) known.push(dependent.address);
      else dependentsOf.set(address, [dependent.address]);
    }
  }
  const isMassive = report.blastRadius.direct.length >= massive;
  const weightOf = (finding: Finding): readonly number[] => {
    const change = changeFor(finding);
    const { address } = finding.subject;
    const { enforcement, approvals } = finding.enforced ?? finding;
    return [
      change ? destroyWeight(change) : isMassive && isAboutPlan(finding) ? 1 : 2,
      byEnforcement[enforcement],
      -approvals,
      finding.result === 'violated' ? 0 : 1,
      // A finding without an address is about the whole plan and often explains the others.
      address === undefined ? -1 : change === undefined ? 6 : changeWeight(change),
      change === undefined ? 3 : dataWeight(change),
      // Providers give a switch against deletion to what is worst to lose: databases rather than their indexes.
      change === undefined || change.protection === 'none' ? 1 : 0,
      change === undefined ? 4 : byCriticality[change.criticality],
      aboutLoss.has(finding.policy) ? 0 : 1,
      -(dependentsOf.get(address ?? '')?.length ?? 0),
    ];
  };
  const weighed = report.findings.map((finding) => ({ finding, weight: weightOf(finding) }));
  weighed.sort(
    (a, b) =>
      compareNumbers(a.weight, b.weight) ||
      compareText(a.finding.subject.address ?? '', b.finding.subject.address ?? '') ||
      compareText(a.finding.policy, b.finding.policy),
  );
  const findings = weighed.map(({ finding }) => finding);
  const mandatory = findings.filter((finding) => (finding.enforced ?? finding).enforcement !== 'advisory');
  const open = mandatory.filter((finding) => finding.exception === undefined);
  return {
    report,
    failing: open.filter(({ enforcement }) => enforcement !== 'advisory'),
    lowered: open.filter(({ enforcement }) => enforcement === 'advisory'),
    excepted: mandatory.filter((finding) => finding.exception !== undefined),
    advisories: findings.filter((finding) => (finding.enforced ?? finding).enforcement === 'advisory'),
    changes,
    changeOf: new Map(changes.filter(({ deposed }) => deposed === undefined).map((change) => [change.address, change])),
    changeFor,
    weightOf,
    dependentsOf,
  };
}

/** Policies about the loss of an object. Others may find something in its settings, which matters less then. */
const aboutLoss = new Set(['backups-with-data-destroyed', 'no-protected-destroy', 'no-stateful-destroy']);

/** From this number of destroys on, a finding about the whole plan that needs two people ranks like lost data. */
const massive = 5;

function isAboutPlan({ subject, enforced, enforcement, approvals }: Finding): boolean {
  const strictly = enforced ?? { enforcement, approvals };
  return subject.kind === 'plan' && (strictly.enforcement === 'hard-mandatory' || strictly.approvals > 1);
}

/** 0: primary data is destroyed. 1: other data, or something critical. 2: neither. */
function destroyWeight({ action, deposed, stateful, data, criticality }: ReportedChange): number {
  if (changeWeight({ action }) > 0 || deposed !== undefined) return 2;
  if (stateful && data !== 'secondary') return 0;
  return stateful || criticality === 'critical' ? 1 : 2;
}

const byVerdict: Record<Report['verdict'], number> = { error: 0, fail: 1, pass: 2 };

/** Compares two plans, the worse one first: by verdict, then by the worst finding, then by the number of destroys. */
export function compareReports(a: Ranked, b: Ranked): number {
  const worst = ({ failing, lowered, excepted, advisories, weightOf }: Ranked): readonly number[] => {
    const [level, finding] = [failing, lowered, excepted, advisories]
      .map((findings, i) => [i, findings[0]] as const)
      .find(([, first]) => first !== undefined) ?? [4, undefined];
    return finding ? [level, ...weightOf(finding)] : [level];
  };
  return (
    byVerdict[a.report.verdict] - byVerdict[b.report.verdict] ||
    compareNumbers(worst(a), worst(b)) ||
    b.report.blastRadius.direct.length - a.report.blastRadius.direct.length
  );
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
