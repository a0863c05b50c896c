/**
 * The report as the output of an Atlantis custom policy check. Atlantis reads the verdict out of the words and sets them
 * in a `diff` block without escaping: https://www.runatlantis.io/docs/custom-policy-checks.html
 */
import { createHash } from 'node:crypto';
import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { guardLines, shorten, terminal } from './escape.ts';
import { groupBy } from './grouping.ts';
import { notes } from './notes.ts';
import { approvals, count, findingLine, headline, needs, nextStep, setHeadline, worst } from './phrases.ts';
import { displayName, proseToText } from './prose.ts';
import { compareText, type Ranked, rank } from './ranking.ts';
import { remedyBlocks } from './remedy.ts';
import type { RenderOptions } from './render-options.ts';
import { type Page, wrap } from './text/text-layout.ts';

/** Atlantis splits a longer comment, and counts bytes. */
const mostBytes = 58_000;
/** Of `mostBytes`: the lines that approvals are bound to come first. */
const bytesOfFindings = 34_000;
const addressLength = 200;

const page: Page = { width: 100, colour: false };

/**
 * A failing report begins with `FAIL`, has one line `FAIL - policy - address …` a finding that depends on nothing but the
 * finding (sticky approvals hash it), and ends with `… 3 failures`. A passing one begins with `PASS` and holds neither
 * `fail` nor anything else that some version of Atlantis takes for a failure.
 */
export function atlantis(report: Report | ReportSet, options: RenderOptions): string {
  const reports = 'reports' in report ? report.reports : [report];
  const ranked = reports.map(rank);
  const top = 'reports' in report ? [setHeadline(report)] : [];
  const limit = Math.min(options.limit ?? mostBytes, mostBytes);
  const passes = report.verdict === 'pass' && reports.length > 0;
  const text = passes
    ? withoutFail(passing(ranked, { ...options, top, limit }))
    : failing(ranked, { ...options, top, limit });
  return `${guardLines(withoutFences(text))}\n`;
}

interface Room extends RenderOptions {
  readonly top: readonly string[];
  /** Bytes. */
  readonly limit: number;
}

function passing(ranked: readonly Ranked[], room: Room): string {
  return fitted({
    head: ['PASS - Firebreak lets this plan through.', ...indented(room.top)],
    body: ranked.flatMap((one) => [...facts(one), ...context(one, room)]),
    tail: ['', 'Verdict: PASS'],
    limit: room.limit,
  });
}

function failing(ranked: readonly Ranked[], room: Room): string {
  const several = ranked.length > 1;
  const lines = ranked
    .flatMap((one) => failLines(one, several ? `${name(one.report.plan.file)}: ` : ''))
    .toSorted(compareText);
  const all = lines.length > 0 ? lines : ['FAIL - not-judged - no plan'];
  const standing = ranked.filter(({ report }) => report.verdict !== 'pass');
  return fitted({
    head: [
      'FAIL - Firebreak stops this plan.',
      ...indented(room.top),
      ...(several ? [] : standing.flatMap(facts)),
      '',
      ...fittingLines(all, Math.min(bytesOfFindings, room.limit * 0.6)),
    ],
    body: standing.flatMap((one) => [...(several ? facts(one) : []), ...reasons(one), ...context(one, room)]),
    tail: ['', `Verdict: FAIL, ${count(all.length, 'failure')}`],
    limit: room.limit,
  });
}

/** Each says what it is about and nothing that another finding could change. */
function failLines({ report, failing: findings, changeOf }: Ranked, file: string): readonly string[] {
  if (report.verdict === 'pass') return [];
  const errors = (report.errors ?? []).map(
    (error) => `FAIL - not-judged - ${file}${name(error.split('\n', 1)[0] ?? '')}`,
  );
  const found = findings.map((finding) => {
    const { policy, subject, result, fingerprint } = finding;
    const action = subject.address === undefined ? undefined : changeOf.get(subject.address)?.action;
    return [
      'FAIL',
      name(policy),
      `${file}${subject.address === undefined ? `(${name(subject.kind)})` : name(subject.address)}`,
      ...(action === undefined ? [] : [name(action)]),
      result === 'unknown' ? 'not known' : 'violated',
      needs(finding),
      name(fingerprint),
    ].join(' - ');
  });
  const lines = [...errors, ...found];
  return lines.length > 0 ? lines : [`FAIL - not-judged - ${file}(plan)`];
}

/** What does not fit is bound by a hash, so that an approval of what is shown is none of what is not. */
function fittingLines(lines: readonly string[], limit: number): readonly string[] {
  let used = 200;
  const end = lines.findIndex((line) => {
    used += bytes(line);
    return used > limit;
  });
  if (end < 0) return lines;
  const rest = lines.slice(end);
  const hash = createHash('sha256').update(rest.join('\n')).digest('hex').slice(0, 16);
  return [...lines.slice(0, end), `FAIL - ${rest.length} more, left out for length - ${hash}`];
}

function facts(ranked: Ranked): readonly string[] {
  return [
    '',
    ...labelled('What', headline(ranked)),
    ...labelled('Worst', proseToText(worst(ranked))),
    ...labelled('Next', proseToText(nextStep(ranked))),
  ];
}

