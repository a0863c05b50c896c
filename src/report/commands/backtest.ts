/** Output of `backtest`: which stored plans get another verdict under other settings. */
import type { Report } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import { count, list, verdictWord } from '../phrases.ts';
import { table } from '../table.ts';
import { heading, type Page, paint, wrap } from '../text/text-layout.ts';

/** The verdict on one plan under one set of settings. */
export interface BacktestResult {
  readonly verdict: Report['verdict'];
  /** Number of approvals needed to lift the findings. */
  readonly approvals: number;
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

function judgementOf({ verdict, approvals }: Report): BacktestResult {
  return { verdict, approvals: approvals.required };
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
  const stricter = changed.filter(({ before, after }) => before.verdict === 'pass' && after.verdict === 'fail').length;
  const looser = changed.filter(({ before, after }) => before.verdict === 'fail' && after.verdict === 'pass').length;
  const others = changed.length - stricter - looser;
  const how = [
    stricter > 0 ? `${stricter} would now fail` : '',
    looser > 0 ? `${looser} would now pass` : '',
    others > 0 ? `${others} would need other approvals` : '',
  ].filter(Boolean);
  return [
    ...wrap(page, `${count(results.length, 'plan')}: ${[...how, `${same} judged the same`].join(', ')}.`, {
      first: `${word}  `,
    }),
    ...wrap(page, `From ${terminal(options.config)} to ${terminal(options.against)}.`, { first: '' }),
    ...(changed.length === 0 ? [] : ['', ...table(page, ['Plan', 'Before', 'After', 'Because'], changed.map(row))]),
    ...(broken.length === 0
      ? []
      : [
          '',
          ...heading(page, `Could not be judged (${broken.length})`),
          ...broken.flatMap(({ file, error = '' }) =>
            wrap(page, `${terminal(file)}: ${terminal(error.split('\n', 1)[0] ?? '')}`, { first: '  ✗ ' }),
          ),
        ]),
  ];
}

function row({ file, before, after, comes, goes }: Backtested): readonly string[] {
  const because = [
    comes.length > 0 ? `now against it: ${list(comes.map(terminal))}` : '',
    goes.length > 0 ? `no longer: ${list(goes.map(terminal))}` : '',
  ].filter(Boolean);
  return [terminal(file), inWords(before), inWords(after), because.join('; ') || 'other approvals'];
}

function inWords({ verdict, approvals }: BacktestResult): string {
  return verdict === 'fail' && approvals > 0
    ? `${verdictWord[verdict]} (${count(approvals, 'approval')})`
    : verdictWord[verdict];
}
