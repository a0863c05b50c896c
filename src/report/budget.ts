/** Fits Markdown into a length limit. Items are dropped from the end, and a notice says what is missing. */

/** A part of a page that can be shown with fewer items. Each item, and `open` with `close`, is balanced Markdown. */
export interface Part {
  /** Name of the part in the notice, e.g. `the changes`. */
  readonly name: string;
  readonly open: string;
  readonly items: readonly string[];
  readonly close: string;
}

/** Length reserved for the notice. */
const noticeRoom = 400;

/**
 * Returns the page. The title is always kept; the rest of `head` and then the parts are added in order as far as they
 * fit.
 * @param limit in UTF-16 code units, the strictest way in which GitHub may count
 */
export function withinLimit(head: readonly string[], parts: readonly Part[], limit: number): string {
  const room = limit - noticeRoom;
  const kept: string[] = [];
  let used = 0;
  const add = (text: string): boolean => {
    if (used + text.length + 1 > room) return false;
    kept.push(text);
    used += text.length + 1;
    return true;
  };
  const [title = '', ...facts] = head;
  kept.push(title);
  used = title.length + 1;
  const cut: string[] = facts.every(add) ? [] : ['the first part'];
  for (const { name, open, items, close } of parts) {
    if (items.length === 0) continue;
    const frame = open.length + close.length + 2;
    if (used + frame + (items[0]?.length ?? 0) + 1 > room) {
      cut.push(`${name} (all ${items.length})`);
      continue;
    }
    used += frame;
    kept.push(open);
    const fitting = items.findIndex((item) => !add(item));
    if (close !== '') kept.push(close);
    if (fitting >= 0) cut.push(`${name} (${items.length - fitting} of ${items.length})`);
  }
  return `${[...kept, ...notice(cut)].join('\n')}\n`;
}

function notice(cut: readonly string[]): readonly string[] {
  if (cut.length === 0) return [];
  const what = cut.slice(0, 6).join(', ') + (cut.length > 6 ? ' and more' : '');
  return ['', `_Omitted for length: ${what}. The JSON report (\`--format json\`) has everything._`];
}
