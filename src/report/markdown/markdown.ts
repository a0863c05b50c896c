/** Renders the report as a pull request comment: verdict, worst finding and next step first, the rest collapsed. */

import type { Report, ReportSet } from '../../verdict/report.ts';
import { brokenGlassLines } from '../broken-glass.ts';
import { type Part, withinLimit } from '../budget.ts';
import { guardLines, markdownCell, markdownInline, shorten } from '../escape.ts';
import { approvals, countsInWords, headline, nextStep, setHeadline, verdictWord, worst } from '../phrases.ts';
import { limits, proseToMarkdown } from '../prose.ts';
import { type Ranked, rank } from '../ranking.ts';
import type { RenderOptions } from '../render-options.ts';
import { environmentAndOwner } from '../settings-notes.ts';
import { changesParts } from './markdown-changes.ts';
import {
  advisoriesPart,
  allFindingsPart,
  errorsPart,
  exceptionsPart,
  findingsPart,
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
  const { report } = ranked;
  return [
    [
      ...facts(
        '###',
        report.verdict,
        headline(ranked),
        inline(worst(ranked)),
        inline(nextStep(ranked)),
        approvals(report),
      ),
      ...brokenGlassLines(report).flatMap((line) => ['', `🔴 **${markdownInline(shorten(line, limits.words))}**`]),
    ],
    parts(ranked, options),
  ];
}

function parts(ranked: Ranked, options: RenderOptions): readonly Part[] {
  return [
    ...errorsPart(ranked),
    ...findingsPart(ranked),
    ...exceptionsPart(ranked),
    ...whyParts(ranked),
    ...treePart(ranked),
    ...changesParts(ranked),
    ...allFindingsPart(ranked),
    ...advisoriesPart(ranked),
    ...notesPart(ranked),
    ...(options.explainPass ? policiesPart(ranked) : []),
  ];
}

function facts(
  level: string,
  verdict: Report['verdict'],
  what: string,
  worstThing: string,
  next: string,
  approvalsSentence: string,
): readonly string[] {
  return [
    `${level} ${sign[verdict]} Firebreak: ${verdictWord[verdict]} – ${markdownInline(shorten(what, limits.words))}`,
    `**Worst:** ${worstThing}  `,
    `**Next:** ${next}`,
    ...(approvalsSentence === ''
      ? []
      : ['', `**Approvals:** ${markdownInline(shorten(approvalsSentence, limits.words))}`]),
  ];
}

function inline(prose: Parameters<typeof proseToMarkdown>[0]): string {
  return proseToMarkdown(prose, { cell: false });
}

const verdictOrder: Record<Report['verdict'], number> = { error: 0, fail: 1, pass: 2 };

/** One row for each plan, failing ones first, followed by the details of each plan that does not pass. */
function setPage(set: ReportSet, options: RenderOptions): Page {
  const ranked = set.reports
    .map(rank)
    .toSorted((a, b) => verdictOrder[a.report.verdict] - verdictOrder[b.report.verdict]);
  const [first] = ranked;
  if (!first)
    return [facts('###', set.verdict, setHeadline(set), 'No plan was given.', 'Name at least one plan.', ''), []];
  const named = (prose: Parameters<typeof proseToMarkdown>[0]): string =>
    inline([{ address: first.report.plan.file }, ': ', ...prose]);
  const table: Part = {
    name: 'plans',
    open: '\n| Plan | Verdict | What it would do |\n| --- | --- | --- |',
    items: ranked.map(({ report }) => {
      const file = markdownCell(shorten(report.plan.file, limits.address));
      const place = shorten(environmentAndOwner(report), limits.address);
      return `| ${file} | ${sign[report.verdict]} ${verdictWord[report.verdict]} | ${markdownInline(countsInWords(report.counts))}${place && ` ${markdownCell(place)}`} |`;
    }),
    close: '',
  };
  const inFull = ranked.filter(({ report }) => report.verdict !== 'pass');
  return [
    facts('###', set.verdict, setHeadline(set), named(worst(first)), named(nextStep(first)), ''),
    [
      table,
      ...inFull.flatMap((one): readonly Part[] => {
        const { report } = one;
        const [title = '', ...rest] = reportPage(one, options)[0];
        const file = inline([{ address: report.plan.file }]);
        return [
          {
            name: 'the facts of a plan',
            open: `\n#### ${file}\n`,
            items: [[title.replace(/^### /, ''), '', ...rest].join('\n')],
            close: '',
          },
          ...parts(one, options),
        ];
      }),
    ],
  ];
}
