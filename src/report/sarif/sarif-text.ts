/** Escapes text for SARIF messages, which have their own syntax for links and placeholders. */
import { shorten, terminal } from '../escape.ts';

const longest = 4_000;

/**
 * Returns plain text for a message, without links (`[…](…)`), placeholders (`{0}`) and invisible characters. Line
 * breaks are kept.
 */
export function plainText(text: string): string {
  return shorten(text.trim(), longest)
    .split(/\r?\n/)
    .map((line) => terminal(line.trimEnd()))
    .join('\n')
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}
