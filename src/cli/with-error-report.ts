/** Where nothing could be judged, the reports say so: what an earlier run left in a file would pass for this one's. */
import { errorReport } from '../app/error-report.ts';
import { type OutputTarget, toReportSet, writeReports } from '../app/output.ts';
import { faultText, isFirebreakError } from '../errors.ts';

/**
 * Does the work. Where it throws, a report with the verdict `error` goes to every target but text on standard output, which
 * standard error stands for; then throws the same.
 * @param options.plans as they were named, as far as that is known
 */
export async function withErrorReport<T>(
  work: () => Promise<T>,
  { targets, plans }: { readonly targets: readonly OutputTarget[]; readonly plans: () => readonly string[] },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const errors = isFirebreakError(error) ? error.faults.map(faultText) : ['something went wrong inside Firebreak'];
    const files = plans();
    const result = toReportSet((files.length > 0 ? files : ['']).map((file) => errorReport(file, errors)));
    for (const target of targets.filter(({ format, file }) => file !== null || format !== 'text')) {
      // That a report cannot be written is not what went wrong first.
      await writeReports(result, [target], { explainPass: false }).catch(() => {});
    }
    throw error;
  }
}
