/** Sentences in which names and code are separate from text, so that each format can escape them in its own way. */
import { markdownCell, markdownCode, markdownInline, shorten, terminal } from '../escape.ts';

/** Text, an address (or another name from the plan), or code that was written between backticks. */
export type Piece = string | { readonly address: string } | { readonly code: string };
/** A sentence in pieces. */
export type Prose = readonly Piece[];

/** Display limits in UTF-16 code units. The JSON report is never shortened. */
export const limits = { address: 120, words: 600 } as const;

/** Address of a root module in the working directory. */
export const thisDirectory = '.';

/** Splits a text of a policy into text, occurrences of the address, and code in backticks. */
export function toProse(text: string, address?: string): Prose {
  // The root module is a dot, which stands in many a text for something else.
  if (address && address !== thisDirectory) {
    const at = positionOf(address, text);
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

/** Where the name stands, but not as the beginning of a longer one, such as a file in the root module; else -1. */
function positionOf(name: string, text: string): number {
  let at = text.indexOf(name);
  while (at >= 0 && /^[\w/-]/.test(text.slice(at + name.length, at + name.length + 1))) at = text.indexOf(name, at + 1);
  return at;
}

/** Returns the sentence for a terminal: escaped, with long pieces shortened in the middle. */
export function proseToText(prose: Prose): string {
  return prose
    .map((piece) => {
      if (typeof piece === 'string') return terminal(shorten(piece, limits.words));
      return 'address' in piece ? displayName(piece.address) : `\`${terminal(shorten(piece.code, limits.words))}\``;
    })
    .join('');
}

/**
 * Returns the sentence as one line of Markdown.
 * @param options.cell whether it is used in a table cell
 */
export function proseToMarkdown(prose: Prose, options: { readonly cell: boolean }): string {
  const code = options.cell ? markdownCell : markdownCode;
  return prose
    .map((piece) => {
      if (typeof piece === 'string') return withEdges(shorten(piece, limits.words));
      if ('code' in piece) return code(shorten(piece.code, limits.words));
      return piece.address === thisDirectory ? 'this directory' : code(shorten(piece.address, limits.address));
    })
    .reduce((text, part) => {
      // Adjacent code spans would merge into one run of backticks.
      const touching = text.endsWith('`') && !text.endsWith('\\`') && part.startsWith('`');
      return touching ? `${text} ${part}` : text + part;
    }, '');
}

/** Returns an address for a terminal, escaped and shortened. */
export function displayName(address: string): string {
  if (address === thisDirectory) return 'this directory';
  return address === '' ? '(no name)' : terminal(shorten(address, limits.address));
}

// `markdownInline` drops leading blanks, but between pieces they separate words.
function withEdges(piece: string): string {
  return `${piece.startsWith(' ') ? ' ' : ''}${markdownInline(piece)}`;
}
