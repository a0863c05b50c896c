/** Renders the report as a pull request comment: verdict, worst finding and next step first, the rest collapsed. */

import type { Report, ReportSet } from '../../verdict/report.ts';
import { type Part, withinLimit } from '../budget.ts';
import { guardLines, markdownCell, markdownInline, shorten } from '../escape.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { approvals } from '../wording/approval-phrases.ts';
import { brokenGlassLines } from '../wording/broken-glass.ts';
import { effectInWords } from '../wording/change-phrases.ts';
import {
  enforcedInWords,
  headline,
  isErrorStated,
  isOpen,
  nextStep,
  nextStepOfSet,
  setEnforcedInWords,
  setHeadline,
  titleLine,
  verdictWord,
  withPlanFile,
  worst,
  worstPlansFirst,
} from '../wording/phrases.ts';
import { limits, proseToMarkdown } from '../wording/prose.ts';
import { environmentAndOwner } from '../wording/settings-notes.ts';
import { changesParts } from './markdown-changes.ts';
import {
  advisoriesPart,
  errorsPart,
  exceptionsPart,
  findingsPart,
  movedPart,
  notesPart,
  policiesPart,
  treePart,
  whyParts,
} from './markdown-parts.ts';

/** GitHub rejects comments of more than 65,536 characters. */
const defaultLimit = 65_000;
/** A word always follows the sign, for screen readers. */
const sign = { pass: '✅', fail: '⛔', error: '⚠️' } as const;

/** Returns the comment, cut to `options.limit` or 65,000 UTF-16 code units. */
export function markdown(report: Report | ReportSet, options: RenderOptions): string {
  const limit = options.limit ?? defaultLimit;
  const [head, parts] = 'reports' in report ? setPage(report, options) : reportPage(rank(report), options);
  return guardLines(withinLimit(head, parts, limit));
}

type Page = readonly [head: readonly string[], parts: readonly Part[]];

function reportPage(ranked: Ranked, options: RenderOptions): Page {
  return [reportFacts(ranked), parts(ranked, options)];
}

/** The worst finding is the first row of the table of findings, so only a report without that table names it here. */
function reportFacts(ranked: Ranked): readonly string[] {
  const { report } = ranked;
  const enforced = enforcedInWords(report);
  const approvalsSentence = approvals(report);
  return [
    title(report.verdict, enforced === '' ? headline(ranked) : enforced, enforced !== ''),
    ...(enforced === '' ? [] : [`**Plan:** ${markdownInline(headline(ranked))}  `]),
    ...(isFirstRow(ranked) ? [] : [`**Worst:** ${inline(worst(ranked))}  `]),
    `**Next:** ${inline(nextStep(ranked))}`,
    ...(approvalsSentence === ''
      ? []
      : ['', `**Approvals:** ${markdownInline(shorten(approvalsSentence, limits.words))}`]),
    ...brokenGlassLines(report).flatMap((line) => ['', `🔴 **${markdownInline(shorten(line, limits.words))}**`]),
  ];
}

/** Whether the table of findings begins with the worst one. An error is worse than every finding, and in no table. */
function isFirstRow({ report, failing, lowered }: Ranked): boolean {
  return report.verdict !== 'error' && failing.length + lowered.length > 0;
}

function title(verdict: Report['verdict'], what: string, isAdvisory = false): string {
  const mode = isAdvisory ? ' (advisory)' : '';
  return `### ${sign[verdict]} Firebreak: ${verdictWord[verdict]}${mode} – ${markdownInline(shorten(what, limits.words))}`;
}

function parts(ranked: Ranked, options: RenderOptions): readonly Part[] {
  return [
    ...(isErrorStated(ranked.report) ? [] : errorsPart(ranked)),
    ...findingsPart(ranked),
    ...movedPart(ranked),
    ...exceptionsPart(ranked),
    ...whyParts(ranked),
    ...treePart(ranked),
    ...changesParts(ranked),
    ...advisoriesPart(ranked),
    ...notesPart(ranked),
    ...(options.explainPass ? policiesPart(ranked) : []),
  ];
}

function inline(prose: Parameters<typeof proseToMarkdown>[0]): string {
  return proseToMarkdown(prose, { cell: false });
}

/** One row for each plan, worst first, followed by the details of each plan that fails or would if enforced. */
function setPage(set: ReportSet, options: RenderOptions): Page {
  const plans = worstPlansFirst(set.reports.map(rank));
  const [first, ...others] = plans;
  const enforced = setEnforcedInWords(set);
  const top = title(set.verdict, enforced === '' ? setHeadline(set) : enforced, enforced !== '');
  if (!first) return [[top, '**Next:** Name at least one plan.'], []];
  const [finding] = isFirstRow(first) ? [...first.failing, ...first.lowered] : [];
  // The table below has the whole sentence.
  const what = finding ? titleLine(finding) : worst(first);
  const table: Part = {
    name: 'plans',
    open: '\n| Plan | Verdict | What it would do |\n| --- | --- | --- |',
    items: plans.map(planRow),
    close: '',
  };
  return [
    [
      top,
      `**Worst:** ${inline(withPlanFile(first.report, what))}  `,
      `**Next:** ${inline(nextStepOfSet([first, ...others]))}`,
    ],
    [table, ...plans.filter(isOpen).flatMap((one) => planParts(one, options))],
  ];
}

function planRow({ report }: Ranked): string {
  const file = markdownCell(shorten(report.plan.file, limits.address));
  const place = shorten(environmentAndOwner(report), limits.address);
  const mode = enforcedInWords(report) === '' ? '' : ' (advisory)';
  return `| ${file} | ${sign[report.verdict]} ${verdictWord[report.verdict]}${mode} | ${markdownInline(effectInWords(report))}${place && ` ${markdownCell(place)}`} |`;
}

function planParts(plan: Ranked, options: RenderOptions): readonly Part[] {
  const [top = '', ...rest] = reportFacts(plan);
  return [
    {
      name: 'the facts of a plan',
      open: `\n#### ${inline([{ address: plan.report.plan.file }])}\n`,
      items: [[top.replace(/^### /, ''), '', ...rest].join('\n')],
      close: '',
    },
    ...parts(plan, options),
  ];
}
