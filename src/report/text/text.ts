/** Renders the report for a terminal or log. The most important facts are on the first screen. */
import type { Report, ReportSet } from '../../verdict/report.ts';
import { brokenGlassLines } from '../broken-glass.ts';
import { guardLines, shorten, terminal } from '../escape.ts';
import { partitionBy } from '../grouping.ts';
import { notes } from '../notes.ts';
import {
  approvals,
  count,
  countsInWords,
  findingLine,
  headline,
  nextStep,
  setHeadline,
  verdictWord,
  worst,
} from '../phrases.ts';
import { displayName, proseToText } from '../prose.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { environmentAndOwner } from '../settings-notes.ts';
import { changesSection } from './text-changes.ts';
import { findingsSection } from './text-findings.ts';
import { displayWidth, heading, labelled, type Page, pad, paint, wrap } from './text-layout.ts';
import { blastForest } from './tree.ts';
import { drawForest } from './tree-lines.ts';

const column = 7;
const treeLines = 14;

/** Returns the text, cut at whole sections if there is a limit. */
export function text(report: Report | ReportSet, options: RenderOptions): string {
  const page: Page = { width: Math.max(40, options.width), colour: options.colour };
  const sections =
    'reports' in report ? setSections(report, options, page) : reportSections(rank(report), options, page);
  return guardLines(`${withinLimit(sections, options.limit).join('\n')}\n`);
}

type Section = readonly string[];

/** Drops sections from the end to keep the limit. The first one, with the verdict, is always kept. */
function withinLimit(sections: readonly Section[], limit = Number.POSITIVE_INFINITY): readonly string[] {
  const filled = sections.filter((section) => section.length > 0);
  const notice = 'Left out for length: the rest; all of it is in the JSON report.';
  const lines: string[] = [];
  let used = notice.length + 2;
  for (const section of filled) {
    const size = section.join('\n').length + 2;
    if (lines.length > 0 && used + size > limit) return [...lines, '', notice];
    lines.push(...(lines.length > 0 ? [''] : []), ...section);
    used += size;
  }
  return lines;
}

function reportSections(ranked: Ranked, options: RenderOptions, page: Page): readonly Section[] {
  const { report, failing } = ranked;
  // A passing plan without findings is reported in about eight lines.
  const short = report.verdict === 'pass' && failing.length === 0;
  return [
    facts(page, report.verdict, headline(ranked), proseToText(worst(ranked)), proseToText(nextStep(ranked))),
    brokenGlassLines(report).flatMap((line) => labelled(page, 'GLASS', terminal(line), { column, style: 'fail' })),
    errorsSection(report, page),
    findingsSection(ranked, page),
    approvalsSection(report, page),
    treeSection(ranked, page),
    short ? [] : changesSection(ranked, page),
    advisoriesSection(ranked, page),
    notesSection(ranked, page, short),
    options.explainPass ? policiesSection(report, page) : [],
  ];
}

/** The first three lines of every report. Longer texts are repeated in full below. */
function facts(page: Page, verdict: Report['verdict'], what: string, worstThing: string, next: string): Section {
  return [
    ...labelled(page, verdictWord[verdict], brief(terminal(what), page, '…'), { column, style: verdict }),
    ...labelled(page, 'Worst', brief(worstThing, page, '…'), { column }),
    ...labelled(page, 'Next', brief(next, page, '(see below).'), { column }),
  ];
}

/**
 * Cuts a text to one line: at a sentence, else (if `more` allows it) before a colon, else at a word; never inside an
 * address.
 */
function brief(text: string, page: Page, more: '…' | '(see below).'): string {
  const room = page.width - column;
  if (displayWidth(text) <= room) return text;
  const fits = (cut: string): boolean => cut !== '' && displayWidth(cut) <= room;
  const cuts = (mark: RegExp, end: string): readonly string[] =>
    [...text.matchAll(mark)].map(({ index }) => `${text.slice(0, index)}${end}`);
  const clauses = more === '…' ? [] : cuts(/: /g, ` ${more}`);
  const words = cuts(/ /g, ' …');
  return cuts(/\.(?= )/g, '.').findLast(fits) ?? clauses.findLast(fits) ?? words.findLast(fits) ?? words[0] ?? text;
}

function errorsSection({ errors = [] }: Report, page: Page): Section {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, 20);
  const more = errors.length > shown.length ? [`  + ${errors.length - shown.length} more`] : [];
  return [
    ...heading(page, `Why there is no verdict (${errors.length})`),
    ...shown.flatMap((error) =>
      error
        .split('\n')
        .flatMap((line, i) => wrap(page, terminal(shorten(line.trim(), 600)), { first: i === 0 ? '  ✗ ' : '    ' })),
    ),
    ...more,
  ];
}

