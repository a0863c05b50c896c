/** Findings by policy, worst first: what, why, and the fix directly beneath. */
import { parseAddress } from '../../model/address.ts';
import type { Finding } from '../../verdict/report.ts';
import { linkUrl, terminal } from '../escape.ts';
import { countByType, foldByModule, groupByPolicy, type PolicyGroup, partitionBy, typesText } from '../grouping.ts';
import type { RemedyBlock } from '../remedy.ts';
import { type Fix, remedySteps, Shown } from '../remedy-steps.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { displayName, proseToText, thisDirectory, toProse } from '../wording/prose.ts';
import { list, oneLine } from '../wording/words.ts';
import { continueCommand, labelled, type Page, paint, wrap } from './text-layout.ts';

/** Findings of one policy that are shown as sentences, by the number of all findings. */
const shownOf = { few: 4, many: 1 } as const;
const few = 12;
/** Addresses of one module and modules that are listed, not counted; different fixes of one policy, and their steps. */
const most = { addresses: 3, modules: 3, fixes: 4, steps: 2 } as const;
const indent = '   ';
const codeIndent = ' '.repeat(12);
const column = 5;

/** What the lines above the findings say already. */
export interface SaidAbove {
  /** The finding that the first screen names, and what it does not say about it. */
  readonly worst?: { readonly finding: Finding; readonly rest: string } | undefined;
  /** The `moved` blocks. */
  readonly moved?: string;
}

const movedPlace = 'moved';

/**
 * Returns the lines of each group. Texts and code that were shown once are not repeated.
 * @param options.all list every address and every fix
 */
export function findingSections(
  findings: readonly Finding[],
  page: Page,
  { all, above = {} }: { readonly all: boolean; readonly above?: SaidAbove },
): readonly (readonly string[])[] {
  const shown = new Shown();
  if (above.moved !== undefined) shown.seen(above.moved, movedPlace);
  const each = findings.length <= few ? shownOf.few : shownOf.many;
  return groupByPolicy(findings).map((group, i) => groupLines({ page, group, number: i + 1, shown, each, all, above }));
}

interface GroupText {
  readonly all: boolean;
  readonly above: SaidAbove;
  readonly page: Page;
  readonly group: PolicyGroup;
  readonly number: number;
  readonly shown: Shown;
  /** Number of findings to show as sentences. */
  readonly each: number;
}

function groupLines(text: GroupText): readonly string[] {
  const {
    page,
    group: { policy },
    number,
  } = text;
  const tag = `[${displayName(policy.policy)}, ${needs(policy)}]`;
  const title = wrap(page, `${proseToText(toProse(policy.title))} ${tag}`, { first: `${number}. `, hang: indent });
  return [
    ...title.map((line) => paint(page, 'bold', line)),
    ...sentenceLines(text),
    ...whyLines(text),
    ...fixLines(text),
    ...(policy.url === undefined ? [] : labelled(page, 'Docs', linkUrl(policy.url), { column, indent })),
  ];
}

/** Findings that say the same about other addresses follow the first of them as addresses. */
function sentenceLines(text: GroupText): readonly string[] {
  const { group, each } = text;
  const kinds = partitionBy(group.findings, withoutAddress);
  return [
    ...kinds.slice(0, each).flatMap(([first, ...others]) => [...findingLines(text, first), ...foldLines(text, others)]),
    ...foldLines(text, kinds.slice(each).flat()),
  ];
}

/** What a finding says without its address, and without that of the same resource in another module. */
function withoutAddress(finding: Finding): string {
  const {
    message,
    subject: { address = '', deposed },
    exception,
  } = finding;
  const resource = address.slice(parseAddress(address).module.length);
  const words = (address === '' ? message : message.replaceAll(address, '')).split(' ');
  const others = resource === '' ? words : words.filter((word) => !word.replace(/[.,;:)]+$/, '').endsWith(resource));
  return JSON.stringify([others, deposed, exception, needs(finding)]);
}

function findingLines({ page, group, above: { worst } }: GroupText, finding: Finding): readonly string[] {
  const { exception } = finding;
  const by = exception ? ` Accepted by ${terminal(exception.owner)}.` : '';
  const text = sentenceBelow(finding, { worst, at: placeOf(finding) });
  if (text === '') return [];
  const isAdvisory = needs(finding) === 'advisory';
  const [mark, style] = isAdvisory ? (['!', 'yellow'] as const) : (['✗', 'red'] as const);
  const only = isAdvisory && needs(group.policy) !== 'advisory' ? ' Advisory only.' : '';
  const [first = '', ...rest] = wrap(page, `${text}${by}${only}`, { first: `${indent}${mark} ` });
  return [first.replace(mark, () => paint(page, style, mark)), ...rest];
}

