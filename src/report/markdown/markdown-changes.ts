/** The changes in a pull request comment: a table, and diffs of values that may be shown. */
import type { AttributeChange, ReportedChange } from '../../verdict/report.ts';
import type { Part } from '../budget.ts';
import { changeDiff } from '../change-diff.ts';
import { markdownCell, markdownCode, markdownFence, markdownInline, shorten } from '../escape.ts';
import type { Ranked } from '../ranking.ts';
import { actionWord, changeNotes } from '../wording/change-phrases.ts';
import { limits } from '../wording/prose.ts';
import { folded } from './markdown-parts.ts';

const most = { rows: 200, values: 30, attributes: 8 } as const;

/** Returns the folded parts for changes and values; none if there are no changes. */
export function changesParts({ changes }: Ranked): readonly Part[] {
  const rows = changes.slice(0, most.rows).map(row);
  const more = changes.length - rows.length;
  const last = more > 0 ? [`| + ${more} more | all of them are in the JSON report | |`] : [];
  const values = changes.filter(({ attributes }) => attributes.some(({ shown }) => shown)).slice(0, most.values);
  return [
    ...folded(
      'changes',
      `Changes (${changes.length})`,
      [...rows, ...last],
      '\n| Action | Address | Notes |\n| --- | --- | --- |',
    ),
    ...folded('values', `Values that change (${values.length})`, values.map(valuesText)),
  ];
}

function row(change: ReportedChange): string {
  const deposed = change.deposed === undefined ? '' : ` deposed ${markdownCell(shorten(change.deposed, 40))}`;
  const notes = markdownInline(shorten(changeNotes(change).join('; '), 300));
  return `| ${markdownInline(shorten(actionWord(change), 20))} | ${markdownCell(shorten(change.address, limits.address))}${deposed} | ${notes} |`;
}

function valuesText({ address, attributes }: ReportedChange): string {
  const shown = attributes.filter((one) => one.shown).slice(0, most.attributes);
  const hidden = attributes.length - shown.length;
  const more = hidden > 0 ? [`${hidden} more changed, not shown.`] : [];
  return [`\n${markdownCode(shorten(address, limits.address))}`, ...shown.map(attributeText), ...more].join('\n\n');
}

function attributeText(attribute: AttributeChange): string {
  const diff = changeDiff(attribute);
  const path = markdownCode(shorten(diff.path, limits.address));
  if ('summary' in diff) return `${path}: ${markdownInline(diff.summary)}`;
  return `${path}:\n\n${markdownFence(
    diff.lines.map(({ kind, text }) => `${kind} ${text}`.trimEnd()),
    'diff',
  )}`;
}
