/** Renders the report for a terminal or log: the first screen, and below it what was asked for. */
import type { Report, ReportSet } from '../../verdict/report.ts';
import { guardLines, linkUrl, shorten, terminal } from '../escape.ts';
import { partitionBy } from '../grouping.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { approvals } from '../wording/approval-phrases.ts';
import { brokenGlassLines } from '../wording/broken-glass.ts';
import { blastRadiusTitle } from '../wording/change-phrases.ts';
import { fileNote, notes } from '../wording/notes.ts';
import { isErrorStated, isOpen, worst, worstFinding, worstPlansFirst } from '../wording/phrases.ts';
import { displayName, type Prose, proseToText } from '../wording/prose.ts';
import { exceptionNotes, type Note } from '../wording/settings-notes.ts';
import { advisories, list } from '../wording/words.ts';
import { facts, findingList, shownSentences } from './first-screen.ts';
import { movedSection } from './moved-section.ts';
import { plansSection, setFacts, worstOfSet } from './plan-list.ts';
import { changesSection } from './text-changes.ts';
import { findingSections, hasMoreSteps, type SaidAbove, sentenceBelow } from './text-findings.ts';
import { heading, labelled, type Page, pad, paint, wrap } from './text-layout.ts';
import { blastForest } from './tree.ts';
import { drawForest } from './tree-lines.ts';

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
  const notice = 'The rest is left out for length. The JSON report has all of it.';
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

/** What stands above the findings of a report. */
interface Top {
  readonly lines: Section;
  /** The sentence about the worst finding, as it is given to the first screen. */
  readonly worst: Prose;
}

function reportSections(
  ranked: Ranked,
  options: RenderOptions,
  page: Page,
  { lines: top, worst: sentence }: Top = { lines: facts(ranked, page), worst: worst(ranked) },
): readonly Section[] {
  const { report, failing, lowered } = ranked;
  const { detail } = options;
  const findings = [...failing, ...lowered];
  // A passing plan without findings is reported in about eight lines.
  const isBrief = report.verdict === 'pass' && findings.length === 0;
  const isFull = detail === 'details';
  const asked = isFull || isApprovalStated(report) ? approvalsSection(report, page) : [];
  const first = [
    [...top, ...glassLines(report, page), ...asked],
    isErrorStated(report) ? [] : errorsSection(report, page),
    findingList(ranked, page, {
      used: top.length + asked.length,
      isAlone: detail === 'compact',
      advisories: !isFull,
    }),
  ];
  const moved = movedSection(ranked, page);
  const above = saidAbove(ranked, page, { sentence, moved });
  if (detail === 'compact')
    return [
      ...first,
      isBrief ? advisoriesSection(ranked, page, { ...above, links: false }) : [],
      noteLines(page, [...exceptionNotes(ranked), ...(isBrief ? [] : moreNotes(ranked, detail))]),
    ];
  return [
    ...first,
    moved,
    ...findingSections(findings, page, { all: isFull, above }),
    isFull ? treeSection(ranked, page) : [],
    isFull ? changesSection(ranked, page) : [],
    isFull || isBrief ? advisoriesSection(ranked, page, { ...above, links: isFull }) : [],
    notesSection(ranked, page, { brief: isBrief && !isFull, detail }),
    options.explainPass ? policiesSection(report, page) : [],
  ];
}

/** What the findings need not say again. */
function saidAbove(
  ranked: Ranked,
  page: Page,
  { sentence, moved }: { readonly sentence: Prose; readonly moved: Section },
): SaidAbove {
  const finding = worstFinding(ranked);
  const rest = proseToText(sentence).slice(shownSentences(sentence, page).length).trim();
  return {
    ...(finding && { worst: { finding, rest } }),
    ...(moved.length > 0 && { moved: ranked.report.fixes.map(({ text }) => text).join('\n') }),
  };
}

function glassLines(report: Report, page: Page): Section {
  return brokenGlassLines(report).flatMap((line) =>
    labelled(page, 'GLASS', terminal(line), { column: 7, style: 'fail' }),
  );
}

