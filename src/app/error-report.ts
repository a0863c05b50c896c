/** Writes an error report when a plan cannot be judged, so that an earlier report is not mistaken for this run's. */
import { faultText, InputError, isFirebreakError } from '../errors.ts';
import { version } from '../package-info.ts';
import type { Report } from '../verdict/report.ts';
import { toErrorReport } from '../verdict/to-error-report.ts';
import { type OutputTarget, toReportSet, writeReports } from './output.ts';

/** Returns a report with the verdict `error`, for a plan of which only the name is known. */
export function errorReport(file: string, errors: readonly string[]): Report {
  return toErrorReport({ source: { file, sha256: '' }, version, actor: null, backends: [], errors });
}

/**
 * Returns the result of `work`, or an error report if the plan cannot be read.
 * @throws errors that do not concern a single plan: settings, policies, the command line
 */
export async function orErrorReport<T>(file: string, work: () => Promise<T>): Promise<T | Report> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return errorReport(file, error.faults.map(faultText));
    if (isTooDeep(error)) return errorReport(file, [faultText({ file, ...tooDeep })]);
    throw error;
  }
}

/** The message for values that are nested too deeply. */
export const tooDeep = {
  message: 'values nested too deeply',
  hint: 'No Terraform plan looks like this.',
} as const;

/** Whether the stack was exhausted, as happens when values are nested very deeply. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

/**
 * Runs `work`. If it throws, writes an error report to every target except text on standard output (standard error is
 * enough there), and throws the same error.
 * @param options.plans names of the plans, as far as they are known
 */
export async function withErrorReport<T>(
  work: () => Promise<T>,
  { targets, plans }: { readonly targets: readonly OutputTarget[]; readonly plans: () => readonly string[] },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const errors = isFirebreakError(error) ? error.faults.map(faultText) : ['internal error'];
    const files = plans();
    const result = toReportSet((files.length > 0 ? files : ['']).map((file) => errorReport(file, errors)));
    for (const target of targets.filter(({ format, file }) => file !== null || format !== 'text')) {
      // The first error matters more than a report that cannot be written.
      await writeReports(result, [target]).catch(() => {});
    }
    throw error;
  }
}
