/** Escapes text for SARIF messages, which have their own syntax for links and placeholders, and paths for URIs. */
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

/** Returns a path as a relative URI. */
export function uriOf(path: string): string {
  return path.split('/').map(uriStepOf).join('/');
}

/** Returns one step of a path, percent-encoded. */
export function uriStepOf(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
