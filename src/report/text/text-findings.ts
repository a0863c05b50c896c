/** The blocking findings, worst first: what, why, dependents, fix. */

import type { Finding } from '../../verdict/report.ts';
import { liftedBy } from '../broken-glass.ts';
import { terminal } from '../escape.ts';
import {
  countTypes,
  type FindingGroup,
  foldByModule,
  type GroupPolicy,
  groupFindings,
  typesText,
} from '../grouping.ts';
import { joinAddresses } from '../names.ts';
import { count, findingLine, needs } from '../phrases.ts';
import { displayName, proseToText, toProse } from '../prose.ts';
import { type Ranked, transitiveDependents } from '../ranking.ts';
import { type RemedyBlock, remedyBlocks } from '../remedy.ts';
import { heading, labelled, type Page, paint, wrap } from './text-layout.ts';

/** A few findings are shown in full. Of many, only the first group is, to keep the report short. */
const most = { groups: 8, full: 12, why: 3, findingsFull: 4, findingsBrief: 2 } as const;
const indent = '   ';

/** Returns the section; empty if nothing blocks. */
export function findingsSection(ranked: Ranked, page: Page): readonly string[] {
  const { failing, report } = ranked;
  if (failing.length === 0) return [];
  const groups = groupFindings(failing);
  const policies = new Set(failing.map(({ policy }) => policy)).size;
  const what = report.verdict === 'pass' ? `Lifted by ${liftedBy(report)}` : 'Blocking';
  const title = `${what}: ${count(failing.length, 'finding')} of ${count(policies, 'policy', 'policies')}`;
  const told = new Map<string, number>();
  const isFull = (i: number): boolean => i === 0 || failing.length <= most.full;
  const lines = groups
    .slice(0, most.groups)
    .flatMap((group, i) => groupLines({ ranked, page, group, number: i + 1, told, full: isFull(i) }));
  const rest = groups.slice(most.groups);
  const hidden = rest.flatMap(({ subjects }) => subjects).length;
  return [
    ...heading(page, title),
    ...lines,
    ...(hidden > 0 ? ['', `+ ${hidden} more subjects; all of them are in the JSON report.`] : []),
    ...(isFull(1)
      ? []
      : [
          '',
          ...wrap(page, 'From 2 on only the first step is told; the JSON report holds each remedy in full.', {
            first: '',
          }),
        ]),
  ];
}

interface GroupText {
  readonly ranked: Ranked;
  readonly page: Page;
  readonly group: FindingGroup;
  readonly number: number;
  /** Show whole fixes and more of the findings. */
  readonly full: boolean;
  /** Texts that were already shown → number of their group. Updated while rendering. */
  readonly told: Map<string, number>;
}

function groupLines({ ranked, page, group, number, told, full }: GroupText): readonly string[] {
  const several = group.policies.length > 1;
  const lines = full ? most.findingsFull : most.findingsBrief;
  const shown = group.subjects.slice(0, Math.max(1, Math.floor(lines / group.policies.length)));
  return [
    '',
    ...titleLines(page, group, number),
    ...shown.flatMap(({ findings }) => findings.flatMap((finding) => findingLines(page, finding, several))),
    ...foldLines(page, group.subjects.slice(shown.length)),
    ...(full || number <= most.why ? whyLines(page, group, told) : []),
    ...dependentLines(ranked, page, group),
    ...doLines({ ranked, page, group, number, told, full }),
  ];
}

/**
 * A group with one policy shows the title of the policy. A group with one address shows the address, and each line
 * names its policy.
 */
function titleLines(page: Page, { policies, subjects }: FindingGroup, number: number): readonly string[] {
  const [policy, ...others] = policies;
  const [subject] = subjects;
  if (!policy) return [];
  const one = subjects.length === 1 && subject?.address !== undefined;
  const title =
    others.length === 0
      ? proseToText(toProse(policy.first.title))
      : one
        ? displayName(subject.address)
        : `${count(subjects.length, 'resource')}, ${policies.length} policies against each`;
  const lines = wrap(page, title, { first: `${number}. ` }).map((line) => paint(page, 'bold', line));
  return others.length === 0 ? [...lines, ...wrap(page, tag(policy), { first: indent })] : lines;
}

function tag(policy: Pick<GroupPolicy, 'id' | 'enforcement' | 'approvals'>): string {
  return `[${displayName(policy.id)}, ${needs(policy)}]`;
}

function findingLines(page: Page, finding: Finding, tagged: boolean): readonly string[] {
  const { location, policy, enforcement, approvals } = finding;
  const line = location?.line === undefined ? '' : `:${location.line}`;
  const at = location ? ` (${displayName(location.file)}${line})` : '';
  const by = tagged ? ` ${tag({ id: policy, enforcement, approvals })}` : '';
  const [first = '', ...rest] = wrap(page, `${proseToText(findingLine(finding))}${at}${by}`, { first: `${indent}✗ ` });
  return [first.replace('✗', () => paint(page, 'red', '✗')), ...rest];
}

