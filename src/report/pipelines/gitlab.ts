/**
 * Renders the numbers of changes as a Terraform report of GitLab, which the merge request shows:
 * https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsterraform
 */
import type { Report, ReportSet } from '../../verdict/report.ts';

/**
 * Returns `{"create", "update", "delete"}` of all plans together. A replacement counts as a create and a delete. Without
 * a verdict on each plan the keys are absent, for which GitLab says that the report is not valid: zeros would look like
 * a plan that changes nothing.
 */
export function gitlab(report: Report | ReportSet): string {
  const reports = 'reports' in report ? report.reports : [report];
  const sum = (of: (counts: Report['counts']) => number): number =>
    reports.reduce((total, { counts }) => total + of(counts), 0);
  const numbers = {
    create: sum(({ create, replace }) => create + replace),
    update: sum(({ update }) => update),
    delete: sum((counts) => counts.delete + counts.replace),
  };
  const isJudged = reports.every(({ verdict }) => verdict !== 'error');
  return `${JSON.stringify(isJudged ? numbers : { error: 'A plan could not be judged. This is not a pass.' })}\n`;
}
