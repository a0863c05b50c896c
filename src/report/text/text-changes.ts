/** The changes as rows, most destructive first. Many similar changes in one module share a row. */
import type { AttributeChange, ReportedChange } from '../../verdict/report.ts';
import { changeDiff } from '../change-diff.ts';
import { shorten, terminal } from '../escape.ts';
import { partitionBy, typesText } from '../grouping.ts';
import { changeWeight, compareText, type Ranked } from '../ranking.ts';
import { actionWord, changeNotes } from '../wording/change-phrases.ts';
import { displayName } from '../wording/prose.ts';
import { heading, type Page, paint, wrap } from './text-layout.ts';

const most = { single: 3, modules: 4, rows: 24, attributes: 4, valueLines: 30 } as const;

/** Returns the section; empty if there are no changes. */
export function changesSection({ changes }: Ranked, page: Page): readonly string[] {
  if (changes.length === 0) return [];
  const rows = partitionBy(
    changes,
    (change) => `${actionWord(change)}${change.deposed === undefined ? '' : ' deposed'}`,
  ).flatMap(rowGroups);
  const shown = rows.slice(0, most.rows);
  let room: number = most.valueLines;
  const lines = shown.flatMap((group) => {
    const [only] = group;
    if (!only || group.length > 1) return foldedRow(page, group);
    const values = attributeLines(page, only.attributes);
    const fitting = values.length <= room ? values : [];
    room -= fitting.length;
    return [...changeRow(page, only), ...fitting];
  });
  const left = rows.slice(most.rows).reduce((sum, group) => sum + group.length, 0);
  return [...heading(page, `Changes (${changes.length})`), ...lines, ...(left > 0 ? [`  + ${left} more`] : [])];
}

/**
 * A few changes of a module get one row each (updates and replacements twice as many), more of them share a row, and
 * changes in many modules share one.
 */
function rowGroups(same: readonly ReportedChange[]): readonly (readonly ReportedChange[])[] {
  const byModule = partitionBy(same, ({ module }) => module);
  const single = same[0]?.action === 'update' || same[0]?.action === 'replace' ? most.single * 2 : most.single;
  if (same.length > single && byModule.length > most.modules) return [same];
  return byModule.flatMap((group) =>
    group.length <= single ? group.map((one): readonly ReportedChange[] => [one]) : [group],
  );
}

function foldedRow(page: Page, group: readonly ReportedChange[]): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const modules = new Set(group.map(({ module }) => module));
  const types = partitionBy(group, ({ type }) => type).map((one) => ({ type: one[0].type, count: one.length }));
  const one = first.module === '' ? 'the root module' : displayName(first.module);
  const where = modules.size === 1 ? one : `${modules.size} modules`;
  const counted = typesText(types.toSorted((a, b) => b.count - a.count || compareText(a.type, b.type)));
  const what = first.deposed === undefined ? '' : ' deposed objects';
  return actionRow(page, first, `${group.length}${what} in ${where}: ${terminal(counted)}`);
}

function changeRow(page: Page, change: ReportedChange): readonly string[] {
  const said = changeNotes(change);
  const deposed = change.deposed === undefined ? '' : `deposed object ${terminal(shorten(change.deposed, 40))} of `;
  const notes = said.length > 0 ? ` – ${terminal(shorten(said.join('; '), 300))}` : '';
  return actionRow(page, change, `${deposed}${displayName(change.address)}${notes}`);
}

function actionRow(page: Page, change: ReportedChange, text: string): readonly string[] {
  const action = terminal(shorten(actionWord(change), 20));
  const [top = '', ...rest] = wrap(page, text, { first: `  ${action.padEnd(8)} `, hang: ' '.repeat(13) });
  const style = changeWeight(change) < 2 ? 'red' : changeWeight(change) === 2 ? 'yellow' : 'green';
  return [`  ${paint(page, style, action)}${top.slice(2 + action.length)}`, ...rest];
}

function attributeLines(page: Page, attributes: readonly AttributeChange[]): readonly string[] {
  const shown = attributes.filter((one) => one.shown).slice(0, most.attributes);
  const rest = attributes.filter((one) => !shown.includes(one)).map(({ path }) => path);
  const margin = ' '.repeat(13);
  const lines = shown.flatMap((one) => {
    const diff = changeDiff(one);
    const path = displayName(diff.path);
    if ('summary' in diff)
      return wrap(page, `${path}: ${terminal(diff.summary)}`, { first: margin, hang: `${margin}  ` });
    return [
      `${margin}${path}:`,
      ...diff.lines.map(({ kind, text }) => {
        const line = `${kind} ${terminal(text.trimEnd())}`.trimEnd();
        return `${margin}  ${kind === ' ' ? line : paint(page, kind === '+' ? 'green' : 'red', line)}`.trimEnd();
      }),
    ];
  });
  if (rest.length === 0) return lines;
  const names = rest
    .slice(0, 6)
    .map((path) => displayName(path))
    .join(', ');
  const more = rest.length > 6 ? ` + ${rest.length - 6} more` : '';
  return [...lines, ...wrap(page, `changed, not shown: ${names}${more}`, { first: margin, hang: `${margin}  ` })];
}
