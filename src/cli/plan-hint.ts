/** What is said of plans that were just made and judged: of an apply only where it can come next. */
import type { Report, ReportSet } from '../verdict/report.ts';

/** Where the plans are, and the command line that applies them. */
export interface MadePlans {
  /** e.g. `the plan is tfplan` */
  readonly where: string;
  /** What an approval names. */
  readonly approve: string;
  readonly apply: string;
}

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
/** A plan that was made, and the root module that it is of. */

export interface MadePlan {
  readonly file: string;
  readonly dir: string | undefined;
}
