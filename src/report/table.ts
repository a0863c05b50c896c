/** A table for a terminal. Columns are as wide as their content, and the last one is wrapped. */
import { displayWidth, type Page, pad, paint, wrap } from './text/text-layout.ts';

const gap = '  ';
/** Minimum width of the last column. On narrower terminals the table is wider than the screen. */
const minLastColumn = 20;

/** Returns the lines of a table. Cells must already be escaped. */
export function table(page: Page, titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = titles.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const start = widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0);
  const room: Page = { ...page, width: Math.max(page.width, start + minLastColumn) };
  const line = (row: readonly string[]): readonly string[] => {
    const first = row.slice(0, -1).map((cell, column) => pad(cell, widths[column] ?? 0) + gap);
    return wrap(room, row.at(-1) ?? '', { first: first.join(''), hang: ' '.repeat(start) });
  };
  return [...line(titles).map((head) => paint(page, 'bold', head)), ...rows.flatMap(line)];
}
