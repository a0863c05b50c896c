/** What cannot be judged is a report too: an earlier one that stayed in its place would pass for this run's. */
import { faultText, InputError, isFirebreakError } from '../errors.ts';
import type { Report } from '../verdict/report.ts';
import { toErrorReport } from '../verdict/to-report.ts';
import { version } from '../version.ts';
import { type OutputTarget, toReportSet, writeReports } from './output.ts';

/** The verdict `error` on a plan of which nothing but its name is known. */
export function errorReport(file: string, errors: readonly string[]): Report {
  return toErrorReport({ source: { file, sha256: '' }, version, actor: null, backends: [], errors });
}

/**
 * What the work returns, or the error report on a plan that cannot be read.
 * @throws everything that concerns more than this plan: settings, policies, the command line
 */
export async function orErrorReport<T>(file: string, work: () => Promise<T>): Promise<T | Report> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return errorReport(file, error.faults.map(faultText));
    if (error instanceof RangeError) return errorReport(file, [faultText({ file, ...tooDeep })]);
    throw error;
  }
}

/** Walking such values exhausts the stack. */
const tooDeep = {
  message: 'its values are nested too deeply to be judged',
  hint: 'No Terraform plan looks like this.',
};

/**
 * Does the work. Where it throws, an error report goes to every target but text on standard output, for which standard
 * error is enough; then throws the same.
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
