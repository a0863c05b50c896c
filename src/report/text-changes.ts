/** The changes as rows, the most destructive first; many of one kind in one module become one row. */
import type { AttributeChange, ReportedChange } from '../verdict/report.ts';
import { changeDiff } from './change-diff.ts';
import { shorten, terminal } from './escape.ts';
import { foldByModule, groupBy, typesText } from './grouping.ts';
import { displayName } from './prose.ts';
import { changeWeight, type Ranked } from './ranking.ts';
import { type Page, paint, wrap } from './text-layout.ts';
import { changeNotes } from './words.ts';

const most = { single: 3, rows: 24, attributes: 4, valueLines: 30 } as const;

export function changesSection({ changes }: Ranked, page: Page): readonly string[] {
  if (changes.length === 0) return [];
  const groups = groupBy(changes, ({ action }) => action).flatMap((same) => moduleGroups(same));
  let valueLines: number = most.valueLines;
  const lines: string[] = [];
  for (const group of groups) {
    if (lines.length >= most.rows + most.valueLines) break;
    const [only] = group;
    if (group.length > 1) lines.push(...foldedRow(page, group));
    else if (only) {
      const values = attributeLines(page, only.attributes).slice(0, valueLines);
      valueLines -= values.length;
      lines.push(...row(page, only), ...values);
    }
  }
  return [paint(page, 'bold', `Changes (${changes.length})`), ...lines];
}

/** Up to three of one module stand alone; more share a row. Updates stand alone longer, for their values matter. */
function moduleGroups(same: readonly ReportedChange[]): readonly (readonly ReportedChange[])[] {
  const byModule = groupBy(same, ({ module }) => module);
  const single = same[0]?.action === 'update' || same[0]?.action === 'replace' ? most.single * 2 : most.single;
  return byModule.flatMap((group) =>
    group.length <= single ? group.map((one): readonly ReportedChange[] => [one]) : [group],
  );
}

function foldedRow(page: Page, group: readonly ReportedChange[]): readonly string[] {
  const [fold] = foldByModule(group.map(({ address }) => address));
  const [first] = group;
  if (!fold || !first) return [];
  const where = first.module === '' ? 'the root module' : displayName(first.module);
  return actionRow(page, first, `${group.length} in ${where}: ${terminal(typesText(fold.types))}`);
}

function row(page: Page, change: ReportedChange): readonly string[] {
  const said = changeNotes(change);
  const deposed = change.deposed === undefined ? '' : ` (deposed ${terminal(shorten(change.deposed, 40))})`;
  const notes = said.length > 0 ? ` – ${terminal(shorten(said.join('; '), 300))}` : '';
  return actionRow(page, change, `${displayName(change.address)}${deposed}${notes}`);
}

function actionRow(page: Page, change: ReportedChange, text: string): readonly string[] {
  const action = terminal(shorten(change.action, 20));
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