function foldLines(page: Page, rest: FindingGroup['subjects']): readonly string[] {
  const named = rest.flatMap(({ address }) => (address === undefined ? [] : [address]));
  if (rest.length === 0) return [];
  const folds = foldByModule(named);
  const unnamed = rest.length - named.length;
  const lines =
    folds.length > 3
      ? [`${named.length} more in ${folds.length} modules: ${terminal(typesText(countTypes(named)))}`]
      : folds.map(foldText);
  return [...lines, ...(unnamed > 0 ? [`${unnamed} more`] : [])].flatMap((line) =>
    wrap(page, line, { first: `${indent}+ `, hang: `${indent}    ` }),
  );
}

/** Returns `28 more in module.a: 4 aws_subnet, …`, or the address if there is only one. */
function foldText({ module, addresses: all, types }: ReturnType<typeof foldByModule>[number]): string {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return displayName(only);
  return `${all.length} more in ${module === '' ? 'the root module' : displayName(module)}: ${terminal(typesText(types))}`;
}

/**
 * Dependents of the subjects. Those that are not destroyed themselves come first, since their failure is unexpected.
 */
function dependentLines(ranked: Ranked, page: Page, { subjects }: FindingGroup): readonly string[] {
  const own = new Set(subjects.flatMap(({ address }) => address ?? []));
  const fallen = transitiveDependents(ranked, own);
  if (fallen.length === 0) return [];
  const destroyed = new Set(ranked.report.blastRadius.direct);
  const outside = fallen.filter((address) => !destroyed.has(address));
  const names = [...outside, ...fallen.filter((address) => destroyed.has(address))];
  const all = outside.length === fallen.length;
  const themselves = fallen.length === 1 || outside.length === 1 ? 'itself' : 'themselves';
  const said = outside.length > 0 ? ` (${all ? '' : `${outside.length} `}not destroyed ${themselves})` : '';
  const verb = fallen.length === 1 ? 'depends' : 'depend';
  const text = `${count(fallen.length, 'other resource')} ${verb} on ${own.size === 1 ? 'it' : 'them'}${said}: ${proseToText(joinAddresses(names, names.length))}`;
  return labelled(page, 'Falls', text, { column: 7, indent });
}

/** Shows each reason and fix once, even if several policies and groups share it. */
function whyLines(page: Page, { policies }: FindingGroup, told: Map<string, number>): readonly string[] {
  return policies.flatMap(({ first: { why, subject } }) => {
    if (why.trim() === '' || told.has(`why ${why}`)) return [];
    told.set(`why ${why}`, 0);
    return labelled(page, 'Why', say(why, subject.address), { column: 7, indent });
  });
}

function doLines({ page, group, number, told, full }: GroupText): readonly string[] {
  const lines = group.policies.flatMap(({ id, first: { remedy, subject } }) => {
    // Fixes of one policy differ only by address.
    const before = told.get(remedy) ?? told.get(`policy ${id}`);
    if (before === number || remedy.trim() === '') return [];
    told.set(remedy, before ?? number);
    told.set(`policy ${id}`, before ?? number);
    if (before !== undefined) return labelled(page, 'Do', `As in ${before}.`, { column: 7, indent });
    return shownBlocks(remedy, full).flatMap(({ kind, lines: block }, i) => {
      if (kind === 'prose')
        return labelled(page, i === 0 ? 'Do' : '', say(block[0] ?? '', subject.address), { column: 7, indent });
      return ['', ...block.map((line) => `${indent}         ${paint(page, 'cyan', terminal(line))}`.trimEnd()), ''];
    });
  });
  return lines.filter((line, i) => line !== '' || (i < lines.length - 1 && lines[i + 1] !== ''));
}

/** In brief mode only the first paragraph, without an announcement of what follows it. */
function shownBlocks(remedy: string, full: boolean): readonly RemedyBlock[] {
  const blocks = remedyBlocks(remedy);
  if (full) return blocks;
  return blocks.slice(0, 1).map(({ kind, lines: [line = ''] }) => ({ kind, lines: [withoutPromise(line)] }));
}

function withoutPromise(paragraph: string): string {
  const sentences = paragraph.split(/(?<=[.!?]) +/);
  const kept = paragraph.endsWith(':') && sentences.length > 1 ? sentences.slice(0, -1) : sentences;
  return kept.join(' ').replace(/:$/, '.');
}

function say(text: string, address: string | undefined): string {
  return proseToText(toProse(text.trim().replace(/\s*\n\s*/g, ' '), address));
}