/** One block a policy: its worst case, why it matters, what to do. */
function reasons({ report, failing: findings }: Ranked): readonly string[] {
  const errors = (report.errors ?? []).flatMap((error) => [
    '',
    ...indented(error.split('\n').map((line) => line.trim())),
  ]);
  const policies = groupBy(findings, ({ policy }) => policy).flatMap((same) => [
    '',
    ...wrap(page, terminal(title(same)), { first: '', hang: '  ' }),
    ...indented([proseToText(findingLine(same[0]))]),
    ...labelled('  Why', terminal(oneLine(same[0].why))),
    ...remedyLines(same[0].remedy),
  ]);
  return [...errors, ...policies];
}

const linesOfRemedy = 14;

/** Code keeps its lines. */
function remedyLines(remedy: string): readonly string[] {
  const lines = remedyBlocks(remedy).flatMap(({ kind, lines: [first = '', ...rest] }, i) => {
    if (kind === 'prose') return i === 0 ? labelled('  Do', terminal(first)) : indented([first], '    ');
    return [first, ...rest].map((line) => `      ${terminal(shorten(line, 200))}`);
  });
  return lines.length > linesOfRemedy ? [...lines.slice(0, linesOfRemedy), '      …'] : lines;
}

function title(same: readonly [Finding, ...Finding[]]): string {
  const times = same.length > 1 ? `, ${same.length} findings, the worst:` : ':';
  return `${same[0].policy} (${needs(same[0])})${times}`;
}

/** What does not block, and what the verdict rests on. */
function context(ranked: Ranked, { explainPass, remarks = [] }: Room): readonly string[] {
  const { report, advisories } = ranked;
  const asked = approvals(report);
  const lifted = report.verdict === 'pass' ? ranked.failing : [];
  const brief = report.verdict === 'pass' && lifted.length === 0;
  const advice = groupBy(advisories, ({ policy }) => policy).map((same) => {
    const more = same.length > 1 ? ` (and ${same.length - 1} more)` : '';
    return `${terminal(same[0].policy)}: ${proseToText(findingLine(same[0]))}${more}`;
  });
  // The bytes of a plan differ each time that it is made; its fingerprint does not.
  const said = notes(ranked, { brief }).filter(({ label }) => label !== 'File');
  return [
    ...section(
      'Lifted by approvals',
      lifted.map((finding) => proseToText(findingLine(finding))),
    ),
    ...section('Advisories, blocking nothing', advice),
    '',
    ...(asked === '' ? [] : labelled('Approvals', terminal(asked))),
    ...said.flatMap(({ label, text }) => labelled(label, proseToText(text))),
    ...(report.settings === undefined && report.policies.length > 0
      ? labelled('Settings', 'none; the policies as they come')
      : []),
    ...remarks.flatMap((remark) => labelled('Note', terminal(remark))),
    ...(report.plan.fingerprint === '' ? [] : labelled('Plan', `fingerprint ${terminal(report.plan.fingerprint)}`)),
    ...(explainPass
      ? section(
          'Policies',
          report.policies.map(({ id, looked }) => `${terminal(id)}: looked at ${looked}`),
        )
      : []),
  ];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, 20);
  const more = lines.length > shown.length ? [`and ${lines.length - shown.length} more`] : [];
  return ['', `${heading} (${lines.length})`, ...indented([...shown, ...more])];
}

function labelled(label: string, text: string): readonly string[] {
  return wrap(page, text, { first: `${label}: `, hang: '    ' });
}

/** No line begins with what a `diff` block colours or hides. */
function indented(lines: readonly string[], first = '  '): readonly string[] {
  return lines.flatMap((line) => wrap(page, terminal(shorten(line, 600)), { first }));
}

function name(text: string): string {
  return text === '' ? displayName(text) : terminal(shorten(text, addressLength));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Head and tail always stay; the body as far as it fits. */
function fitted(parts: {
  readonly head: readonly string[];
  readonly body: readonly string[];
  readonly tail: readonly string[];
  readonly limit: number;
}): string {
  const { head, body, tail, limit } = parts;
  const notice = ['', 'Left out for length: the rest.'];
  const fixed = bytes([...head, ...notice, ...tail].join('\n')) + 2;
  let used = fixed;
  const end = body.findIndex((line) => {
    used += bytes(line);
    return used > limit;
  });
  return [...head, ...(end < 0 ? body : [...body.slice(0, end), ...notice]), ...tail].join('\n');
}

/** With its newline, and with the dots that may come into it. */
function bytes(text: string): number {
  return new TextEncoder().encode(withoutFail(withoutFences(text))).length + 1;
}

/** A line of backticks alone would end the block that Atlantis sets the report in. */
function withoutFences(text: string): string {
  return text.replace(/`{3,}/g, (run) => [...run].join(' '));
}

/** Go's lower case makes an `i` of U+0130 too. */
const fail = /(f)(a[i\u0130]l)/gi;

/** The word in a name or a message would fail a passing plan in Atlantis up to v0.38. */
function withoutFail(text: string): string {
  return text.replace(fail, '$1·$2');
}
