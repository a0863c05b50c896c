/** Sentences whose names and code stay apart from their words, so that each format can set and escape them its own way. */
import { markdownCell, markdownCode, markdownInline, shorten, terminal } from './escape.ts';

/** Words, an address (or another name from the plan), or code that stood between backticks. */
export type Piece = string | { readonly address: string } | { readonly code: string };
export type Prose = readonly Piece[];

/** Display limits in UTF-16 units; the JSON report keeps everything whole. */
export const limits = { address: 120, words: 600 } as const;

/** Finds the address and backticked code in a policy's text. */
export function toProse(text: string, address?: string): Prose {
  if (address) {
    const at = text.indexOf(address);
    if (at >= 0) {
      const rest = text.slice(at + address.length);
      return [...toProse(text.slice(0, at)), { address }, ...toProse(rest, address)];
    }
  }
  return text
    .split(/(`[^`\n]+`)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.length > 2 && part.startsWith('`') && part.endsWith('`') ? { code: part.slice(1, -1) } : part,
    );
}

/** For a terminal: escaped, long names and texts shortened in the middle. */
export function proseToText(prose: Prose): string {
  return prose
    .map((piece) => {
      if (typeof piece === 'string') return terminal(shorten(piece, limits.words));
      return 'address' in piece ? displayName(piece.address) : `\`${terminal(shorten(piece.code, limits.words))}\``;
    })
    .join('');
}

/** For Markdown on one line; in a table cell where `cell` is set. */
export function proseToMarkdown(prose: Prose, options: { readonly cell: boolean }): string {
  const code = options.cell ? markdownCell : markdownCode;
  return prose
    .map((piece) => {
      if (typeof piece === 'string') return withEdges(shorten(piece, limits.words));
      return code('address' in piece ? shorten(piece.address, limits.address) : shorten(piece.code, limits.words));
    })
    .reduce((text, part) => {
      // Two code spans that touch would share a run of backticks.
      const touching = text.endsWith('`') && !text.endsWith('\\`') && part.startsWith('`');
      return touching ? `${text} ${part}` : text + part;
    }, '');
}

/** An address for a terminal. */
export function displayName(address: string): string {
  return address === '' ? '(no name)' : terminal(shorten(address, limits.address));
}

// `markdownInline` drops blanks at the start of a line; between pieces they separate words.
function withEdges(piece: string): string {
  return `${piece.startsWith(' ') ? ' ' : ''}${markdownInline(piece)}`;
}
