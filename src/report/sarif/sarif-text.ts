/** Text for SARIF's messages, which know links and placeholders of their own, and paths as URIs. */
import { shorten, terminal } from '../escape.ts';

const longest = 4_000;

/** Plain text of one message: no link (`[…](…)`), no placeholder (`{0}`), nothing invisible; lines stay lines. */
export function plain(text: string): string {
  return shorten(text.trim(), longest)
    .split(/\r?\n/)
    .map((line) => terminal(line.trimEnd()))
    .join('\n')
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}

/** A path as a relative URI. */
export function uriOf(path: string): string {
  return path.split('/').map(uriStepOf).join('/');
}

/** One step of a path, whatever stands in it. */
export function uriStepOf(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
