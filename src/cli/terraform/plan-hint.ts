/** The hint after `firebreak plan`: suggests an apply only if it can be the next step. */
import type { Report, ReportSet } from '../../verdict/report.ts';

/** Where the plans are, and the command that applies them. */
export interface MadePlans {
  /** For example `the plan is tfplan`. */
  readonly where: string;
  /** The plan to name in `firebreak approve`. */
  readonly approve: string;
  readonly apply: string;
}

/** Returns what to do next with plans that were just made and judged. */
export function planHint(result: Report | ReportSet, { where, approve, apply }: MadePlans): string {
  const reports = 'reports' in result ? result.reports : [result];
  switch (result.verdict) {
    case 'pass':
      return `${where}. To apply it: ${apply}`;
    case 'error':
      return `${where}. Do not apply it: it has no verdict.`;
    case 'fail':
      return reports.some(isHard)
        ? `${where}. Hard-mandatory findings cannot be approved. Change the configuration and plan again.`
        : `${where}. It needs approvals (firebreak approve ${approve}). Then: ${apply}`;
  }
}

function isHard({ findings }: Report): boolean {
  return findings.some(({ enforcement, exception }) => enforcement === 'hard-mandatory' && !exception);
}
/** A plan that was made, and the directory of its root module. */
export interface MadePlan {
  readonly file: string;
  readonly dir: string | undefined;
}
