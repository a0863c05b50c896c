/** The outputs of `action.yml`, for later steps. */
import { createHash, randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { ownChanges } from '../report/wording/change-phrases.ts';
import type { Report, ReportSet } from '../verdict/report.ts';

/** Values by output name. For several plans, numbers are sums and words are the worst value. */
export type Outputs = Readonly<
  Record<
    | 'verdict'
    | 'approvals-required'
    | 'approvals-counted'
    | 'changes'
    | 'destroyed'
    | 'replaced'
    | 'score'
    | 'risk'
    | 'fingerprint'
    | 'report'
    | 'redacted',
    string
  >
>;

/** Outputs of the command `redact`. */
export type RedactOutputs = Pick<Outputs, 'fingerprint' | 'redacted'>;

const levels = ['none', 'low', 'medium', 'high', 'critical'] as const;

/**
 * Returns the outputs of a result.
 * @param options.report path of the JSON report
 */
export function toOutputs(result: Report | ReportSet, options: { readonly report: string }): Outputs {
  const reports = reportsOf(result);
  const sum = (numberOf: (report: Report) => number): string =>
    String(reports.reduce((total, report) => total + numberOf(report), 0));
  const risks = reports.map(({ blastRadius }) => levels.indexOf(blastRadius.level));
  return {
    verdict: result.verdict,
    'approvals-required': sum(({ approvals }) => approvals.required),
    'approvals-counted': sum(({ approvals }) => approvals.counted),
    changes: reports.some(({ verdict }) => verdict === 'error') ? '' : sum(ownChanges),
    destroyed: sum(({ counts }) => counts.delete),
    replaced: sum(({ counts }) => counts.replace),
    score: sum(({ blastRadius }) => blastRadius.score),
    risk: levels[Math.max(0, ...risks)] ?? 'none',
    fingerprint: fingerprintOutput(result),
    report: options.report,
    redacted: '',
  };
}

/** Returns the fingerprint of the plans in a result; empty if one of them has none. */
export function fingerprintOutput(result: Report | ReportSet): string {
  return joinFingerprints(reportsOf(result).map(({ plan }) => plan.fingerprint));
}

/**
 * Returns one fingerprint unchanged; for several, SHA-256 over the sorted ones, one per line; empty if one is empty.
 */
export function joinFingerprints(own: readonly string[]): string {
  if (own.length === 0 || own.includes('')) return '';
  const [only] = own;
  if (own.length === 1 && only !== undefined) return only;
  return createHash('sha256')
    .update(
      own
        .toSorted()
        .map((line) => `${line}\n`)
        .join(''),
    )
    .digest('hex');
}

/** Returns the reports of a result as a list. */
export function reportsOf(result: Report | ReportSet): readonly Report[] {
  return 'reports' in result ? result.reports : [result];
}

/** Writes each value between random delimiters, so that no value can end early and set another output. */
export async function writeOutputs(file: string | undefined, outputs: Outputs | RedactOutputs): Promise<void> {
  if (file === undefined) return;
  const blocks = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `ghadelimiter_${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  await appendFile(file, blocks.join(''));
}
