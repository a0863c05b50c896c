/** What blocks the plan, worst first: what, why, what falls with it, what to do. */
import type { Finding } from '../verdict/report.ts';
import { terminal } from './escape.ts';
import { type FindingGroup, foldByModule, type GroupPolicy, groupFindings, typesText } from './grouping.ts';
import { addresses } from './notes.ts';
import { displayName, proseToText, toProse } from './prose.ts';
import type { Ranked } from './ranking.ts';
import { firstSentence, remedyBlocks } from './remedy.ts';
import { heading, labelled, type Page, paint, wrap } from './text-layout.ts';
import { count, findingLine, needs } from './words.ts';

/** The first groups are told at length, the rest briefly: nobody reads the tenth like the first. */
const most = { groups: 8, long: 3, subjectsLong: 4, subjectsBrief: 2 } as const;
const indent = '   ';

export function findingsSection(ranked: Ranked, page: Page): readonly string[] {
  const { failing, report } = ranked;
  if (failing.length === 0) return [];
  const groups = groupFindings(failing);
  const policies = new Set(failing.map(({ policy }) => policy)).size;
  const what = report.verdict === 'pass' ? 'Lifted by approvals' : 'Blocking';
  const title = `${what}: ${count(failing.length, 'finding')} of ${count(policies, 'policy', 'policies')}`;
  const told = new Map<string, number>();
  const lines = groups
    .slice(0, most.groups)
    .flatMap((group, i) => groupLines({ ranked, page, group, number: i + 1, told }));
  const rest = groups.slice(most.groups);
  const hidden = rest.flatMap(({ subjects }) => subjects).length;
  return [
    ...heading(page, title),
    ...lines,
    ...(hidden > 0 ? [`+ ${hidden} more subjects; all of them are in the JSON report.`] : []),
  ];
}

interface GroupText {
  readonly ranked: Ranked;
  readonly page: Page;
  readonly group: FindingGroup;
  readonly number: number;
  /** Which why and which remedy has been told, and in which group; added to. */
  readonly told: Map<string, number>;
}

function groupLines({ ranked, page, group, number, told }: GroupText): readonly string[] {
  const long = number <= most.long;
  const shown = group.subjects.slice(0, long ? most.subjectsLong : most.subjectsBrief);
  const several = group.policies.length > 1;
  return [
    '',
    ...titleLines(page, group, number),
    ...shown.flatMap(({ findings }) => findings.flatMap((finding) => findingLines(page, finding, several))),
    ...foldLines(page, group.subjects.slice(shown.length)),
    ...(long ? whyLines(page, group, told) : []),
    ...fallsLines(ranked, page, group),
    ...doLines({ ranked, page, group, number, told }, long),
  ];
}

/** By policy: its title, and what it needs. By address: the address; each line then names its policy. */
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
        : count(subjects.length, 'resource');
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
  const lines = folds
    .slice(0, 3)
    .flatMap((fold) => wrap(page, foldText(fold), { first: `${indent}+ `, hang: `${indent}    ` }));
  const more = rest.length - folds.slice(0, 3).reduce((sum, fold) => sum + fold.addresses.length, 0);
  return more > 0 ? [...lines, `${indent}+ ${more} more${folds.length > 3 ? ' in other modules' : ''}`] : lines;
}

/** `28 more in module.a: 4 aws_subnet, …`, or the address itself where it is only one. */
function foldText({ module, addresses: all, types }: ReturnType<typeof foldByModule>[number]): string {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return displayName(only);
  return `${all.length} more in ${module === '' ? 'the root module' : displayName(module)}: ${terminal(typesText(types))}`;
}

/** What depends on the subjects; first what is not destroyed itself, for nobody expects that to break. */
function fallsLines({ dependentsOf, report }: Ranked, page: Page, { subjects }: FindingGroup): readonly string[] {
  const own = new Set(subjects.map(({ address }) => address));
  const depending = subjects.flatMap(({ address }) => (address === undefined ? [] : (dependentsOf.get(address) ?? [])));
  const fallen = [...new Set(depending)].filter((address) => !own.has(address));
  if (fallen.length === 0) return [];
  const destroyed = new Set(report.blastRadius.direct);
  const outside = fallen.filter((address) => !destroyed.has(address));
  const names = [...outside, ...fallen.filter((address) => destroyed.has(address))];
  const all = outside.length === fallen.length;
  const themselves = fallen.length === 1 || outside.length === 1 ? 'itself' : 'themselves';
  const said = outside.length > 0 ? ` (${all ? '' : `${outside.length} `}not destroyed ${themselves})` : '';
  const verb = fallen.length === 1 ? 'depends' : 'depend';
  const text = `${count(fallen.length, 'other resource')} ${verb} on ${own.size === 1 ? 'it' : 'them'}${said}: ${proseToText(addresses(names, names.length))}`;
  return labelled(page, 'Falls', text, { column: 7, indent });
}

/** Why and remedy are told once, however many policies and groups share them. */
function whyLines(page: Page, { policies }: FindingGroup, told: Map<string, number>): readonly string[] {
  return policies.flatMap(({ first: { why, subject } }) => {
    if (why.trim() === '' || told.has(`why ${why}`)) return [];
    told.set(`why ${why}`, 0);
    return labelled(page, 'Why', say(why, subject.address), { column: 7, indent });
  });
}

function doLines({ page, group, number, told }: GroupText, long: boolean): readonly string[] {
  const lines = group.policies.flatMap(({ first: { remedy, subject } }) => {
    const before = told.get(remedy);
    if (before === number || remedy.trim() === '') return [];
    told.set(remedy, before ?? number);
    if (before !== undefined) return labelled(page, 'Do', `As in ${before}.`, { column: 7, indent });
    if (!long) return labelled(page, 'Do', say(firstSentence(remedy), subject.address), { column: 7, indent });
    return remedyBlocks(remedy).flatMap(({ kind, lines: block }, i) => {
      if (kind === 'prose')
        return labelled(page, i === 0 ? 'Do' : '', say(block[0] ?? '', subject.address), { column: 7, indent });
      return ['', ...block.map((line) => `${indent}         ${paint(page, 'cyan', terminal(line))}`.trimEnd()), ''];
    });
  });
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function say(text: string, address: string | undefined): string {
  return proseToText(toProse(text.trim().replace(/\s*\n\s*/g, ' '), address));
}
