/** Parts of a pull request comment. Each can be cut after any item. */

import type { Finding } from '../../verdict/report.ts';
import type { Part } from '../budget.ts';
import { html, linkUrl, markdownCell, markdownCode, markdownFence, markdownInline, shorten } from '../escape.ts';
import { foldByModule, groupByPolicy, partitionBy, typesText } from '../grouping.ts';
import type { Ranked } from '../ranking.ts';
import { type Fix, Shown } from '../remedy-steps.ts';
import { blastForest } from '../text/tree.ts';
import { drawForest } from '../text/tree-lines.ts';
import { liftedBy } from '../wording/broken-glass.ts';
import { blastRadiusTitle } from '../wording/change-phrases.ts';
import { fileNote, notes } from '../wording/notes.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { limits, type Prose, proseToMarkdown, thisDirectory, toProse } from '../wording/prose.ts';
import { exceptionNotes } from '../wording/settings-notes.ts';
import { count, findings, list, oneLine } from '../wording/words.ts';
import { mermaidGraph } from './mermaid.ts';

/** Limits: rows of one policy before the others are folded, and lines of the tree. */
const most = { rows: 5, treeLines: 60 } as const;

/**
 * Returns a part that is collapsed by default, or none without items. GitHub parses Markdown in it only after a blank
 * line: `before` adds it, with the head of a table for rows or nothing for bullets. Items that begin with a blank
 * line need no `before`.
 */
export function folded(name: string, summary: string, items: readonly string[], before?: string): readonly Part[] {
  if (items.length === 0) return [];
  const open = `\n<details><summary>${html(shorten(summary, limits.words))}</summary>`;
  return [{ name, open: before === undefined ? open : `${open}\n${before}`, items, close: '\n</details>' }];
}

/** Returns the errors of a report without a verdict. */
export function errorsPart({ report: { errors = [] } }: Ranked): readonly Part[] {
  if (errors.length === 0) return [];
  const items = errors.map(
    (error) =>
      `- ${markdownInline(
        shorten(
          error
            .split('\n')
            .map((line) => line.trim())
            .join(' – '),
          limits.words,
        ),
      )}`,
  );
  return [{ name: 'the errors', open: '\n**Why there is no verdict**\n', items, close: '' }];
}

/** Returns the table of blocking findings, worst first. Many findings of one policy share a last row. */
export function findingsPart({ failing, lowered, report }: Ranked): readonly Part[] {
  const lifted = report.verdict === 'pass';
  return [
    ...tablePart(
      'findings',
      `${findings(failing.length, lifted ? '' : 'blocking')}${lifted ? `, lifted by ${liftedBy(report)}` : ''}`,
      failing,
    ),
    ...tablePart('findings that would block', `${findings(lowered.length)} would block if enforced`, lowered),
  ];
}

function tablePart(name: string, title: string, all: readonly Finding[]): readonly Part[] {
  if (all.length === 0) return [];
  const rows = partitionBy(all, ({ policy }) => policy).flatMap((same) => {
    const alone = same.length > most.rows + 1 ? same.slice(0, most.rows) : same;
    const rest = same.slice(alone.length);
    const folds = foldByModule(rest.flatMap(({ subject }) => subject.address ?? [])).slice(0, 2);
    const left = rest.length - folds.reduce((sum, { addresses }) => sum + addresses.length, 0);
    return [
      ...alone.map(findingRow),
      ...folds.map(({ module, addresses, types }) => {
        const [only = ''] = addresses;
        if (addresses.length === 1) return row(`+ ${cell(only)}`, '', same[0]);
        const where = module === '' ? 'in the root module' : `in ${cell(module)}`;
        return row(`+ ${addresses.length} more ${where}`, markdownInline(typesText(types)), same[0]);
      }),
      ...(left > 0 ? [row(`+ ${left} more`, '', same[0])] : []),
    ];
  });
  return [{ name, open: `\n**${title}**\n\n| Finding | Policy |\n| --- | --- |`, items: rows, close: '' }];
}

function findingRow(finding: Finding): string {
  const { subject, location } = finding;
  const where =
    subject.address === undefined
      ? `the ${markdownInline(shorten(subject.kind, 40))}`
      : subject.address === thisDirectory
        ? 'this directory'
        : cell(subject.address);
  const at = location
    ? ` (${cell(location.line === undefined ? location.file : `${location.file}:${location.line}`)})`
    : '';
  return row(`${where}${at}`, proseToMarkdown(withoutSubject(finding), { cell: true }), finding);
}

/** Two columns only: addresses cannot be wrapped, so more columns would need horizontal scrolling. */
function row(where: string, what: string, finding: Finding): string {
  return `| ${where}${what === '' ? '' : `<br>${what}`} | ${cell(finding.policy)}<br>${needs(finding)} |`;
}

/** Drops the address at the start of the sentence, since the line above shows it. */
function withoutSubject(finding: Finding): Prose {
  const [first, second, ...rest] = findingLine(finding);
  if (first === undefined || typeof first === 'string' || !('address' in first) || typeof second !== 'string')
    return findingLine(finding);
  return [second.replace(/^:? +/, ''), ...rest];
}

/** Lines of `moved` blocks that a comment shows. */
const movedLines = 120;

