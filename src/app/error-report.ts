/** What cannot be judged is a report too. */
import type { Report } from '../verdict/report.ts';
import { toErrorReport } from '../verdict/to-report.ts';
import { version } from '../version.ts';

/** The verdict `error` on a plan of which nothing but its name is known. */
export function errorReport(file: string, errors: readonly string[]): Report {
  return toErrorReport({ input: { source: { file, sha256: '', json: null }, version }, backends: [], errors });
}
