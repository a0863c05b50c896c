/** The parts of a pull request comment, each short enough to be cut at any item. */
import type { Finding } from '../../verdict/report.ts';
import type { Part } from '../budget.ts';
import { html, markdownCell, markdownCode, markdownFence, markdownInline, shorten } from '../escape.ts';
import { foldByModule, groupBy, typesText } from '../grouping.ts';
import { notes } from '../notes.ts';
import { count, findingLine, needs } from '../phrases.ts';
import { limits, type Prose, proseToMarkdown, toProse } from '../prose.ts';
import type { Ranked } from '../ranking.ts';
import { remedyBlocks } from '../remedy.ts';
import { blastForest } from '../text/tree.ts';
import { drawForest } from '../text/tree-lines.ts';
import { mermaidGraph } from './mermaid.ts';

/** Rows of one policy before the rest of it is folded, and lines of the tree. */
const most = { rows: 5, treeLines: 60 } as const;

/**
 * Opens only by a click. GitHub reads Markdown inside only behind a blank line: `before` is what stands there, a table's
 * head for rows, nothing for bullets; items that begin with a blank line need none.
 */
export function folded(name: string, summary: string, items: readonly string[], before?: string): readonly Part[] {
  if (items.length === 0) return [];
  const open = `\n<details><summary>${html(shorten(summary, limits.words))}</summary>`;
  return [{ name, open: before === undefined ? open : `${open}\n${before}`, items, close: '\n</details>' }];
}

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

/** The table of what blocks, worst first; the many alike of one policy share its last row. */
export function findingsPart({ failing, report }: Ranked): readonly Part[] {
  if (failing.length === 0) return [];
  const rows = groupBy(failing, ({ policy }) => policy).flatMap((same) => {
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
  const title = report.verdict === 'pass' ? 'lifted by approvals' : 'blocking';
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

/** Two columns: addresses have no place to break, and with more of them a comment would have to be scrolled sideways. */
function row(where: string, what: string, finding: Finding): string {
  return `| ${where}${what === '' ? '' : `<br>${what}`} | ${cell(finding.policy)}<br>${needs(finding)} |`;
}

/** The sentence without its first word where that is the address: it stands above. */
function withoutSubject(finding: Finding): Prose {
  const [first, second, ...rest] = findingLine(finding);
  if (first === undefined || typeof first === 'string' || !('address' in first) || typeof second !== 'string')
    return findingLine(finding);
  return [second.replace(/^:? +/, ''), ...rest];
}

/** Every finding by address: what the table folds. */
export function allFindingsPart({ failing }: Ranked): readonly Part[] {
  if (failing.length <= most.rows) return [];
  const items = failing.map(
    (finding) => `- ${cell(finding.policy)}: ${proseToMarkdown(findingLine(finding), { cell: false })}`,
  );
  return folded('all findings', `All findings, one by one (${items.length})`, items, '');
}

/** Why each policy objects, and what to do: each remedy once, under all policies that share it. */
export function whyParts({ failing }: Ranked): readonly Part[] {
  const policies = groupBy(failing, ({ policy }) => policy);
  const items = groupBy(policies, ([{ remedy }]) => remedy).map((sharing) => {
    const [[first]] = sharing;
    const blocks = remedyBlocks(first.remedy).map(({ kind, lines }) =>
      kind === 'code'
        ? markdownFence(
            lines.map((line) => shorten(line, limits.words)),
            'hcl',
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

/** A picture where it is small, and always the tree. */
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

export function advisoriesPart({ advisories }: Ranked): readonly Part[] {
  const items = advisories.map(
    (finding) =>
      `- ${markdownCode(shorten(finding.policy, limits.address))}: ${proseToMarkdown(findingLine(finding), { cell: false })}`,
  );
  return folded('advisories', `Advisories, blocking nothing (${items.length})`, items, '');
}

/** Exceptions stay in the open. */
export function exceptionsPart(ranked: Ranked): readonly Part[] {
  const items = notes(ranked, { brief: false }).flatMap(({ label, text }) =>
    label === 'Exception' ? [`- ${proseToMarkdown(text, { cell: false })}`] : [],
  );
  if (items.length === 0) return [];
  return [{ name: 'exceptions', open: `\n**${count(items.length, 'exception')}**\n`, items, close: '' }];
}

export function notesPart(ranked: Ranked): readonly Part[] {
  const items = notes(ranked, { brief: false }).flatMap(({ label, text }) =>
    label === 'Exception' ? [] : [`- ${label}: ${proseToMarkdown(text, { cell: false })}`],
  );
  return folded('notes', 'State, drift, coverage, and which plan this is', items, '');
}

/** Every policy with what it looked at, so that a pass can be questioned. */
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
