/** Where nothing could be judged, the reports say so: what an earlier run left in a file would pass for this one's. */
import { unjudged } from '../app/error-report.ts';
import { deliver, type Target, toResult } from '../app/output.ts';
import { faultText, isFirebreakError } from '../errors.ts';

/**
 * Does the work. Where it throws, a report with the verdict `error` goes to every target but text on standard output, which
 * standard error stands for; then throws the same.
 * @param options.plans as they were named, as far as that is known
 */
export async function orTell<T>(
  work: () => Promise<T>,
  { targets, plans }: { readonly targets: readonly Target[]; readonly plans: () => readonly string[] },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const errors = isFirebreakError(error) ? error.faults.map(faultText) : ['something went wrong inside Firebreak'];
    const files = plans();
    const result = toResult((files.length > 0 ? files : ['']).map((file) => unjudged(file, errors)));
    for (const target of targets.filter(({ format, file }) => file !== null || format !== 'text')) {
      // That a report cannot be written is not what went wrong first.
      await deliver(result, [target], { explainPass: false }).catch(() => {});
    }
    throw error;
  }
}
