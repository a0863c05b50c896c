/** Findings by policy, worst first: what, why, and the fix directly beneath. */
import type { Finding } from '../../verdict/report.ts';
import { terminal } from '../escape.ts';
import { countByType, foldByModule, groupByPolicy, type PolicyGroup, typesText } from '../grouping.ts';
import { Shown } from '../remedy-steps.ts';
import type { RenderOptions } from '../render-options.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { displayName, proseToText, toProse } from '../wording/prose.ts';
import { list } from '../wording/words.ts';
import { labelled, type Page, paint, wrap } from './text-layout.ts';

/** Findings of one policy that are shown, by the number of all findings. */
const shownOf = { few: 4, many: 1 } as const;
const few = 12;
const indent = '   ';
const codeIndent = ' '.repeat(12);
const column = 5;

/** Returns the lines of each group. Texts and code that were shown once are not repeated. */
export function findingSections(
  findings: readonly Finding[],
  page: Page,
  options: { readonly all: boolean } & Pick<RenderOptions, 'policyPage'>,
): readonly (readonly string[])[] {
  const shown = new Shown();
  const each = options.all || findings.length <= few ? shownOf.few : shownOf.many;
  return groupByPolicy(findings).map((group, i) => groupLines({ page, group, number: i + 1, shown, each, ...options }));
}

interface GroupText extends Pick<RenderOptions, 'policyPage'> {
  /** Show all that is known, with the page of the policy. */
  readonly all: boolean;
  readonly page: Page;
  readonly group: PolicyGroup;
  readonly number: number;
  readonly shown: Shown;
  /** Number of findings to show. */
  readonly each: number;
}

function groupLines(text: GroupText): readonly string[] {
  const { page, group, number, each } = text;
  const { policy, findings } = group;
  const tag = `[${displayName(policy.policy)}, ${needs(policy)}]`;
  const title = wrap(page, `${proseToText(toProse(policy.title))} ${tag}`, { first: `${number}. `, hang: indent });
  const rest = findings.slice(each);
  return [
    ...title.map((line) => paint(page, 'bold', line)),
    ...findings.slice(0, each).flatMap((finding) => findingLines(page, finding)),
    ...foldLines(page, rest),
    ...whyLines(text),
    ...fixLines(text),
    ...pageLines(text),
  ];
}

/** A long URL would take a line of its own in each group, so only the details have it. */
function pageLines({ page, group, all, policyPage }: GroupText): readonly string[] {
  const url = all ? policyPage?.(group.policy.policy) : undefined;
  return url === undefined ? [] : labelled(page, 'Docs', url, { column, indent });
}

function findingLines(page: Page, finding: Finding): readonly string[] {
  const { location, exception } = finding;
  const line = location?.line === undefined ? '' : `:${location.line}`;
  const at = location ? ` (${displayName(location.file)}${line})` : '';
  const by = exception ? ` Accepted by ${terminal(exception.owner)}.` : '';
  const [first = '', ...rest] = wrap(page, `${proseToText(findingLine(finding))}${at}${by}`, { first: `${indent}✗ ` });
  return [first.replace('✗', () => paint(page, 'red', '✗')), ...rest];
}

function foldLines(page: Page, rest: readonly Finding[]): readonly string[] {
  const named = rest.flatMap(({ subject }) => (subject.address === undefined ? [] : [subject.address]));
  if (rest.length === 0) return [];
  const folds = foldByModule(named);
  const unnamed = rest.length - named.length;
  const lines =
    folds.length > 3
      ? [`${named.length} more in ${folds.length} modules: ${terminal(typesText(countByType(named)))}`]
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

function whyLines({ page, group, number, shown }: GroupText): readonly string[] {
  const [{ why, subject }] = group.findings;
  const text = say(why, subject.address);
  if (text === '' || shown.seen(text, `${number}`) !== undefined) return [];
  return labelled(page, 'Why', text, { column, indent });
}

/** The fix of the worst finding. Steps that another group shows already are replaced by its number. */
function fixLines({ page, group, number, shown }: GroupText): readonly string[] {
  const [{ remedy, subject }] = group.findings;
  const { steps, elsewhere } = shown.fresh(remedy, `${number}`);
  const numbers = elsewhere.toSorted((a, b) => Number(a) - Number(b));
  const reference = numbers.length > 0 ? [{ text: `As in ${list(numbers)}.`, code: [] }] : [];
  return [...reference, ...steps].flatMap(({ text, code }, i) => [
    ...(text === '' ? [] : labelled(page, i === 0 ? 'Fix' : '', say(text, subject.address), { column, indent })),
    ...code.flatMap(({ lines }) =>
      lines.map((line) => `${codeIndent}${paint(page, 'cyan', terminal(line))}`.trimEnd()),
    ),
  ]);
}

/** Returns a text of a policy for the terminal. */
function say(text: string, address: string | undefined): string {
  return proseToText(toProse(text.trim().replace(/\s*\n\s*/g, ' '), address));
}
