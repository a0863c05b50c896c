/** The parts of a pull request comment, each short enough to be cut at any item. */
import type { Finding } from '../verdict/report.ts';
import type { Part } from './budget.ts';
import { html, markdownCell, markdownCode, markdownFence, markdownInline, shorten } from './escape.ts';
import { groupBy } from './grouping.ts';
import { mermaidGraph } from './mermaid.ts';
import { notes } from './notes.ts';
import { limits, proseToMarkdown, toProse } from './prose.ts';
import type { Ranked } from './ranking.ts';
import { remedyBlocks } from './remedy.ts';
import { blastForest } from './tree.ts';
import { drawForest } from './tree-lines.ts';
import { count, findingLine, needs } from './words.ts';

const most = { rows: 60, treeLines: 60 } as const;

/** Opens only by a click; the blank line lets Markdown work inside. */
export function folded(name: string, summary: string, items: readonly string[], before = ''): readonly Part[] {
  if (items.length === 0) return [];
  const open = `\n<details><summary>${html(shorten(summary, limits.words))}</summary>\n${before}`;
  return [{ name, open, items, close: '\n</details>' }];
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

/** The table of what blocks, worst first. */
export function findingsPart({ failing, report }: Ranked): readonly Part[] {
  if (failing.length === 0) return [];
  const rows = failing.slice(0, most.rows).map((finding) => {
    const { subject, policy, location } = finding;
    const what =
      subject.address === undefined ? `the ${markdownInline(shorten(subject.kind, 40))}` : cell(subject.address);
    const at = location
      ? ` (${cell(location.line === undefined ? location.file : `${location.file}:${location.line}`)})`
      : '';
    return `| ${what} | ${proseToMarkdown(findingLine(finding), { cell: true })}${at} | ${cell(policy)} | ${needs(finding)} |`;
  });
  const more = failing.length - rows.length;
  const last = more > 0 ? [`| + ${more} more | all of them are in the JSON report | | |`] : [];
  const title = report.verdict === 'pass' ? 'lifted by approvals' : 'blocking';
  return [
    {
      name: 'findings',
      open: `\n**${count(failing.length, 'finding')} ${title}**\n\n| Where | What | Policy | Needs |\n| --- | --- | --- | --- |`,
      items: [...rows, ...last],
      close: '',
    },
  ];
}

/** Why each policy objects, and what to do: once a policy. */
export function whyParts({ failing }: Ranked): readonly Part[] {
  const items = groupBy(failing, ({ policy }) => policy).map((same) => whyText(same[0], same.length));
  return folded('why and what to do', `Why, and what to do (${count(items.length, 'policy', 'policies')})`, items);
}

function whyText(finding: Finding, times: number): string {
  const { title, policy, why, remedy, subject, lesson } = finding;
  const say = (text: string): string =>
    proseToMarkdown(toProse(text.trim().replace(/\s*\n\s*/g, ' '), subject.address), { cell: false });
  const learnt = lesson === undefined ? '' : `, lesson ${lesson}`;
  const blocks = remedyBlocks(remedy).map(({ kind, lines }) =>
    kind === 'code'
      ? markdownFence(
          lines.map((line) => shorten(line, limits.words)),
          'hcl',
        )
      : say(lines[0] ?? ''),
  );
  return [
    `\n**${markdownInline(shorten(title, limits.words))}** (${markdownCode(shorten(policy, limits.address))}, ${count(times, 'finding')}${learnt})`,
    say(why),
    ...blocks,
  ]
    .filter(Boolean)
    .join('\n\n');
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
  return folded('advisories', `Advisories, blocking nothing (${items.length})`, items);
}

/** Exceptions stay in the open; the other notes are folded. */
export function notesPart(ranked: Ranked): readonly Part[] {
  const line = ({ label, text }: ReturnType<typeof notes>[number]): string =>
    `- ${label}: ${proseToMarkdown(text, { cell: false })}`;
  const all = notes(ranked, { brief: false });
  const aloud = all.filter(({ label }) => label === 'Exception').map(line);
  const quiet = all.filter(({ label }) => label !== 'Exception').map(line);
  return [
    ...(aloud.length > 0
      ? [{ name: 'exceptions', open: `\n**${count(aloud.length, 'exception')} in force**\n`, items: aloud, close: '' }]
      : []),
    ...folded('notes', 'State, drift, coverage, and which plan this is', quiet),
  ];
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
