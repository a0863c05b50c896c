/** Output of `backtest`: which stored plans get another verdict under other settings. */
import type { Report } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import { table } from '../table.ts';
import { heading, type Page, paint, wrap } from '../text/text-layout.ts';
import { verdictWord } from '../wording/phrases.ts';
import { count, list } from '../wording/words.ts';

/** The verdict on one plan under one set of settings. */
export interface BacktestResult {
  readonly verdict: Report['verdict'];
  /** Number of approvals needed to lift the findings; null: a hard-mandatory finding, which no approval lifts. */
  readonly approvals: number | null;
}

/** One stored plan, judged with both settings. */
export interface Backtested {
  readonly file: string;
  readonly before: BacktestResult;
  readonly after: BacktestResult;
  readonly changed: boolean;
  /** Policies whose mandatory findings appear or disappear. */
  readonly comes: readonly string[];
  readonly goes: readonly string[];
  /** Why the plan could not be judged. */
  readonly error?: string;
}

/** Compares two reports on the same plan. */
export function toBacktested(file: string, before: Report, after: Report): Backtested {
  const [was, is] = [judgementOf(before), judgementOf(after)];
  const [old, now] = [hardFindings(before), hardFindings(after)];
  const error = [...(before.errors ?? []), ...(after.errors ?? [])][0];
  return {
    file,
    before: was,
    after: is,
    changed: was.verdict !== is.verdict || was.approvals !== is.approvals,
    comes: policiesOf(now, old),
    goes: policiesOf(old, now),
    ...(error !== undefined && { error }),
  };
}

function judgementOf({ verdict, approvals, findings }: Report): BacktestResult {
  const isHard = findings.some(({ enforcement, exception }) => enforcement === 'hard-mandatory' && !exception);
  return { verdict, approvals: isHard ? null : approvals.required };
}

type Findings = ReadonlyMap<string, string>;

/** Fingerprints of mandatory findings → policy. */
function hardFindings({ findings }: Report): Findings {
  const standing = findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
  return new Map(standing.map(({ fingerprint, policy }) => [fingerprint, policy]));
}

function policiesOf(findings: Findings, others: Findings): readonly string[] {
  const only = [...findings].filter(([fingerprint]) => !others.has(fingerprint)).map(([, policy]) => policy);
  return [...new Set(only)].sort();
}

/** Returns the lines for a terminal: a summary and a table of the plans that change. */
export function backtestLines(
  page: Page,
  options: { readonly results: readonly Backtested[]; readonly against: string; readonly config: string },
): readonly string[] {
  const { results } = options;
  const broken = results.filter(({ error }) => error !== undefined);
  const changed = results.filter(({ changed: it, error }) => it && error === undefined);
  const same = results.length - broken.length - changed.length;
  const word = changed.length > 0 ? paint(page, 'error', 'CHANGES') : paint(page, 'pass', 'SAME');
  const number = (matches: (each: Backtested) => boolean): number => changed.filter(matches).length;
  const counts: readonly (readonly [number: number, text: string])[] = [
    [number(({ before, after }) => before.verdict === 'pass' && after.verdict === 'fail'), 'would fail'],
    [number(({ before, after }) => before.verdict === 'fail' && after.verdict === 'pass'), 'would pass'],
    [number(({ before, after }) => isApprovable(before) && isHard(after)), 'could no longer be approved'],
    [number(({ before, after }) => isHard(before) && isApprovable(after)), 'could now be approved'],
    [number(({ before, after }) => isApprovable(before) && isApprovable(after)), 'would need different approvals'],
  ];
  const how = counts.flatMap(([n, text]) => (n > 0 ? [`${n} ${text}`] : []));
  return [
    ...wrap(page, `${count(results.length, 'plan')}: ${[...how, `${same} unchanged`].join(', ')}.`, {
      first: `${word}  `,
    }),
    ...wrap(page, `From ${terminal(options.config)} to ${terminal(options.against)}.`, { first: '' }),
    ...(changed.length === 0 ? [] : ['', ...table(page, ['Plan', 'Before', 'After', 'Why'], changed.map(row))]),
    ...(broken.length === 0
      ? []
      : [
          '',
          ...heading(page, `No verdict (${broken.length})`),
          ...broken.flatMap(({ file, error = '' }) =>
            wrap(page, `${terminal(file)}: ${terminal(error.split('\n', 1)[0] ?? '')}`, { first: '  ✗ ' }),
          ),
        ]),
  ];
}

function isHard({ verdict, approvals }: BacktestResult): boolean {
  return verdict === 'fail' && approvals === null;
}

function isApprovable({ verdict, approvals }: BacktestResult): boolean {
  return verdict === 'fail' && approvals !== null;
}

function row({ file, before, after, comes, goes }: Backtested): readonly string[] {
  const because = [
    comes.length > 0 ? `new findings: ${list(comes.map(terminal))}` : '',
    goes.length > 0 ? `resolved: ${list(goes.map(terminal))}` : '',
  ].filter(Boolean);
  return [terminal(file), inWords(before), inWords(after), because.join('; ') || 'different enforcement or approvals'];
}

function inWords(result: BacktestResult): string {
  const { verdict, approvals } = result;
  if (isHard(result)) return `${verdictWord[verdict]} (no approval possible)`;
  return verdict === 'fail' && approvals !== null && approvals > 0
    ? `${verdictWord[verdict]} (${count(approvals, 'approval')})`
    : verdictWord[verdict];
}
