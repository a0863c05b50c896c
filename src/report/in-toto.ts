/**
 * Renders the report as an in-toto statement, which binds the verdict to hashes of the plans. It can be signed, e.g.
 * with cosign.
 */
import type { Report, ReportSet } from '../verdict/report.ts';
import { escapeInvisible, json } from './json/json.ts';

/** Type of the predicate: the JSON report, as defined in `schemas/report.schema.json`. */
const predicateType = 'urn:firebreak:report:1';

/**
 * Returns an in-toto Statement v1. A plan that could not be read has no hash, so it is only part of the predicate and
 * not a subject.
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function inToto(report: Report | ReportSet): string {
  const reports = 'reports' in report ? report.reports : [report];
  const predicate: unknown = JSON.parse(json(report));
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: reports
      .filter(({ plan }) => plan.sha256 !== '')
      .map(({ plan }) => ({ name: plan.file, digest: { sha256: plan.sha256 } })),
    predicateType,
    predicate,
  };
  return `${escapeInvisible(JSON.stringify(statement, null, 2))}\n`;
}
