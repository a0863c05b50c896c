/** Decides how the job ends, from the verdict and `fail-on`. */
import { type FailOn, failOnNames } from '../source/settings.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { reportsOf } from './outputs.ts';
import { isOpen } from './strictest-report.ts';

/** Returns 0 or 1 by verdict and `fail-on`, and 2 if the plan could not be judged. */
export function exitCode({ result, failOn }: { readonly result: Report | ReportSet; readonly failOn: FailOn }): number {
  if (result.verdict === 'error') return 2;
  if (result.verdict === 'pass' || failOn === 'never') return 0;
  const hard = reportsOf(result).some((report) => report.verdict === 'fail' && !isOpen(report));
  return failOn === 'soft' || hard ? 1 : 0;
}

/** Returns the strictest of several values of `fail-on`. */
export function strictestFailOn(all: readonly FailOn[]): FailOn {
  return failOnNames.find((name) => all.includes(name)) ?? 'soft';
}

/** Returns remarks on a `fail-on` that is not the default or not the one asked for. */
export function failOnRemarks({ asked, used }: { readonly asked: FailOn; readonly used: FailOn }): readonly string[] {
  const meaning = {
    soft: 'the job fails for every blocking finding',
    hard: 'the job fails only for hard-mandatory findings',
    never: 'the job never fails',
  }[used];
  if (asked !== used) return [`\`fail-on: ${asked}\` is not allowed by the settings: \`${used}\` holds, ${meaning}.`];
  return used === 'soft' ? [] : [`\`fail-on: ${used}\`: ${meaning}.`];
}
