/** The first screen of a report: verdict, counts, worst finding, next step, and one line for each group of findings. */
import { parseAddress } from '../../model/address.ts';
import type { Report } from '../../verdict/report.ts';
import { shorten, terminal } from '../escape.ts';
import { groupByPolicy, type PolicyGroup } from '../grouping.ts';
import type { Ranked } from '../ranking.ts';
import { liftedBy } from '../wording/broken-glass.ts';
import { enforcedInWords, headline, needs, nextStep, verdictWord, worst } from '../wording/phrases.ts';
import { displayName, type Prose, proseToText, thisDirectory } from '../wording/prose.ts';
import { advisories, findings } from '../wording/words.ts';
import { displayWidth, heading, labelled, type Page, wrap } from './text-layout.ts';

/** Lines of the screen that the first part of a report fits on. */
const screen = 24;
/** Lines around the list: blanks, its title, the number of all others, and how to see more. */
const framing = 7;
const column = 7;
/** A longer text is cut after its first sentence that does not fit, except that of an error, which is all there is. */
const linesOfFact = 3;

/** Returns the lines with the verdict, the worst finding and the next step. */
export function facts(ranked: Ranked, page: Page): readonly string[] {
  const { report } = ranked;
  return factLines(page, report.verdict, {
    headline: headline(ranked),
    enforced: enforcedInWords(report),
    worst: worst(ranked),
    next: nextStep(ranked),
  });
}

/** Returns the same lines for given texts. */
export function factLines(
  page: Page,
  verdict: Report['verdict'],
  texts: { readonly headline: string; readonly enforced?: string; readonly worst: Prose; readonly next: Prose },
): readonly string[] {
  const { enforced = '' } = texts;
  const what = terminal(texts.headline);
  const fact = (label: string, prose: Prose): readonly string[] =>
    labelled(page, label, verdict === 'error' ? proseToText(prose) : shownSentences(prose, page), { column });
  return [
    ...(enforced === ''
      ? labelled(page, verdictWord[verdict], what, { column, style: verdict })
      : [
          ...labelled(page, verdictWord[verdict], `(advisory): ${terminal(enforced)}`, { column: 5, style: verdict }),
          ...labelled(page, 'Plan', what, { column }),
        ]),
    ...fact('Worst', texts.worst),
    ...fact('Next', texts.next),
  ];
}

/** Returns as many whole sentences as the first screen has room for, and always the first. */
export function shownSentences(prose: Prose, page: Page): string {
  const all = proseToText(prose).split(/(?<=[.!?]) +(?=[A-Z`])/);
  const fits = (n: number): boolean =>
    wrap(page, all.slice(0, n).join(' '), { first: ' '.repeat(column) }).length <= linesOfFact;
  let shown = 1;
  while (shown < all.length && fits(shown + 1)) shown += 1;
  return all.slice(0, shown).join(' ');
}

interface ListOptions {
  /** Lines of the screen that are taken already. */
  readonly used: number;
  /** Whether nothing follows the list. */
  readonly isAlone: boolean;
  /** Whether to count advisories, because they are not shown. */
  readonly advisories: boolean;
}

/**
 * Returns one line for each policy with findings, worst first, as many as fit on the screen, and the number of all
 * others; empty without findings.
 */
export function findingList(
  ranked: Ranked,
  page: Page,
  { used, isAlone, advisories: withAdvisories }: ListOptions,
): readonly string[] {
  const shown = [...ranked.failing, ...ranked.lowered];
  if (shown.length === 0) return [];
  const groups = groupByPolicy(shown);
  const room = Math.max(3, screen - used - framing);
  let taken = 0;
  const listed = groups.filter((group, i) => {
    taken += groupLines(page, group, i + 1).length;
    return taken <= room;
  });
  const rest = groups.slice(listed.length);
  // The only group stands right below, in full, and the verdict says that it blocks.
  const isListed = groups.length > 1 || isAlone;
  if (!isListed && ranked.report.verdict === 'fail') return [];
  const more = [
    rest.length > 0
      ? findings(
          rest.reduce((sum, group) => sum + group.findings.length, 0),
          'more blocking',
        )
      : '',
    withAdvisories && ranked.advisories.length > 0 ? advisories(ranked.advisories.length) : '',
  ].filter(Boolean);
  return [
    ...heading(page, listTitle(ranked)),
    ...(isListed ? listed.flatMap((group, i) => groupLines(page, group, i + 1)) : []),
    ...(isListed && more.length > 0 ? [`     + ${more.join(' and ')}`] : []),
  ];
}

/** Returns the title of the blocking findings: `Blocking: 44 findings of 7 policies`. */
function listTitle({ report, failing, lowered }: Ranked): string {
  if (failing.length === 0) return `Would block if enforced: ${findings(lowered.length)}`;
  const what = report.verdict === 'pass' ? `Lifted by ${liftedBy(report)}` : 'Blocking';
  const others = lowered.length > 0 ? `; if enforced, ${lowered.length} more` : '';
  return `${what}: ${findings(failing.length)}${others}`;
}

/** Returns `1. Data store destroyed: aws_db_instance.main, 2 approvals`: one line, unless the page is narrow. */
function groupLines(page: Page, { policy, findings: same }: PolicyGroup, number: number): readonly string[] {
  const [{ subject }] = same;
  const first = `${`${number}.`.padStart(4)} `;
  const title = terminal(shorten(policy.title, 60));
  const end = `, ${needs(policy)}`;
  const room = page.width - displayWidth(`${first}${title}: ${end}`);
  const address = shortAddress(subject.address ?? '', room);
  const what = same.length > 1 ? findings(same.length) : displayWidth(address) > room ? '' : address;
  return wrap(page, `${title}${what === '' ? '' : `: ${what}`}${end}`, { first });
}

/** Returns the address, without its module if it does not fit otherwise; empty for the root module. */
function shortAddress(address: string, room: number): string {
  if (address === '' || address === thisDirectory) return '';
  const { module } = parseAddress(address);
  const full = displayName(address);
  return displayWidth(full) <= room || module === '' ? full : `…${displayName(address.slice(module.length))}`;
}
