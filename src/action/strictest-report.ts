/** Compares reports on the same plan by the settings of several branches. */
import type { Report } from '../verdict/report.ts';

/** A report, and the branch whose settings it is by. */
export interface BranchReport {
  readonly branch: string;
  readonly report: Report;
}

/**
 * Returns the strictest report. It passes only if all pass. If they are equally strict, it is the last: the branch that
 * is named in the input `base`.
 */
export function strictestReport(all: readonly [BranchReport, ...BranchReport[]]): Report {
  const [first, ...others] = all.map(({ report }) => report);
  return others.reduce((a, b) => (strictness(a) > strictness(b) ? a : b), first as Report);
}

/** Whether approvals could make the plan pass. */
export function isOpen({ verdict, findings }: Report): boolean {
  return (
    verdict === 'fail' &&
    !findings.some(({ enforcement, exception }) => enforcement === 'hard-mandatory' && exception === undefined)
  );
}

/** The verdict decides, then the number of missing approvals. */
function strictness(report: Report): number {
  const { verdict, approvals } = report;
  const rank = { pass: 0, fail: isOpen(report) ? 1 : 2, error: 3 }[verdict];
  const missing = approvals.needs.reduce((sum, { count, counted }) => sum + Math.max(0, count - counted), 0);
  return rank * 1_000_000 + missing;
}
