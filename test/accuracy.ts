/**
 * Scores verdicts on the cases in `fixtures/cases`: small plans of kinds that incident reports and bug reports
 * describe. `index.json` says of each what must come out and why.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeOrErrorReport } from '../src/app/judge-plan.ts';
import type { Finding, Report } from '../src/verdict/report.ts';
import { judgeOptions } from './judge-options.ts';

/** One entry of `index.json`. */
export interface Case {
  /** Name of its folder. */
  readonly slug: string;
  readonly kind: string;
  /** `fail`: blocked; `advise`: passed with a finding; `pass`: passed; `error`: not judged at all. */
  readonly want: 'fail' | 'advise' | 'pass' | 'error';
  /** Addresses that a finding must name; with `fail`, one that blocks. */
  readonly names: readonly string[];
  /** Approvals that it needs at least. */
  readonly people: number;
  readonly why: string;
  /** Careful people differ on it. */
  readonly taste?: boolean;
}

export interface Score {
  readonly case: Case;
  readonly got: 'stopped' | 'advised' | 'passed' | 'not judged';
  /** What is wrong; empty where nothing is. */
  readonly wrong: readonly string[];
}

/**
 * Judges every case without settings, in the order of the index.
 * @param dir the folder of `index.json`
 */
export async function scoreCases(dir: string): Promise<readonly Score[]> {
  const cases = JSON.parse(await readFile(join(dir, 'index.json'), 'utf8')) as readonly Case[];
  const scores: Score[] = [];
  for (const one of cases) {
    const report = await judgeOrErrorReport({ ...judgeOptions(dir), file: join(dir, one.slug, 'plan.json') });
    scores.push(scoreCase(one, report));
  }
  return scores;
}

function scoreCase(one: Case, report: Report): Score {
  const blocking = report.findings.filter(({ enforcement }) => enforcement !== 'advisory');
  const got = outcomeOf(report);
  const counted = one.want === 'fail' ? blocking : report.findings;
  const unnamed = one.names.filter((name) => !counted.some((finding) => isNamedBy(finding, name)));
  const saysNothing = one.want === 'advise' && report.findings.length === 0;
  const isRight = verdictOf[one.want] === report.verdict && !saysNothing;
  const policies = [...new Set(blocking.map(({ policy }) => policy))].join(', ');
  const lacks = one.want === 'fail' && report.approvals.required < one.people;
  return {
    case: one,
    got,
    wrong: [
      ...(isRight ? [] : [`want ${one.want}, got ${got}${policies && ` (${policies})`}`]),
      ...(one.want === 'pass' ? [] : unnamed.map((name) => `not named: ${name}`)),
      ...(lacks ? [`want ${one.people} approvals, got ${report.approvals.required}`] : []),
    ],
  };
}

const verdictOf = { fail: 'fail', advise: 'pass', pass: 'pass', error: 'error' } as const;

function outcomeOf({ verdict, findings }: Report): Score['got'] {
  if (verdict === 'error') return 'not judged';
  if (verdict === 'fail') return 'stopped';
  return findings.length > 0 ? 'advised' : 'passed';
}

function isNamedBy({ subject: { address = '' }, message }: Finding, name: string): boolean {
  return address === name || address.startsWith(`${name}[`) || message.includes(name);
}
