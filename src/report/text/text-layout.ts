/** Layout for a terminal: wrapping by display width, and optional color. */
import { eastAsianWidth } from 'get-east-asian-width';

const codes = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  fail: '1;31',
  pass: '1;32',
  error: '1;33',
} as const;
/** Name of a text style. */
export type Style = keyof typeof codes;

/** Width and color of the output. */
export interface Page {
  readonly width: number;
  readonly colour: boolean;
}

/** Adds color to text. Color must never carry information of its own. */
export function paint(page: Page, style: Style, text: string): string {
  return page.colour && text !== '' ? `\x1b[${codes[style]}m${text}\x1b[0m` : text;
}

/** Returns the number of terminal columns of a text without control characters. For ASCII this is its length. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) if (!/\p{M}/u.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  return width;
}

/**
 * Wraps a text at blanks. The first line starts with `first`; the others are indented by its width or by `hang`. A
 * word longer than the line is not split, so that addresses can be copied.
 */
export function wrap(
  page: Page,
  text: string,
  options: { readonly first: string; readonly hang?: string },
): readonly string[] {
  const hang = options.hang ?? ' '.repeat(displayWidth(options.first));
  const lines: string[] = [];
  let line = options.first;
  let used = displayWidth(line);
  let empty = true;
  for (const word of text.split(/ +/)) {
    const size = displayWidth(word);
    if (!empty && used + 1 + size > page.width) {
      lines.push(line);
      line = hang;
      used = displayWidth(hang);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    used += empty ? size : size + 1;
    empty = false;
  }
  return [...lines, line].map((one) => one.trimEnd());
}

/** Returns the title of a section. */
export function heading(page: Page, text: string): readonly string[] {
  return wrap(page, text, { first: '' }).map((line) => paint(page, 'bold', line));
}

/** Returns a label in its own column with the text wrapped next to it. */
export function labelled(
  page: Page,
  label: string,
  text: string,
  options: { readonly column: number; readonly indent?: string; readonly style?: Style },
): readonly string[] {
  const indent = options.indent ?? '';
  const first = `${indent}${label.padEnd(options.column)}`;
  const lines = wrap(page, text, { first });
  const [top = '', ...rest] = lines;
  return [`${indent}${paint(page, options.style ?? 'bold', label)}${top.slice(indent.length + label.length)}`, ...rest];
}

/** Pads a text to a display width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Continues a shell command that is wider than `width` on lines of its own, with `\`. Quoted text is not split. */
export function continueCommand(line: string, width: number): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (displayWidth(last) + displayWidth(word) + 3 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.map((one, i) => (i < lines.length - 1 ? `${one} \\` : one));
}