/** Where the finding is, unless it says so itself. */
function placeOf({ location, message }: Finding): string {
  if (!location) return '';
  const place = `${location.file}${location.line === undefined ? '' : `:${location.line}`}`;
  return message.includes(place) ? '' : ` (${displayName(place)})`;
}

/** Returns the sentence of a finding and its place. Of one that stands above: its address, and what did not fit there. */
export function sentenceBelow(
  finding: Finding,
  { worst, at = '' }: Pick<SaidAbove, 'worst'> & { readonly at?: string },
): string {
  if (worst?.finding !== finding) return `${proseToText(findingLine(finding))}${at}`;
  const { address } = finding.subject;
  const name = address === undefined || address === thisDirectory ? '' : displayName(address);
  return [`${name}${at}`.trim(), worst.rest].filter(Boolean).join(': ');
}

function foldLines({ page, all }: GroupText, rest: readonly Finding[]): readonly string[] {
  const named = rest.filter(({ subject }) => subject.address !== undefined);
  const unnamed = rest.length - named.length;
  const lines = all
    ? named.map((finding) => `${displayName(addressOf(finding))}${placeOf(finding)}`)
    : foldTexts(named.map(addressOf));
  return [...lines, ...(unnamed > 0 ? [`${unnamed} more`] : [])].flatMap((line) =>
    wrap(page, line, { first: `${indent}+ `, hang: `${indent}    ` }),
  );
}

/** Returns the addresses of a module if there are a few, else `28 more in module.a: 4 aws_subnet, …`. */
function foldTexts(addresses: readonly string[]): readonly string[] {
  const folds = foldByModule(addresses);
  if (folds.length > most.modules)
    return [`${addresses.length} more in ${folds.length} modules: ${terminal(typesText(countByType(addresses)))}`];
  return folds.flatMap(({ module, addresses: own, types }) => {
    if (own.length <= most.addresses) return own.map(displayName);
    const where = module === '' ? 'the root module' : displayName(module);
    return [`${own.length} more in ${where}: ${terminal(typesText(types))}`];
  });
}

function addressOf({ subject }: Finding): string {
  return subject.address ?? '';
}

/** Whether only the details show the whole fix of a finding. */
export function hasMoreSteps({ remedy }: Finding): boolean {
  return remedySteps(remedy).length > most.steps;
}

function whyLines({ page, group, number, shown }: GroupText): readonly string[] {
  const [{ why, subject }] = group.findings;
  const text = say(why, subject.address);
  if (text === '' || shown.seen(text, `${number}`) !== undefined) return [];
  return labelled(page, 'Why', text, { column, indent });
}

function fixLines({ page, group, number, shown, all, above }: GroupText): readonly string[] {
  const place = `${number}`;
  const steps = shown.fixes(group.findings, place, all ? undefined : most).flatMap((fix) => {
    const { subject } = fix.of?.[0] ?? group.findings[0];
    const own = fix.steps.map(({ text, code, as }) => ({
      text: as === undefined || as === place ? say(text, subject.address) : `As in ${as}:`,
      code,
    }));
    const [first, ...others] = [
      ...(fix.elsewhere.length > 0 ? [{ text: reference(fix, above), code: [] }] : []),
      ...own,
    ];
    return first ? [{ ...first, text: `${forWhich(fix)}${first.text}`.trim() }, ...others] : [];
  });
  return steps.flatMap(({ text, code }, i) => [
    ...(text === '' ? [] : labelled(page, i === 0 ? 'Fix' : '', text, { column, indent })),
    ...code
      .flatMap((block) => codeLines(block, page.width - codeIndent.length))
      .map((line) => `${codeIndent}${paint(page, 'cyan', line)}`.trimEnd()),
  ]);
}

function codeLines({ lines, language }: RemedyBlock, width: number): readonly string[] {
  const safe = lines.map(terminal);
  return language === 'shell' ? safe.flatMap((line) => continueCommand(line, width)) : safe;
}

/** Names the findings that need this fix, if others of the policy need another: `For aws_s3_bucket.a and 2 more: `. */
function forWhich({ of }: Fix): string {
  const address = of?.[0].subject.address;
  if (of === undefined || address === undefined) return '';
  return `For ${displayName(address)}${of.length > 1 ? ` and ${of.length - 1} more` : ''}: `;
}

/** Says where the steps are that stand above already. */
function reference({ elsewhere }: Fix, { moved = '' }: SaidAbove): string {
  const numbers = elsewhere.filter((place) => place !== movedPlace).toSorted((a, b) => Number(a) - Number(b));
  return [
    ...(elsewhere.includes(movedPlace)
      ? [`Add the moved ${moved.split('moved {').length > 2 ? 'blocks' : 'block'} above.`]
      : []),
    ...(numbers.length > 0 ? [`As in ${list(numbers)}.`] : []),
  ].join(' ');
}

/** Returns a text of a policy for the terminal. */
function say(text: string, address: string | undefined): string {
  return proseToText(toProse(oneLine(text), address));
}
