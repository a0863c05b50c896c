/** An in-toto statement: these plans, by their hashes, got this verdict. To be signed, for example with cosign. */
import type { Report, ReportSet } from '../verdict/report.ts';
import { harmless, json } from './json.ts';

/** What the predicate is: the JSON report, as `schemas/report.schema.json` has it. */
const predicateType = 'urn:firebreak:report:1';

/**
 * Statement v1. A plan that could not be read has no hash, and is no subject; what is said of it stands in the predicate.
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
  return `${harmless(JSON.stringify(statement, null, 2))}\n`;
}