/** Whether the approvals say more than the next step. */
function isApprovalStated({ approvals: { counted, ignored }, verdict }: Report): boolean {
  return verdict !== 'error' && (counted > 0 || ignored.length > 0);
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
  const drawn = drawForest(forest, { lines: treeLines });
  const lines = drawn.flatMap(({ prefix, name, note, stays }) => {
    if (name === '') return [`  ${prefix}${note}`];
    const mark = `(${terminal(note)})`;
    const hang = `  ${prefix.replace(/[├└]─ /g, '   ')}  `;
    const [first = '', ...rest] = wrap(page, `${displayName(name)} ${mark}`, { first: `  ${prefix}`, hang });
    return [first.replace(mark, () => paint(page, stays ? 'yellow' : 'dim', mark)), ...rest];
  });
  return [...heading(page, blastRadiusTitle(ranked.report)), ...lines];
}

/** One line per policy, so that advisories do not hide blocking findings. */
function advisoriesSection(
  { advisories: advice }: Ranked,
  page: Page,
  { links, ...above }: SaidAbove & { readonly links: boolean },
): Section {
  if (advice.length === 0) return [];
  const lines = partitionBy(advice, ({ policy }) => policy).flatMap((same) => {
    const more = same.length > 1 ? ` (+ ${same.length - 1} more)` : '';
    const sentence = sentenceBelow(same[0], above) || terminal(same[0].title);
    return [
      ...wrap(page, `${sentence}${more} [${terminal(same[0].policy)}]`, { first: '  ! ' }),
      ...(links && same[0].url !== undefined ? [`    ${linkUrl(same[0].url)}`] : []),
    ];
  });
  return [...heading(page, `Advisory: ${advice.length}, none blocks`), ...lines];
}

/** Labels that every report shows; the others are details. */
const alwaysShown = new Set(['Exception', 'Off', 'Plan', 'State', 'Policies', 'Unknown', 'Types', 'Actor']);

function notesSection(
  ranked: Ranked,
  page: Page,
  { brief, detail }: { readonly brief: boolean; readonly detail: RenderOptions['detail'] },
): Section {
  const all = brief || detail === 'details';
  const known = notes(ranked, { brief }).filter(({ label }) => all || alwaysShown.has(label));
  const shown = all ? [...known, fileNote(ranked.report, { fingerprint: detail === 'details' })] : known;
  return noteLines(page, [...shown, ...(all ? [] : moreNotes(ranked, detail))]);
}

/** Returns how to see what is not shown. */
function moreNotes(
  { report, failing, lowered, advisories: advice }: Ranked,
  detail: RenderOptions['detail'],
): readonly Note[] {
  const findings = [...failing, ...lowered];
  const what = [
    ...(detail === 'compact' ? ['why and how to fix'] : findings.some(hasMoreSteps) ? ['every step of the fixes'] : []),
    ...(advice.length > 0 ? [advisories(advice.length)] : []),
    ...(report.blastRadius.dependents.length > 0 ? ['blast radius'] : []),
    ...(report.changes.length > 0 ? ['all changes'] : []),
  ];
  return what.length === 0 ? [] : [{ label: 'More', text: [`${list(what)}: add --details`] }];
}

function noteLines(page: Page, shown: readonly Note[]): Section {
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
        looked === 0 ? 'not applicable' : `${looked} evaluated: ${held} passed, ${violated} failed, ${unknown} unknown`;
      const first = `  ${pad(terminal(shorten(id, 40)), Math.min(40, widest))}  ${pad(enforcement, 14)}  `;
      return wrap(page, said, { first, hang: '    ' });
    }),
  ];
}

/** All plans in a list, worst first, then those that do not pass. */
function setSections(set: ReportSet, options: RenderOptions, page: Page): readonly Section[] {
  const plans = worstPlansFirst(set.reports.map(rank));
  const shown = options.detail === 'compact' ? [] : plans.filter(isOpen);
  return [
    setFacts(set, plans, page),
    plansSection(plans, page),
    options.detail === 'compact' ? noteLines(page, plans.flatMap(exceptionNotes)) : [],
    ...shown.flatMap((one) => {
      const title = heading(page, `── ${displayName(one.report.plan.file)} ──`);
      // The first lines of all are about the worst plan.
      return one === plans[0]
        ? reportSections(one, options, page, { lines: title, worst: worstOfSet(one) })
        : reportSections(one, options, page, { lines: [...title, ...facts(one, page)], worst: worst(one) });
    }),
  ];
}
