/** The hint after `firebreak plan`: suggests an apply only if it can be the next step. */
import type { Report, ReportSet } from '../verdict/report.ts';

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
      return `${where}; to apply: ${apply}`;
    case 'error':
      return `${where}; what could not be judged is not to be applied`;
    case 'fail':
      return reports.some(isHard)
        ? `${where}; no approval lifts what is hard-mandatory, so change the configuration, and plan again`
        : `${where}; it needs people first (firebreak approve ${approve}), then: ${apply}`;
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
