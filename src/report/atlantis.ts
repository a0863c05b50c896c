/**
 * Renders the report as output of an Atlantis custom policy check. Atlantis derives the verdict from the text and
 * shows it in a `diff` block without escaping: https://www.runatlantis.io/docs/custom-policy-checks.html
 */
import type { Finding, Report, ReportSet } from '../verdict/report.ts';
import { fitted, fittingLines, withoutFail, withoutFences } from './atlantis-limits.ts';
import { guardLines, linkUrl, shorten, terminal } from './escape.ts';
import { groupByPolicy, type PolicyGroup, partitionBy } from './grouping.ts';
import { compareText, type Ranked, rank } from './ranking.ts';
import { Shown } from './remedy-steps.ts';
import type { RenderOptions } from './render-options.ts';
import { type Page, wrap } from './text/text-layout.ts';
import { approvals } from './wording/approval-phrases.ts';
import { brokenGlassLines, liftedBy } from './wording/broken-glass.ts';
import { notes } from './wording/notes.ts';
import {
  enforcedInWords,
  findingLine,
  headline,
  needs,
  nextStep,
  setEnforcedInWords,
  setHeadline,
  worst,
  worstPlansFirst,
} from './wording/phrases.ts';
import { displayName, proseToText, thisDirectory } from './wording/prose.ts';
import { count, findings, list } from './wording/words.ts';

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
  const ranked = worstPlansFirst(reports.map(rank));
  const top = 'reports' in report ? [setHeadline(report), setEnforcedInWords(report)].filter(Boolean) : [];
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
    head: ['PASS - Firebreak does not block this plan.', ...indented(room.top)],
    body: ranked.flatMap((one) => [...facts(one), ...reasons(one), ...context(one, room)]),
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
      'FAIL - Firebreak blocks this plan.',
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
function failLines({ report, failing: blocking, changeFor }: Ranked, file: string): readonly string[] {
  if (report.verdict === 'pass') return [];
  const errors = (report.errors ?? []).map(
    (error) => `FAIL - not-judged - ${file}${name(error.split('\n', 1)[0] ?? '')}`,
  );
  const found = blocking.map((finding) => {
    const { policy, subject, result, fingerprint } = finding;
    const action = changeFor(finding)?.action;
    return [
      'FAIL',
      name(policy),
      `${file}${subject.address === undefined ? `(${name(subject.kind)})` : name(subject.address)}`,
      ...(action === undefined ? [] : [name(action)]),
      result,
      needs(finding),
      name(fingerprint),
    ].join(' - ');
  });
  const lines = [...errors, ...found];
  return lines.length > 0 ? lines : [`FAIL - not-judged - ${file}(plan)`];
}

function facts(ranked: Ranked): readonly string[] {
  const enforced = enforcedInWords(ranked.report);
  return [
    '',
    ...brokenGlassLines(ranked.report).flatMap((line) => labelled('BROKEN GLASS', terminal(line))),
    ...(enforced === '' ? [] : labelled('Advisory mode', enforced)),
    ...labelled('Plan', headline(ranked)),
    ...labelled('Worst', proseToText(worst(ranked))),
    ...labelled('Next', proseToText(nextStep(ranked))),
  ];
}

/** One block for each policy: its worst finding, why it matters, and the fix. */
function reasons({ report, failing, lowered }: Ranked): readonly string[] {
  const shown = new Shown();
  const blocking = report.verdict === 'pass' ? [] : failing;
  const errors = (report.errors ?? []).flatMap((error) => [
    '',
    ...indented(error.split('\n').map((line) => line.trim())),
  ]);
  const policies = groupByPolicy([...blocking, ...lowered]).flatMap((group) => {
    const [first] = group.findings;
    return [
      '',
      ...wrap(page, terminal(title(group)), { first: '', hang: '  ' }),
      ...indented([proseToText(findingLine(first))]),
      ...labelled('  Why', terminal(oneLine(first.why))),
      ...remedyLines(group.findings, shown),
      ...(first.url === undefined ? [] : [`  Docs: ${linkUrl(first.url)}`]),
    ];
  });
  return [...errors, ...policies];
}

const linesOfRemedy = 14;

/** Code keeps its line breaks. Steps that another policy shows already are not repeated. */
function remedyLines(same: PolicyGroup['findings'], shown: Shown): readonly string[] {
  const steps = shown
    .fixes(same, same[0].policy, { fixes: 1, steps: Number.POSITIVE_INFINITY })
    .flatMap((fix) => [
      ...(fix.elsewhere.length > 0 ? [{ text: `As for ${list(fix.elsewhere)}.`, code: [] }] : []),
      ...fix.steps.map((step) => (step.as === undefined ? step : { ...step, text: `As for ${step.as}:` })),
    ]);
  const lines = steps.flatMap(({ text, code }, i) => [
    ...(text === '' ? [] : i === 0 ? labelled('  Fix', terminal(text)) : indented([text], '    ')),
    ...code.flatMap((block) => block.lines.map((line) => `      ${terminal(shorten(line, 200))}`)),
  ]);
  return lines.length > linesOfRemedy ? [...lines.slice(0, linesOfRemedy), '      … (the JSON report has all)'] : lines;
}

function title({ policy, findings: [, ...others] }: PolicyGroup): string {
  const times = others.length > 0 ? `, ${findings(others.length + 1)}, the worst:` : ':';
  return `${policy.title} (${policy.policy}, ${needs(policy)})${times}`;
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
  const said = notes(ranked, { brief });
  return [
    ...section(
      `Lifted by ${liftedBy(report)}`,
      lifted.map((finding) => proseToText(findingLine(finding))),
    ),
    ...section('Advisory, none blocks', advice),
    '',
    ...(asked === '' ? [] : labelled('Approvals', terminal(asked))),
    ...said.flatMap(({ label, text }) => labelled(label, proseToText(text))),
    ...(report.settings === undefined && report.policies.length > 0 ? labelled('Settings', 'none') : []),
    ...remarks.flatMap((remark) => labelled('Note', terminal(remark))),
    ...(report.plan.fingerprint === '' ? [] : labelled('Fingerprint', `${terminal(report.plan.fingerprint)}`)),
    ...(explainPass
      ? section(
          'Policies',
          report.policies.map(({ id, looked }) => `${terminal(id)}: ${looked} evaluated`),
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
  return text === '' || text === thisDirectory ? displayName(text) : terminal(shorten(text, addressLength));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