function approvalsSection(report: Report, page: Page): Section {
  const sentence = approvals(report);
  return sentence === '' ? [] : labelled(page, 'Approvals', terminal(sentence), { column: 11 });
}

function treeSection(ranked: Ranked, page: Page): Section {
  const forest = blastForest(ranked);
  if (forest.length === 0) return [];
  const { score, level, direct, dependents } = ranked.report.blastRadius;
  const title = `What falls with what: ${direct.length} destroyed, ${count(dependents.length, 'dependent')} (blast radius ${level}, ${score} of 100)`;
  const drawn = drawForest(forest, { lines: treeLines });
  const lines = drawn.flatMap(({ prefix, name, note, stays }) => {
    if (name === '') return [`  ${prefix}${note}`];
    const mark = `(${terminal(note)})`;
    const hang = `  ${prefix.replace(/[├└]─ /g, '   ')}  `;
    const [first = '', ...rest] = wrap(page, `${displayName(name)} ${mark}`, { first: `  ${prefix}`, hang });
    return [first.replace(mark, () => paint(page, stays ? 'yellow' : 'dim', mark)), ...rest];
  });
  return [...heading(page, title), ...lines];
}

/** One line per policy, so that advisories do not hide blocking findings. */
function advisoriesSection({ advisories }: Ranked, page: Page): Section {
  if (advisories.length === 0) return [];
  const lines = partitionBy(advisories, ({ policy }) => policy).flatMap((same) => {
    const more = same.length > 1 ? ` (+ ${same.length - 1} more)` : '';
    return wrap(page, `${terminal(same[0].policy)}: ${proseToText(findingLine(same[0]))}${more}`, { first: '  ! ' });
  });
  return [...heading(page, `Advisories, blocking nothing (${advisories.length})`), ...lines];
}

function notesSection(ranked: Ranked, page: Page, brief: boolean): Section {
  const shown = notes(ranked, { brief });
  const widest = Math.max(...shown.map(({ label }) => label.length));
  return shown.flatMap(({ label, text: prose }) =>
    labelled(page, label, proseToText(prose), { column: widest + 2, style: label === 'Exception' ? 'yellow' : 'dim' }),
  );
}

/** Every policy with its counts, so that a reader can check a pass. */
function policiesSection({ policies }: Report, page: Page): Section {
  const widest = Math.max(0, ...policies.map(({ id }) => id.length));
  return [
    ...heading(page, `Policies (${policies.length})`),
    ...policies.flatMap(({ id, enforcement, looked, held, violated, unknown }) => {
      const said =
        looked === 0 ? 'not exercised' : `looked at ${looked}, ${held} held, ${violated} violated, ${unknown} unknown`;
      const first = `  ${pad(terminal(shorten(id, 40)), Math.min(40, widest))}  ${pad(enforcement, 14)}  `;
      return wrap(page, said, { first, hang: '    ' });
    }),
  ];
}

const verdictOrder: Record<Report['verdict'], number> = { error: 0, fail: 1, pass: 2 };

/** One row for each plan, failing ones first, followed by the failing plans in full. */
function setSections(set: ReportSet, options: RenderOptions, page: Page): readonly Section[] {
  const ranked = set.reports
    .map(rank)
    .toSorted((a, b) => verdictOrder[a.report.verdict] - verdictOrder[b.report.verdict]);
  const [first] = ranked;
  if (!first) return [facts(page, set.verdict, setHeadline(set), 'No plan was given.', 'Name at least one plan.')];
  const file = displayName(first.report.plan.file);
  const [worstThing, next] = [worst(first), nextStep(first)].map((prose) => `${file}: ${proseToText(prose)}`);
  const names = ranked.map(({ report }) => displayName(report.plan.file));
  const widest = Math.min(40, Math.max(...names.map((name) => name.length)));
  const rows = ranked.flatMap(({ report }, i) => {
    const word = verdictWord[report.verdict];
    const place = environmentAndOwner(report);
    const row = `${countsInWords(report.counts)}${place && ` (${terminal(place)})`}.`;
    const [top = '', ...rest] = wrap(page, row, {
      first: `  ${word.padEnd(6)} ${pad(names[i] ?? '', widest)}  `,
      hang: ' '.repeat(13),
    });
    return [top.replace(word, () => paint(page, report.verdict, word)), ...rest];
  });
  const inFull = ranked.filter(({ report }) => report.verdict !== 'pass');
  return [
    facts(page, set.verdict, setHeadline(set), worstThing ?? '', next ?? ''),
    [...heading(page, `Plans (${ranked.length})`), ...rows],
    ...inFull.flatMap((one) => {
      const [top = [], ...rest] = reportSections(one, options, page);
      return [[...heading(page, `── ${displayName(one.report.plan.file)} ──`), ...top], ...rest];
    }),
  ];
}
