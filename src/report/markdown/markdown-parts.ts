/** Parts of a pull request comment. Each can be cut after any item. */

import type { Finding } from '../../verdict/report.ts';
import { liftedBy } from '../broken-glass.ts';
import type { Part } from '../budget.ts';
import { html, markdownCell, markdownCode, markdownFence, markdownInline, shorten } from '../escape.ts';
import { foldByModule, partitionBy, typesText } from '../grouping.ts';
import { notes } from '../notes.ts';
import { count, findingLine, needs } from '../phrases.ts';
import { limits, type Prose, proseToMarkdown, toProse } from '../prose.ts';
import type { Ranked } from '../ranking.ts';
import { remedyBlocks } from '../remedy.ts';
import { blastForest } from '../text/tree.ts';
import { drawForest } from '../text/tree-lines.ts';
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
export function findingsPart({ failing, report }: Ranked): readonly Part[] {
  if (failing.length === 0) return [];
  const rows = partitionBy(failing, ({ policy }) => policy).flatMap((same) => {
    const alone = same.length > most.rows + 1 ? same.slice(0, most.rows) : same;
    const rest = same.slice(alone.length).flatMap(({ subject }) => subject.address ?? []);
    const folds = foldByModule(rest)
      .slice(0, 2)
      .map(({ module, addresses, types }) => {
        const where = module === '' ? 'in the root module' : `in ${cell(module)}`;
        return row(`+ ${addresses.length} more ${where}`, markdownInline(typesText(types)), same[0]);
      });
    const left =
      same.length -
      alone.length -
      foldByModule(rest)
        .slice(0, 2)
        .reduce((sum, { addresses }) => sum + addresses.length, 0);
    return [...alone.map(findingRow), ...folds, ...(left > 0 ? [row(`+ ${left} more`, '', same[0])] : [])];
  });
  const title = report.verdict === 'pass' ? `lifted by ${liftedBy(report)}` : 'blocking';
  const head = '| Finding | Policy |\n| --- | --- |';
  return [
    { name: 'findings', open: `\n**${count(failing.length, 'finding')} ${title}**\n\n${head}`, items: rows, close: '' },
  ];
}

function findingRow(finding: Finding): string {
  const { subject, location } = finding;
  const where =
    subject.address === undefined ? `the ${markdownInline(shorten(subject.kind, 40))}` : cell(subject.address);
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

/** Returns the list of all findings, including those that the table folds. */
export function allFindingsPart({ failing }: Ranked): readonly Part[] {
  if (failing.length <= most.rows) return [];
  const items = failing.map(
    (finding) => `- ${cell(finding.policy)}: ${proseToMarkdown(findingLine(finding), { cell: false })}`,
  );
  return folded('all findings', `All findings, one by one (${items.length})`, items, '');
}

/** Returns why each policy objects and how to fix it. Policies with the same fix share one entry. */
export function whyParts({ failing }: Ranked): readonly Part[] {
  const policies = partitionBy(failing, ({ policy }) => policy);
  const items = partitionBy(policies, ([{ remedy }]) => remedy).map((sharing) => {
    const [[first]] = sharing;
    const blocks = remedyBlocks(first.remedy).map(({ kind, lines, language }) =>
      kind === 'code'
        ? markdownFence(
            lines.map((line) => shorten(line, limits.words)),
            language,
          )
        : say(lines[0] ?? '', first),
    );
    return ['', ...sharing.map(([finding, ...others]) => whyText(finding, others.length + 1)), ...blocks]
      .filter((part, i) => i === 0 || part !== '')
      .join('\n\n')
      .slice(1);
  });
  return folded('why and what to do', `Why, and what to do (${count(policies.length, 'policy', 'policies')})`, items);
}

function whyText(finding: Finding, times: number): string {
  const { title, policy, why, lesson } = finding;
  const learnt = lesson === undefined ? '' : `, lesson ${lesson}`;
  const name = `**${markdownInline(shorten(title, limits.words))}** (${markdownCode(shorten(policy, limits.address))}, ${count(times, 'finding')}${learnt})`;
  return why.trim() === '' ? name : `${name}\n\n${say(why, finding)}`;
}

function say(text: string, { subject }: Finding): string {
  return proseToMarkdown(toProse(text.trim().replace(/\s*\n\s*/g, ' '), subject.address), { cell: false });
}

/** Returns the blast radius as a tree, with a diagram if it is small. */
export function treePart(ranked: Ranked): readonly Part[] {
  const forest = blastForest(ranked);
  if (forest.length === 0) return [];
  const { direct, dependents, level, score } = ranked.report.blastRadius;
  const picture = mermaidGraph(ranked, forest);
  const lines = drawForest(forest, { lines: most.treeLines }).map(({ prefix, name, note }) =>
    name === '' ? `${prefix}${note}` : `${prefix}${shorten(name, limits.address)} (${shorten(note, limits.address)})`,
  );
  const items = [
    ...(picture ? [`\n\`\`\`mermaid\n${picture.join('\n')}\n\`\`\``] : []),
    `\n${markdownFence(lines, 'text')}`,
  ];
  const summary = `What falls with what: ${direct.length} destroyed, ${count(dependents.length, 'dependent')} (blast radius ${level}, ${score} of 100)`;
  return folded('what falls with what', summary, items);
}

/** Returns the list of advisories, collapsed. */
export function advisoriesPart({ advisories }: Ranked): readonly Part[] {
  const items = advisories.map(
    (finding) =>
      `- ${markdownCode(shorten(finding.policy, limits.address))}: ${proseToMarkdown(findingLine(finding), { cell: false })}`,
  );
  return folded('advisories', `Advisories, blocking nothing (${items.length})`, items, '');
}

/** Returns the exceptions, which are never collapsed. */
export function exceptionsPart(ranked: Ranked): readonly Part[] {
  const items = notes(ranked, { brief: false }).flatMap(({ label, text }) =>
    label === 'Exception' ? [`- ${proseToMarkdown(text, { cell: false })}`] : [],
  );
  if (items.length === 0) return [];
  return [{ name: 'exceptions', open: `\n**${count(items.length, 'exception')}**\n`, items, close: '' }];
}

/** Returns all notes except exceptions, collapsed. */
export function notesPart(ranked: Ranked): readonly Part[] {
  const items = notes(ranked, { brief: false }).flatMap(({ label, text }) =>
    label === 'Exception' ? [] : [`- ${label}: ${proseToMarkdown(text, { cell: false })}`],
  );
  return folded('notes', 'State, drift, coverage, and which plan this is', items, '');
}

/** Returns every policy with its counts, so that a reader can check a pass. */
export function policiesPart({ report: { policies } }: Ranked): readonly Part[] {
  const rows = policies.map(({ id, enforcement, looked, held, violated, unknown }) => {
    const said = looked === 0 ? 'not exercised | | |' : `${held} | ${violated} | ${unknown} |`;
    return `| ${cell(id)} | ${enforcement} | ${looked} | ${said}`;
  });
  const head =
    '\n| Policy | Enforcement | Looked at | Held | Violated | Unknown |\n| --- | --- | --- | --- | --- | --- |';
  return folded('policies', `Policies (${policies.length})`, rows, head);
}

function cell(name: string): string {
  return markdownCell(shorten(name, limits.address));
}