/** Returns the `moved` blocks, never collapsed, since nothing else in a comment is meant to be pasted. */
export function movedPart({ report: { renames, fixes } }: Ranked): readonly Part[] {
  const lines = fixes.flatMap(({ text }) => text.trimEnd().split('\n'));
  if (renames.length === 0 || lines.length === 0) return [];
  const shown = lines.slice(0, movedLines);
  const rest = lines.length > shown.length ? '\n\nThese are not all: `firebreak fix PLAN` prints the rest.' : '';
  const what = renames.length === 1 ? 'this block' : `these ${renames.length} blocks`;
  const title = `**Probably renamed.** Add ${what} to the root module and plan again:`;
  return [
    { name: 'the moved blocks', open: `\n${title}\n`, items: [`${markdownFence(shown, 'hcl')}${rest}`], close: '' },
  ];
}

/** Returns why each policy objects and how to fix it. A fix that stands above or in another entry is not repeated. */
export function whyParts({ failing, lowered, report }: Ranked): readonly Part[] {
  const shown = new Shown();
  for (const { text } of report.fixes)
    shown.seen(text.trimEnd(), `the \`moved\` ${report.renames.length === 1 ? 'block' : 'blocks'} above`);
  const groups = groupByPolicy([...failing, ...lowered]);
  const items = groups.map(({ findings: [first, ...others] }) => {
    const place = `\`${first.policy}\``;
    const fixes = shown.fixes([first, ...others], place);
    const text = [whyText(first, others.length + 1), ...fixes.flatMap((fix) => fixText(fix, first, place))];
    return `\n${text.join('\n\n')}`;
  });
  return folded('why and how to fix', `Why, and how to fix (${count(groups.length, 'policy', 'policies')})`, items);
}

function fixText({ of, steps, elsewhere }: Fix, worst: Finding, place: string): readonly string[] {
  const [first] = of ?? [worst];
  const { address } = first.subject;
  const more = of && of.length > 1 ? ` and ${of.length - 1} more` : '';
  return [
    ...(of && address !== undefined ? [`For ${proseToMarkdown([{ address }], { cell: false })}${more}:`] : []),
    ...(elsewhere.length > 0 ? [`Fix: see ${list(elsewhere)}.`] : []),
    ...steps.flatMap(({ text, code, as }) => [
      ...(text === '' ? [] : [say(text, first)]),
      ...(as === undefined || as === place ? [] : [`As for ${as}:`]),
      ...code.map(({ lines, language }) =>
        markdownFence(
          lines.map((line) => shorten(line, limits.words)),
          language,
        ),
      ),
    ]),
  ];
}

function whyText(finding: Finding, times: number): string {
  const { title, why } = finding;
  const name = `**${markdownInline(shorten(title, limits.words))}** (${policyName(finding)}, ${findings(times)})`;
  return why.trim() === '' ? name : `${name}\n\n${say(why, finding)}`;
}

/** The ID of the policy, with a link to its page if it has one. */
function policyName({ policy, url }: Finding): string {
  const id = markdownCode(shorten(policy, limits.address));
  return url === undefined ? id : `[${id}](${linkUrl(url)})`;
}

function say(text: string, { subject }: Finding): string {
  return proseToMarkdown(toProse(oneLine(text), subject.address), { cell: false });
}

/** Returns the blast radius as a tree, with a diagram. */
export function treePart(ranked: Ranked): readonly Part[] {
  const forest = blastForest(ranked);
  if (forest.length === 0) return [];
  const picture = mermaidGraph(forest);
  const lines = drawForest(forest, { lines: most.treeLines }).map(({ prefix, name, note }) =>
    name === '' ? `${prefix}${note}` : `${prefix}${shorten(name, limits.address)} (${shorten(note, limits.address)})`,
  );
  const items = [
    ...(picture ? [`\n\`\`\`mermaid\n${picture.join('\n')}\n\`\`\``] : []),
    `\n${markdownFence(lines, 'text')}`,
  ];
  return folded('blast radius', blastRadiusTitle(ranked.report), items);
}

/** Returns the list of advisories, collapsed. */
export function advisoriesPart({ advisories }: Ranked): readonly Part[] {
  const items = advisories.map(
    (finding) => `- ${policyName(finding)}: ${proseToMarkdown(findingLine(finding), { cell: false })}`,
  );
  return folded('advisories', `Advisory: ${items.length}, none blocks`, items, '');
}

/** Returns the exceptions, which are never collapsed. */
export function exceptionsPart(ranked: Ranked): readonly Part[] {
  const items = exceptionNotes(ranked).map(({ text }) => `- ${proseToMarkdown(text, { cell: false })}`);
  if (items.length === 0) return [];
  return [{ name: 'exceptions', open: `\n**${count(items.length, 'exception')}**\n`, items, close: '' }];
}

/** Returns all notes except exceptions, collapsed. */
export function notesPart(ranked: Ranked): readonly Part[] {
  const items = [...notes(ranked, { brief: false }), fileNote(ranked.report)].flatMap(({ label, text }) =>
    label === 'Exception' ? [] : [`- ${label}: ${proseToMarkdown(text, { cell: false })}`],
  );
  return folded('notes', 'State, drift, coverage, and plan file', items, '');
}

/** Returns every policy with its counts, so that a reader can check a pass. */
export function policiesPart({ report: { policies } }: Ranked): readonly Part[] {
  const rows = policies.map(({ id, enforcement, looked, held, violated, unknown }) => {
    const said = looked === 0 ? 'not applicable | | |' : `${held} | ${violated} | ${unknown} |`;
    return `| ${cell(id)} | ${enforcement} | ${looked} | ${said}`;
  });
  const head =
    '\n| Policy | Enforcement | Evaluated | Passed | Failed | Unknown |\n| --- | --- | --- | --- | --- | --- |';
  return folded('policies', `Policies (${policies.length})`, rows, head);
}

function cell(name: string): string {
  return markdownCell(shorten(name, limits.address));
}
