/**
 * Renders the report as output of an Atlantis custom policy check. Atlantis derives the verdict from the text and
 * shows it in a `diff` block without escaping: https://www.runatlantis.io/docs/custom-policy-checks.html
 */
import { createHash } from 'node:crypto';
import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { brokenGlassLines, liftedBy } from './broken-glass.ts';
import { guardLines, shorten, terminal } from './escape.ts';
import { partitionBy } from './grouping.ts';
import { notes } from './notes.ts';
import { approvals, count, findingLine, headline, needs, nextStep, setHeadline, worst } from './phrases.ts';
import { displayName, proseToText } from './prose.ts';
import { compareText, type Ranked, rank } from './ranking.ts';
import { remedyBlocks } from './remedy.ts';
import type { RenderOptions } from './render-options.ts';
import { type Page, wrap } from './text/text-layout.ts';

/** In bytes, since Atlantis splits longer comments; a part of them for the `FAIL` lines, which approvals are bound to. */
const mostBytes = 58_000;
const bytesOfFindings = 34_000;
const addressLength = 200;

const page: Page = { width: 100, colour: false };

/**
 * Returns the text for Atlantis. A failing report begins with `FAIL`, has one line `FAIL - policy - address …` for
 * each finding, and ends with `… 3 failures`. Sticky approvals hash these lines, so each depends only on its finding.
 * A passing report begins with `PASS` and contains no text that any version of Atlantis takes for a failure.
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
  /** In bytes. */
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

/** Each line depends only on its own finding. */
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

/**
 * Replaces lines beyond the limit by their hash, so that an approval of the shown lines does not cover different
 * hidden ones.
 */
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
    ...brokenGlassLines(ranked.report).flatMap((line) => labelled('BROKEN GLASS', terminal(line))),
    ...labelled('What', headline(ranked)),
    ...labelled('Worst', proseToText(worst(ranked))),
    ...labelled('Next', proseToText(nextStep(ranked))),
  ];
}

/** One block for each policy: its worst finding, why it matters, and the fix. */
function reasons({ report, failing: findings }: Ranked): readonly string[] {
  const errors = (report.errors ?? []).flatMap((error) => [
    '',
    ...indented(error.split('\n').map((line) => line.trim())),
  ]);
  const policies = partitionBy(findings, ({ policy }) => policy).flatMap((same) => [
    '',
    ...wrap(page, terminal(title(same)), { first: '', hang: '  ' }),
    ...indented([proseToText(findingLine(same[0]))]),
    ...labelled('  Why', terminal(oneLine(same[0].why))),
    ...remedyLines(same[0].remedy),
  ]);
  return [...errors, ...policies];
}

const linesOfRemedy = 14;

/** Code keeps its line breaks. */
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

const sentence = (finding: Finding): string => proseToText(findingLine(finding));
/** Findings that do not block, and the basis of the verdict. */
function context(ranked: Ranked, { explainPass, remarks = [] }: Room): readonly string[] {
  const { report, advisories } = ranked;
  const asked = approvals(report);
  const lifted = report.verdict === 'pass' ? ranked.failing : [];
  const brief = report.verdict === 'pass' && lifted.length === 0;
  const advice = partitionBy(advisories, ({ policy }) => policy).map((same) => {
    const more = same.length > 1 ? ` (and ${same.length - 1} more)` : '';
    return `${terminal(same[0].policy)}: ${sentence(same[0])}${more}`;
  });
  // The hash of a plan file differs in each run, but its fingerprint does not.
  const said = notes(ranked, { brief }).filter(({ label }) => label !== 'File');
  return [
    ...section(`Lifted by ${liftedBy(report)}`, lifted.map(sentence)),
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

/** Indents lines, so that none starts with a character that a `diff` block colors or hides. */
function indented(lines: readonly string[], first = '  '): readonly string[] {
  return lines.flatMap((line) => wrap(page, terminal(shorten(line, 600)), { first }));
}

function name(text: string): string {
  return text === '' ? displayName(text) : terminal(shorten(text, addressLength));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Always keeps head and tail, and as much of the body as fits. */
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

/** Size of a line with its newline, after the dots of `withoutFail` are inserted. */
function bytes(text: string): number {
  return new TextEncoder().encode(withoutFail(withoutFences(text))).length + 1;
}

/** A line of backticks would end the code block that Atlantis puts the report in. */
function withoutFences(text: string): string {
  return text.replace(/`{3,}/g, (run) => [...run].join(' '));
}

/** Lower-casing U+0130 in Go also gives `i`. */
const fail = /(f)(a[i\u0130]l)/gi;

/** Atlantis up to v0.38 fails a passing plan that contains this word in a name or message. */
function withoutFail(text: string): string {
  return text.replace(fail, '$1·$2');
}
